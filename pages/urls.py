"""Addresses of the public pages."""

from django.contrib.auth.decorators import login_not_required
from django.urls import path
from django.views.generic import TemplateView

urlpatterns = [
    path(
        "",
        login_not_required(TemplateView.as_view(template_name="pages/home.html")),
        name="home",
    ),
    path("bureau/", TemplateView.as_view(template_name="pages/home.html"), name="desk"),
]
