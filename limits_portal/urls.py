"""Addresses of the portal: French paths, each app keeping its own."""

from django.urls import include, path

urlpatterns = [
    path("", include("pages.urls")),
    path("", include("accounts.urls")),
    path("", include("applications.urls")),
    path("", include("reviews.urls")),
    path("", include("conventions.urls")),
    path("", include("notifications.urls")),
    path("compte/", include("accounts.allauth_urls")),
]

handler400 = "limits_portal.errors.bad_request"
handler403 = "limits_portal.errors.permission_denied"
handler404 = "limits_portal.errors.page_not_found"
handler429 = "limits_portal.errors.too_many_requests"
handler500 = "limits_portal.errors.server_error"
