"""One versioned document of a dossier being edited: a section, an action, or what a reader writes of it."""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect

from accounts.models import User
from applications.forms.sheet import Setting, Sheet, SheetType
from applications.models import Action, Application
from applications.models.application import VersionedContent
from applications.permissions import as_editor
from applications.scope import Opening
from applications.views.dossier_page import scope_read, setting_of, surroundings

Row = VersionedContent


def nothing(sheet: Sheet) -> dict[str, Any]:
    """A page that shows the sheet alone."""
    return {}


@dataclass(frozen=True)
class Editing:
    """One document being edited: what it is, how it is saved, where to go next.

    `save` is `drafting.save_section` or `drafting.save_action`. `addresses` says where « go »
    leads: keys « stay », « next », « previous » (an absent one has no button). `beside` gives what
    the page shows beside the sheet, when there is a page to show. A document that is not a section
    of the form (the prefecture's opinion) redefines the methods: who writes, what stands around,
    what follows a save.
    """

    application: Application
    key: str
    row: Row
    kind: SheetType
    save: Callable[..., Any]
    title: str
    intro: str
    addresses: dict[str, str]
    noun: str = "cette section"  # in « Deux textes pour… »
    template: str = "applications/sections/section.html"
    read_only: str = "applications/sections/read_only.html"
    layout: str = "applications/form_page.html"  # what those pages, and the two texts, stand in
    beside: Callable[[Sheet], dict[str, Any]] = nothing

    @cached_property
    def setting(self) -> Setting:
        """What the forms need to know, worked out once."""
        setting = setting_of(self.application)
        scope = scope_read(self.application)
        if scope.is_whole or scope.is_closed:
            return setting
        prefix = f"{self.row.pk}/" if isinstance(self.row, Action) else ""
        return replace(setting, opening=Opening(scope, self.key, prefix))

    @property
    def can_write(self) -> bool:
        """Whether something of this document may be written now, by those who may write."""
        prefix = f"{self.row.pk}/" if isinstance(self.row, Action) else ""
        return scope_read(self.application).opens(self.key, prefix)

    def sheet(self, data: QueryDict | None = None, row: Row | None = None) -> Sheet:
        """The forms, of what is stored or of what was typed."""
        stored = (row or self.row).content
        return Sheet(self.kind, self.setting, stored, data)

    def may_write(self, user: User) -> bool:
        """Whether the person writes such documents at all, whatever the dossier's state."""
        return as_editor(self.application, user) is not None

    def surroundings(self, user: User) -> dict[str, Any]:
        """Context of the page; `can_write` says whether the form is shown."""
        context = surroundings(self.application, user, self.key)
        return context | {"can_write": context["can_write"] and self.can_write}

    def follow(self, request: HttpRequest, row: Row) -> HttpResponse:
        """Where the pressed button leads, once the row is saved."""
        go = request.POST.get("go", "stay")
        return redirect(self.addresses.get(go) or self.addresses["stay"])


def posted_version(data: QueryDict) -> int:
    """Version the text was typed over; an unreadable one matches none."""
    text = data.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else -1


def opened_version(data: QueryDict) -> str:
    """Version of the page in which the text was first typed, before any choice was asked."""
    return data.get("opened") or data.get("version", "")


def posted_base(data: QueryDict) -> dict[str, str]:
    """Fingerprints that the page carries; none when they are unreadable."""
    try:
        base = json.loads(data.get("base", ""))
    except (ValueError, RecursionError):
        return {}
    if not isinstance(base, dict):
        return {}
    return {str(unit): mark for unit, mark in base.items() if isinstance(mark, str)}
