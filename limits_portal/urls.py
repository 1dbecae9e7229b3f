"""Addresses of the portal: French paths, each app keeping its own."""

from django.urls import include, path

urlpatterns = [
    path("", include("pages.urls")),
    path("", include("accounts.urls")),
    path("", include("applications.urls")),
    path("", include("notifications.urls")),
    path("compte/", include("accounts.allauth_urls")),
]
