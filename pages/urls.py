"""Addresses of the public pages."""

from django.urls import path
from django.views.generic import TemplateView

urlpatterns = [
    path("", TemplateView.as_view(template_name="pages/home.html"), name="home"),
    path("bureau/", TemplateView.as_view(template_name="pages/home.html"), name="desk"),
]
