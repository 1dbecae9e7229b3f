"""Scenarios of a session, side by side, and the ranking as a file."""

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import acting, only
from accounts.enums import Role
from limits_portal.forms import sent
from limits_portal.french import PARIS
from limits_portal.spreadsheet import XLSX, as_xlsx, csv_response
from reviews import ranking_export, room, scenarios
from reviews.enums import Outcome, SittingStatus
from reviews.forms.sittings import FillForm, NewScenarioForm, ScenarioForm
from reviews.models import Scenario, Sitting
from reviews.views.polling import number
from reviews.views.sittings import room_only, sitting_of
from workflow.attempts import Attempt
from workflow.engine import NotAllowed, Refused

# What a scenario says of a dossier it has no line for.
ABSENT = (Outcome.REJECTED, Decimal(0))


def _scenario(request: HttpRequest, pk: int, scenario: int) -> Scenario:
    """A scenario of a session this person may open. Raises Http404."""
    if scenario > 2**31 - 1:
        raise Http404
    shown = sitting_of(acting(request), pk)
    return get_object_or_404(
        Scenario.objects.select_related("sitting__call"), pk=scenario, sitting=shown
    )


def _page(pk: int, scenario: int) -> str:
    return f"{reverse('reviews:sitting', args=[pk])}?scenario={scenario}"


