"""The lists of a call, edited as lines; and its library of examples, one page each."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from accounts.access import acting
from applications.call_editing import new_code, save_content
from applications.call_usage import used_codes
from applications.forms.call_examples import ExampleForm
from applications.forms.call_lists import LISTS, CallList
from applications.models import Call
from applications.views.calls import administrators_only, call_of, refusals, seen_content
from limits_portal.forms import ErrorLine, error_lines, sent
from limits_portal.lines import Lines
from workflow.engine import Refused


def entries_of(kind: CallList, values: list[tuple[str, dict[str, Any]]], taken: set[str]) -> list:
    """Plain data of the lines: known ones keep their code, new ones are given one."""
    entries = []
    for number, (line, typed) in enumerate(values, start=1):
        entry = kind.plain(typed)
        code = line if line in taken else new_code(entry[kind.names], taken)
        taken = taken | {code}
        entry = {"code": code} | entry
        if kind.field == "axes":
            entry["number"] = number
        entries.append(entry)
    return entries


@administrators_only
def call_lines(request: HttpRequest, slug: str, part: str) -> HttpResponse:
    """Edit one list: reword, add, remove, reorder; nothing is written before « Enregistrer »."""
    if part not in LISTS:
        raise Http404
    kind, call = LISTS[part], call_of(slug)
    seen = seen_content(kind.field)
    stored = [(entry["code"], entry) for entry in call.content[kind.field]]
    lines = Lines(
        kind.field,
        kind.form,
        noun=kind.noun,
        stored=stored,
        data=sent(request),
    )
    errors: list[ErrorLine] = []
    command = request.POST.get("command", "save") if request.method == "POST" else ""
    if command == "save":
        errors = lines.errors
        if not errors:
            entries = entries_of(kind, lines.values, {code for code, _ in stored})
            try:
                changes = {kind.field: entries}
                shown = request.POST.get("seen", "")
                save_content(call, changes, part=part, seen=shown, by=acting(request))
            except Refused as refused:
                errors, call = refusals(refused), call_of(slug)
            else:
                messages.success(request, f"{kind.title} : c'est enregistré.")
                return redirect("applications:call_edit", slug)
    lines.lock(used_codes(call, kind.field)[kind.field])
    if command != "save":
        lines.change(command)
    return render(
        request,
        "applications/calls/lines.html",
        {
            "call": call,
            "kind": kind,
            "lines_of": lines,
            "lines": errors,
            "is_rearranged": command not in ("", "save"),
            "seen": seen(call) if command in ("", "save") else request.POST.get("seen", ""),
        },
    )


@administrators_only
def call_examples(request: HttpRequest, slug: str) -> HttpResponse:
    """The library of examples, axis by axis; move and remove are saved at once."""
    call = call_of(slug)
    texts = call.texts
    if request.method == "POST":
        verb, _, code = request.POST.get("command", "").partition(":")
        entries = moved(call.content["examples"], verb, code)
        if entries is None:
            raise Http404
        _save_examples(request, call, entries, f"{_WORDS[verb]}.")
        return redirect("applications:call_examples", slug)
    used = used_codes(call, "examples")["examples"]
    groups = [
        (axis, [(e, used[e.code]) for e in texts.examples if e.axis == axis.code])
        for axis in texts.axes
    ]
    return render(
        request,
        "applications/calls/examples.html",
        {"call": call, "groups": groups, "seen": seen_content("examples")(call)},
    )


_WORDS = {"up": "Exemple monté", "down": "Exemple descendu", "remove": "Exemple supprimé"}


def moved(entries: list[dict[str, Any]], verb: str, code: str) -> list[dict[str, Any]] | None:
    """The examples with one moved among those of its axis, or removed; None for nonsense."""
    rank = next((n for n, e in enumerate(entries) if e["code"] == code), None)
    if rank is None or verb not in _WORDS:
        return None
    entries = list(entries)
    if verb == "remove":
        del entries[rank]
        return entries
    peers = [n for n, e in enumerate(entries) if e["axis"] == entries[rank]["axis"]]
    place = peers.index(rank) + (-1 if verb == "up" else 1)
    if 0 <= place < len(peers):
        other = peers[place]
        entries[rank], entries[other] = entries[other], entries[rank]
    return entries


def _save_examples(
    request: HttpRequest, call: Call, entries: list[dict[str, Any]], done: str
) -> bool:
    try:
        save_content(
            call,
            {"examples": entries},
            part="exemples",
            seen=request.POST.get("seen", ""),
            by=acting(request),
        )
    except Refused as refused:
        for reason in refused.reasons:
            messages.error(request, reason)
        return False
    messages.success(request, done)
    return True


@administrators_only
def call_example(request: HttpRequest, slug: str, code: str = "") -> HttpResponse:
    """Write an example, new or known."""
    call = call_of(slug)
    texts = call.texts
    entries = list(call.content["examples"])
    rank = next((n for n, e in enumerate(entries) if e["code"] == code), None)
    if code and rank is None:
        raise Http404
    errors: list[ErrorLine] = []
    seen = seen_content("examples")(call)
    if request.method == "POST":
        form = ExampleForm(request.POST, texts=texts)
        form.show_error_summary = False
        errors = error_lines(form)
        if not errors:
            if rank is None:
                taken = {"nouveau", *(e["code"] for e in entries)}
                entries.append({"code": new_code(form.entry["title"], taken)} | form.entry)
            else:
                entries[rank] = {"code": code} | form.entry
            try:
                shown = request.POST.get("seen", "")
                changes = {"examples": entries}
                save_content(call, changes, part="exemples", seen=shown, by=acting(request))
            except Refused as refused:
                errors = refusals(refused)
                seen = seen_content("examples")(call_of(slug))
            else:
                messages.success(request, f"« {form.entry['title']} » : c'est enregistré.")
                return redirect("applications:call_examples", slug)
    else:
        form = ExampleForm(
            initial=texts.examples[rank].model_dump() if rank is not None else None, texts=texts
        )
    return render(
        request,
        "applications/calls/example.html",
        {"call": call, "form": form, "code": code, "lines": errors, "seen": seen},
    )
