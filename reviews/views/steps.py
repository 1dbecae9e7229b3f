"""Admissible, inadmissible, to the committee: one dossier or several, what became of each."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import acting
from accounts.models import User
from applications.models import Application
from applications.workflow import LIFE
from limits_portal.forms import PortalForm
from reviews import checklist, instructing
from reviews.forms.instruction import GroundsForm, ReasonForm
from reviews.models import Check
from reviews.views.board import instructors_only
from reviews.views.sheet import dossier_of

MOST_AT_ONCE = 200
Step = Callable[[Application], Application]

DONE = {
    "admit": "déclaré recevable",
    "refuse": "déclaré irrecevable",
    "send_to_committee": "envoyé au comité",
}
EXPLAINED = {
    "admit": "Le porteur est prévenu par courriel. Le dossier pourra être présenté au comité.",
    "refuse": "Le porteur reçoit par courriel les motifs ci-dessous, tels quels. Le dossier est écarté.",
    "send_to_committee": "Le dossier devient lisible des membres du comité à qui il est attribué.",
}


def form_of(step: str, data: Any, *, unverified: list[str]) -> PortalForm | None:
    """What a step asks; None when it asks nothing."""
    if step == "refuse":
        return GroundsForm(data)
    if step == "admit" and unverified:
        return ReasonForm(
            data,
            label="Pourquoi le déclarer recevable sans ces vérifications ?",
            is_required=True,
            help_text="Interne : noté au journal de l’instruction.",
        )
    return None


def step_of(name: str, form: PortalForm | None, by: User) -> Step:
    """The verb, with what was typed."""
    if name == "refuse" and isinstance(form, GroundsForm):
        grounds = form.grounds
        return lambda application: instructing.refuse(application, by=by, grounds=grounds)
    if name == "admit":
        reason = form.cleaned_data["reason"] if form is not None else ""
        return lambda application: instructing.admit(application, by=by, reason=reason)
    return lambda application: instructing.send_to_committee(application, by=by)


def _unverified(applications: list[Application]) -> dict[str, list[str]]:
    """Points not verified, by number of dossier."""
    checks: dict[int, list[Check]] = {application.pk: [] for application in applications}
    for check in Check.objects.filter(application__in=checks):
        checks[check.application_id].append(check)
    found = {a.reference: checklist.unverified(checks[a.pk]) for a in applications}
    return {reference: points for reference, points in found.items() if points}


@require_http_methods(["GET", "HEAD", "POST"])
@instructors_only
def step(request: HttpRequest, reference: str, step: str) -> HttpResponse:
    """Say what the step does to one dossier, then do it."""
    if step not in DONE:
        raise Http404
    application = dossier_of(acting(request), reference)
    return _confirm(request, step, [application], is_sent=request.method == "POST")


@require_POST
@instructors_only
def bulk(request: HttpRequest) -> HttpResponse:
    """Say what the step does to the dossiers ticked, then do it to each and say what became of it."""
    step = request.POST.get("step", "")
    if step not in DONE:
        raise Http404
    references = [text for text in request.POST.getlist("dossiers") if "\x00" not in text]
    found = Application.objects.read_as_agent_even_withdrawn(acting(request)).filter(
        reference__in=references[:MOST_AT_ONCE]
    )
    rows = list(found.select_related("holder", "call").order_by("reference"))
    if not rows:
        return render(request, "reviews/instruction/nothing_chosen.html", status=422)
    return _confirm(request, step, rows, is_sent="confirmed" in request.POST)


def _confirm(
    request: HttpRequest, name: str, rows: list[Application], *, is_sent: bool
) -> HttpResponse:
    transition = LIFE.transition(name)
    ready = [row for row in rows if row.status in transition.sources]
    unverified = _unverified(ready) if name == "admit" else {}
    points = [point for found in unverified.values() for point in found]
    form = form_of(name, request.POST if is_sent else None, unverified=points)
    if is_sent and (form is None or form.is_valid()):
        outcomes = instructing.each(rows, step_of(name, form, acting(request)))
        if len(rows) == 1 and outcomes[0].is_done:
            return redirect("reviews:sheet", rows[0].reference)
        return _outcomes(request, name, outcomes, form)
    context = {
        "step": transition,
        "explained": EXPLAINED[name],
        "rows": [(row, unverified.get(row.reference, [])) for row in ready],
        "others": [row for row in rows if row not in ready],
        "form": form,
    }
    status = 422 if form is not None and form.is_bound else 200
    return render(request, "reviews/instruction/step.html", context, status=status)


def _outcomes(
    request: HttpRequest, name: str, outcomes: list[instructing.Said], form: PortalForm | None
) -> HttpResponse:
    failed = [said for said in outcomes if not said.is_done]
    context = {
        "step": LIFE.transition(name),
        "done_word": DONE[name],
        "done": [said for said in outcomes if said.is_done],
        "failed": failed,
        "form": form,
    }
    status = 409 if len(failed) == len(outcomes) else 200
    return render(request, "reviews/instruction/outcomes.html", context, status=status)
