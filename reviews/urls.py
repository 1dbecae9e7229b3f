"""Addresses of the reviews."""

from django.urls import path

from reviews import views

app_name = "reviews"
urlpatterns = [
    path("administration/appels/<slug:slug>/criteres/", views.criteria, name="criteria"),
]
