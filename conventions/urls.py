"""Addresses of the conventions."""

from conventions.text_urls import TEXT

app_name = "conventions"
urlpatterns = [*TEXT]
