"""Addresses of the reviews."""

from django.urls import path

from reviews.views import criteria

app_name = "reviews"
urlpatterns = [
    path("administration/appels/<slug:slug>/criteres/", criteria.criteria, name="criteria"),
]
