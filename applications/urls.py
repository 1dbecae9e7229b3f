"""Addresses."""

from django.urls import path

from applications.views import eligibility, sections

app_name = "applications"
urlpatterns = [
    path("dossiers/<str:reference>/recevabilite/", eligibility.panel, name="eligibility"),
    # Any section that has no page of its own above.
    path("dossiers/<str:reference>/<str:section>/", sections.section, name="section"),
]
