"""Saving a document typed on a page: whole, merged with a colleague's, or as one types."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict

from accounts.access import acting
from applications.content import Content
from applications.drafting import Conflict
from applications.forms.sheet import Sheet
from applications.merging import Merge, join, merge, take_point, units
from applications.views.edited import Editing, Row, posted_base, posted_version
from applications.views.saved import clock, meanwhile_sentence, saved_sentence
from applications.views.showing import CHOICE, conflict_page, show
from workflow.engine import Refused


def save(request: HttpRequest, editing: Editing, sheet: Sheet) -> HttpResponse:
    """Save the whole text and go on; ask when a colleague changed the same point since."""
    user = acting(request)
    version = posted_version(request.POST)
    content = _with_choices(sheet, editing.row, version, request.POST)
    joined_with: Row | None = None
    try:
        while True:
            try:
                saved = editing.save(editing.row, content, version=version, by=user)
                break
            except Conflict as conflict:
                merged = _merged(request.POST, sheet, content, conflict.current)
                if merged.asked:
                    return conflict_page(request, editing, sheet, conflict.current, merged)
                # Only one of the two changed each point: both texts are kept.
                joined_with, version = conflict.current, conflict.current.version
                content = _joined(sheet, conflict.current, merged.kept)
    except Refused as refusal:
        return show(request, editing, sheet, status=409, refusals=refusal.reasons)
    if joined_with is not None:
        messages.info(
            request,
            f"{saved_sentence(joined_with, user)} : ce texte et le vôtre ne se contredisaient "
            "pas, les deux sont conservés.",
        )
    return editing.follow(request, saved)


def _with_choices(sheet: Sheet, row: Row, version: int, data: QueryDict) -> Content:
    """The typed content, with the points for which the colleague's text was chosen."""
    content = sheet.typed()
    chosen = set(data.getlist("taken")) | {
        name.removeprefix(CHOICE)
        for name in data
        if name.startswith(CHOICE) and data.get("all", data.get(name)) == "theirs"
    }
    if not chosen or row.version != version:
        return content
    shape = sheet.kind.shape
    mine = units(content.model_dump(mode="json"), shape)
    stored = sheet.kind.content.model_validate(row.content).model_dump(mode="json")
    theirs = units(stored, shape)
    for unit in chosen:
        line, _, point = unit.rpartition(":")
        lines = shape.lines_of(line)
        if unit in theirs:
            mine[unit] = theirs[unit]
        elif lines and line in mine and line in theirs and point in lines.fields:
            take_point(mine[line], theirs[line], point)
        elif ":" in unit and ":" not in line:
            mine.pop(unit, None)
    return _joined(sheet, row, mine)


def _merged(data: QueryDict, sheet: Sheet, content: Content, current: Row) -> Merge:
    shape = sheet.kind.shape
    stored = sheet.kind.content.model_validate(current.content).model_dump(mode="json")
    mine = units(content.model_dump(mode="json"), shape)
    return merge(posted_base(data), mine, units(stored, shape), shape)


def _joined(sheet: Sheet, current: Row, kept: dict[str, Any]) -> Content:
    stored = sheet.kind.content.model_validate(current.content).model_dump(mode="json")
    return sheet.kind.content.model_validate(join(stored, sheet.kind.shape, kept))


def autosave(request: HttpRequest, editing: Editing) -> JsonResponse:
    """Save the valid fields; a field whose format is wrong keeps its stored value and is named.

    200: `saved`, `version` and `base` to type over next, `errors` by field. 409: a colleague
    saved since (`conflict`), or the dossier is not editable any more (`refused`).
    """
    user = acting(request)
    sheet = editing.sheet(request.POST)
    errors = sheet.errors
    try:
        row = editing.save(
            editing.row, sheet.typed(), version=posted_version(request.POST), by=user
        )
    except Conflict as conflict:
        return JsonResponse({"conflict": meanwhile_sentence(conflict.current, user)}, status=409)
    except Refused as refusal:
        return JsonResponse({"refused": " ".join(refusal.reasons)}, status=409)
    sentence = saved_sentence(row, user)
    if errors:
        count = len(errors)
        fields = f"{count} champ{'s' if count > 1 else ''} à corriger"
        sentence = f"Enregistré {clock(row)}, sauf {fields}"
    return JsonResponse(
        {
            "saved": sentence,
            "at": clock(row),
            "version": row.version,
            "base": editing.sheet(row=row).base(),
            "errors": sheet.field_errors,
        }
    )
