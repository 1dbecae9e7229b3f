"""Drives a section's page as a browser does: reads the form, changes some fields, sends it."""

from html.parser import HTMLParser
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from applications.models import Application, Section


def address(application: Application, section: str) -> str:
    """Address of a section."""
    return reverse("applications:section", args=[application.reference, section])


class _Fields(HTMLParser):
    """Successful controls of the section's form, as a browser would send them."""

    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, list[str]] = {}
        self.depth = 0
        self.in_form = False
        self.blank = 0
        self.textarea = ""
        self.select = ""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        if tag == "form":
            self.in_form = "data-autosave" in given or given.get("class") == "conflict"
        if tag == "template":
            self.blank += 1
        name = given.get("name", "")
        if not self.in_form or self.blank:
            return
        if tag == "input" and name:
            ticked = given.get("type") not in {"checkbox", "radio"} or "checked" in given
            if ticked:
                self.values.setdefault(name, []).append(given.get("value", ""))
        elif tag == "textarea":
            self.textarea = name
            self.values[name] = [""]
        elif tag == "select":
            self.select = name
        elif tag == "option" and "selected" in given:
            self.values[self.select] = [given.get("value", "")]

    def handle_endtag(self, tag: str) -> None:
        if tag == "template":
            self.blank -= 1
        elif tag == "form":
            self.in_form = False
        elif tag == "textarea":
            self.textarea = ""

    def handle_data(self, data: str) -> None:
        if self.textarea:
            self.values[self.textarea] = [self.values[self.textarea][0] + data.lstrip("\n")]


def fields_of(response: HttpResponse) -> dict[str, Any]:
    """What a browser would send of this page, unchanged."""
    reader = _Fields()
    reader.feed(response.content.decode())
    return dict(reader.values)


def typed_in(browser: Client, application: Application, section: str, **changes: Any) -> dict:
    """Open the page and return its fields, with these changes (« __ » stands for « - »)."""
    page = browser.get(address(application, section))
    return fields_of(page) | {name.replace("__", "-"): value for name, value in changes.items()}


def save(
    browser: Client, application: Application, section: str, data: dict[str, Any], **more: Any
) -> HttpResponse:
    """Send the form."""
    return browser.post(address(application, section), data | more)


def stored(application: Application, section: str) -> dict[str, Any]:
    """What the database holds of a section."""
    return Section.objects.get(application=application, key=section).content