@require_http_methods(["GET", "HEAD", "POST"])
@only(Role.INSTRUCTOR)
def new(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a scenario, empty or copied."""
    shown = sitting_of(acting(request), pk)
    form = NewScenarioForm(
        sent(request),
        sitting=shown,
        initial={"copied_from": number(request.GET, "de")},
    )
    attempt = Attempt(form)
    if attempt.done(
        lambda values: scenarios.create(
            shown, values["name"], copied_from=values["copied_from"], by=acting(request)
        )
    ):
        return redirect(_page(pk, attempt.result.pk))
    context = {
        "sitting": shown,
        "form": form,
        "reasons": attempt.reasons,
        "title": "Nouveau scénario",
    }
    return render(request, "reviews/sitting/scenario.html", context, status=attempt.status)


@require_http_methods(["GET", "HEAD", "POST"])
@only(Role.INSTRUCTOR)
def edit(request: HttpRequest, pk: int, scenario: int) -> HttpResponse:
    """Rename a scenario, weigh its criteria, fill it, propose it, put it aside."""
    shown = _scenario(request, pk, scenario)
    criteria = list(shown.sitting.call.criteria.all())
    form = ScenarioForm(sent(request), criteria=criteria, scenario=shown)
    attempt = Attempt(form)
    if attempt.done(
        lambda values: scenarios.rename(shown, values["name"], form.weights, by=acting(request))
    ):
        return redirect(_page(pk, scenario))
    context = {
        "sitting": shown.sitting,
        "scenario": shown,
        "form": form,
        "fill_form": FillForm(prefix="remplir"),
        "reasons": attempt.reasons,
        "title": f"Scénario « {shown.name} »",
        "can_write": shown.sitting.status in scenarios.WRITTEN,
    }
    return render(request, "reviews/sitting/scenario.html", context, status=attempt.status)


@require_POST
@only(Role.INSTRUCTOR)
def fill(request: HttpRequest, pk: int, scenario: int) -> HttpResponse:
    """Give by rank until the envelope is used."""
    shown = _scenario(request, pk, scenario)
    form = FillForm(request.POST, prefix="remplir")
    if not form.is_valid():
        messages.error(request, "Indiquez une part entre 1 et 100 %.")
        return redirect("reviews:scenario", pk, scenario)
    try:
        count = scenarios.fill(shown, Decimal(form.cleaned_data["share"]) / 100, by=acting(request))
    except Refused as refusal:
        messages.error(request, " ".join(refusal.reasons))
        return redirect("reviews:scenario", pk, scenario)
    plural = "s" if count > 1 else ""
    messages.success(request, f"{count} dossier{plural} retenu{plural} dans l’ordre des notes.")
    return redirect(_page(pk, scenario))


@require_POST
@only(Role.INSTRUCTOR)
def act(request: HttpRequest, pk: int, scenario: int, act: str) -> HttpResponse:
    """Propose a scenario, put it aside, take it back."""
    shown = _scenario(request, pk, scenario)
    try:
        if act == "proposer":
            scenarios.propose(shown, by=acting(request))
            messages.success(request, f"« {shown.name} » est la proposition du comité.")
        elif act == "supprimer":
            scenarios.delete(shown, by=acting(request))
            messages.success(
                request, f"« {shown.name} » est supprimé. Il se reprend depuis « Comparer »."
            )
            return redirect("reviews:scenario_compare", pk)
        elif act == "reprendre":
            scenarios.restore(shown, by=acting(request))
            messages.success(request, f"« {shown.name} » est repris.")
        else:
            raise Http404
    except NotAllowed as refusal:
        raise PermissionDenied(" ".join(refusal.reasons)) from refusal
    except Refused as refusal:
        messages.error(request, " ".join(refusal.reasons))
    return redirect(_page(pk, scenario))


@require_safe
@room_only
def compare(request: HttpRequest, pk: int) -> HttpResponse:
    """Scenarios side by side: what each gives each dossier this person may read."""
    shown = _open(request, pk)
    user = acting(request)
    first = room.read(shown, user)
    given = {
        (line["scenario"], line["application"]): line
        for line in room.proposals_of(shown).values(
            "scenario", "application", "outcome", "amount", "reserve_rank"
        )
    }
    rows: list[dict[str, Any]] = []
    for line in first.by_rank:
        cells = [given.get((s.pk, line.pk)) for s in first.scenarios]
        said = [(c["outcome"], c["amount"]) if c else ABSENT for c in cells]
        marked = [(c, said[rank] != said[0]) for rank, c in enumerate(cells)]
        rows.append({"line": line, "cells": marked})
    keys = {line.pk for line in first.lines}
    totals = [
        sum(
            (c["amount"] for (s, a), c in given.items() if s == scenario.pk and a in keys),
            Decimal(0),
        )
        for scenario in first.scenarios
    ]
    context = {
        "sitting": shown,
        "room": first,
        "rows": rows,
        "totals": list(zip(first.scenarios, totals, strict=True)),
        "put_aside": shown.scenarios.exclude(deleted_at=None),
        "can_write": user.has_role(Role.INSTRUCTOR) and shown.status in scenarios.WRITTEN,
    }
    return render(request, "reviews/sitting/compare.html", context)


def _open(request: HttpRequest, pk: int) -> Sitting:
    """A session whose room this person may look at: a member only while it is open."""
    shown = sitting_of(acting(request), pk)
    is_member = not acting(request).has_role(Role.INSTRUCTOR, Role.PRESIDENT)
    if is_member and shown.status != SittingStatus.OPEN:
        raise Http404
    return shown


@require_safe
@room_only
def export(request: HttpRequest, pk: int, kind: str) -> HttpResponseBase:
    """The ranking as it is shown, as a spreadsheet file."""
    if kind not in ("csv", "xlsx"):
        raise Http404
    shown = _open(request, pk)
    whole = room.read(
        shown,
        acting(request),
        scenario=number(request.GET, "scenario"),
        sort=request.GET.get("tri", "rang"),
    )
    rows = ranking_export.rows(whole)
    day = timezone.now().astimezone(PARIS).strftime("%Y-%m-%d")
    name = f"classement-seance-{pk}-{day}.{kind}"
    if kind == "xlsx":
        book = as_xlsx(ranking_export.HEADINGS, rows, title="Classement")
        return FileResponse(book, as_attachment=True, filename=name, content_type=XLSX)
    return csv_response(name, ranking_export.HEADINGS, rows)
