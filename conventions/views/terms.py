"""How a call's conventions are made: budget codes, payments, signing, visas, what is to confirm."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.access import acting
from applications.call_editing import new_code, revision, save_share
from applications.models import Call
from applications.views.calls import administrators_only, call_of, refusals
from conventions import articles, terms
from conventions.text_forms import ConventionTermsForm, VisaForm
from limits_portal.forms import ErrorLine, sent
from limits_portal.lines import Lines
from workflow.attempts import Attempt
from workflow.engine import Refused


@dataclass(frozen=True)
class Doubt:
    """A reference that the legal office has to confirm, and where it is written."""

    where: str
    text: str
    note: str
    address: str


def doubts(call: Call) -> list[Doubt]:
    """Every reference of a call's model marked « à confirmer », visas first."""
    visas = reverse("conventions:visas", args=[call.slug])
    found = [
        Doubt(f"Visa {rank}", visa.body, visa.note, visas)
        for rank, visa in enumerate(terms.of(call).visas, start=1)
        if visa.needs_legal_check
    ]
    return found + [
        Doubt(
            f"Article {rank}",
            article["title"],
            "",
            reverse("conventions:article", args=[call.slug, article["code"]]),
        )
        for rank, article in enumerate(articles.read(call), start=1)
        if article["needs_legal_check"]
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@administrators_only
def convention_terms(request: HttpRequest, slug: str) -> HttpResponse:
    """The terms of a call's conventions: a share of the call's document."""
    call = call_of(slug)
    stored: dict[str, Any] = terms.read(call)
    form = ConventionTermsForm(
        sent(request),
        initial=ConventionTermsForm.initial_of(stored),
    )
    attempt = Attempt(form)
    if attempt.done(
        lambda _: save_share(
            call,
            terms.SHARE,
            form.as_terms(stored),
            seen=request.POST.get("seen", ""),
            by=acting(request),
        )
    ):
        messages.success(request, "Modalités de convention : c’est enregistré.")
        return redirect("conventions:terms", slug)
    context = {
        "call": call,
        "form": form,
        "seen": revision(stored),
        "reasons": attempt.reasons,
        "missing": terms.missing(terms.of(call)),
        "doubts": doubts(call),
    }
    return render(request, "conventions/terms.html", context, status=attempt.status)


@require_http_methods(["GET", "HEAD", "POST"])
@administrators_only
def visas(request: HttpRequest, slug: str) -> HttpResponse:
    """The visas, as lines: reword, add, remove, reorder."""
    call = call_of(slug)
    stored: dict[str, Any] = terms.read(call)
    lines = Lines(
        "visas",
        VisaForm,
        noun="visa",
        stored=[(visa["code"], visa) for visa in stored["visas"]],
        data=sent(request),
    )
    errors: list[ErrorLine] = []
    command = request.POST.get("command", "save") if request.method == "POST" else ""
    if command == "save":
        errors = lines.errors
        if not errors:
            try:
                save_share(
                    call,
                    terms.SHARE,
                    stored | {"visas": _entries(lines, stored)},
                    seen=request.POST.get("seen", ""),
                    by=acting(request),
                )
            except Refused as refused:
                errors, stored = refusals(refused), terms.read(call)
            else:
                messages.success(request, "Visas : c’est enregistré.")
                return redirect("conventions:terms", slug)
    else:
        lines.change(command)
    is_rearranged = command not in ("", "save")
    context = {
        "call": call,
        "lines_of": lines,
        "lines": errors,
        "is_rearranged": is_rearranged,
        "seen": request.POST.get("seen", "") if is_rearranged else revision(stored),
    }
    return render(request, "conventions/visas.html", context, status=422 if errors else 200)


def _entries(lines: Lines, stored: dict[str, Any]) -> list[dict[str, Any]]:
    """The lines as stored: a known visa keeps its code, a new one is given one."""
    taken = {visa["code"] for visa in stored["visas"]}
    entries = []
    for line, typed in lines.values:
        code = line if line in taken else new_code(typed["body"], taken)
        taken = taken | {code}
        entries.append({"code": code} | typed)
    return entries
