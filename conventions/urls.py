"""Addresses of the conventions."""

from conventions.sign_urls import SIGN
from conventions.talk_urls import TALK
from conventions.text_urls import TEXT

app_name = "conventions"
# The names of the talk come last: a convention's number would swallow the others.
urlpatterns = [*TEXT, *SIGN, *TALK]
