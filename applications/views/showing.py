"""The page of a document: its form, its values alone, or two texts side by side."""

import json

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.access import acting
from applications.forms.display import described, differences
from applications.forms.sheet import Sheet
from applications.merging import Merge
from applications.views.edited import Editing, Row, opened_version, posted_base
from applications.views.saved import clock, meanwhile_sentence, saved_sentence

# Fields of the page that are not the person's text.
COMMANDS = {
    "csrfmiddlewaretoken",
    "version",
    "opened",
    "go",
    "line",
    "autosave",
    "all",
    "taken",
}
CHOICE = "choice-"


def show(
    request: HttpRequest,
    editing: Editing,
    sheet: Sheet | None = None,
    *,
    status: int = 200,
    refusals: list[str] | None = None,
) -> HttpResponse:
    """The page: the form, or the values alone when they may not be written."""
    user = acting(request)
    context = editing.surroundings(user)
    is_form = context["can_write"] or sheet is not None
    typed, sheet = sheet, sheet or editing.sheet()
    version, base = str(editing.row.version), sheet.base()
    if typed is not None:  # still typed over the version that the page was opened with
        version = opened_version(request.POST)
        base = posted_base(request.POST)
    context |= {
        "editing": editing,
        "sheet": sheet,
        "groups": [] if is_form else described(sheet),
        "version": version,
        "base": json.dumps(base, ensure_ascii=False),
        "saved": saved_sentence(editing.row, user),
        "is_unsaved": typed is not None,
        "errors": sheet.errors if typed is not None else [],
        "warnings": getattr(sheet.main, "warnings", []),
        "refusals": refusals or [],
        **editing.beside(sheet),
    }
    template = editing.template if is_form else editing.read_only
    return render(request, template, context, status=status)


def conflict_page(
    request: HttpRequest, editing: Editing, sheet: Sheet, current: Row, merged: Merge
) -> HttpResponse:
    """Both texts side by side, point by point; everything typed travels with the choice."""
    user = acting(request)
    typed = [
        (name, value)
        for name, values in request.POST.lists()
        if name not in COMMANDS and not name.startswith(CHOICE)
        for value in values
    ]
    context = editing.surroundings(user) | {
        "editing": editing,
        "differences": differences(merged.asked, sheet, editing.sheet(row=current)),
        "taken": merged.theirs,
        "typed": typed,
        "version": current.version,
        "opened": opened_version(request.POST),
        "saved": saved_sentence(current, user),
        "saved_clock": clock(current),
        "meanwhile": meanwhile_sentence(current, user),
        "author": "vous" if current.saved_by_id == user.pk else current.saved_by,
    }
    return render(request, "applications/sections/conflict.html", context, status=409)
