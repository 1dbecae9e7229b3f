"""The portal's addresses, and the floors'."""

from django.urls import include, path

from bench import floor

# The portal's own pages of errors (handler404…) come with its addresses.
from limits_portal.urls import *  # noqa: F403 – all of the portal’s

urlpatterns = [
    path("bench/table/<int:category>/", floor.table),
    path("bench/insert/", floor.insert),
    path("", include("limits_portal.urls")),
]
