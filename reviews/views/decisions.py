"""The decision's screens: the list, one award, its steps, its letters (C-5e)."""

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import acting, only
from accounts.enums import Role
from accounts.models import User
from applications.models import Application, Call
from limits_portal.forms import sent
from limits_portal.french import PARIS
from limits_portal.papers import paper_of
from limits_portal.spreadsheet import csv_response
from reviews import award_making, deciding
from reviews.decision_guards import reading_of
from reviews.decision_list import EXPORT_HEADINGS, audience, export_rows, listing, proposed_in_words
from reviews.forms.decisions import AwardForm, PreparationForm, RefillForm, StepForm
from reviews.models import Award, Decision
from reviews.permissions import as_instructor
from reviews.workflow import DECISION
from workflow.attempts import Attempt, asked_step

deciders_only = only(Role.INSTRUCTOR, Role.PRESIDENT)


def _decision(slug: str, number: int) -> Decision:
    if number > 32767:
        raise Http404
    return get_object_or_404(
        Decision.objects.select_related("call", "scenario", "validated_by"),
        call__slug=slug,
        number=number,
    )


@require_safe
@deciders_only
def decisions(request: HttpRequest) -> HttpResponse:
    """Calls with dossiers that wait for a decision, and the decisions taken."""
    calls = Call.objects.published().prefetch_related("decisions")
    waiting = set(
        Application.objects.filter(status__in=award_making.CANDIDATES).values_list(
            "call", flat=True
        )
    )
    user = acting(request)
    closed = deciding.closed_calls(user)
    rows = [
        {
            "call": call,
            "decisions": list(call.decisions.all()),
            "can_prepare": call.pk in waiting
            and as_instructor(None, user) is not None
            and all(d.status == "published" for d in call.decisions.all()),
            "is_closed": call.pk in closed,
        }
        for call in calls
    ]
    return render(request, "reviews/decision/list.html", {"rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@only(Role.INSTRUCTOR)
def prepare(request: HttpRequest, slug: str) -> HttpResponse:
    """Start a decision from the session's scenario."""
    call = get_object_or_404(Call, slug=slug)
    form = PreparationForm(
        sent(request),
        call=call,
        initial={"envelope": call.envelope_amount},
    )
    attempt = Attempt(form)
    if attempt.done(lambda values: deciding.prepare(call, by=acting(request), **values)):
        return redirect("reviews:decision", slug, attempt.result.number)
    context = {"call": call, "form": form, "reasons": attempt.reasons}
    return render(request, "reviews/decision/prepare.html", context, status=attempt.status)


@require_safe
@deciders_only
def decision(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The list as it is, or will be; the next step is the first button."""
    shown = _decision(slug, number)
    user = acting(request)
    whole = listing(shown, user)
    can_edit = shown.status == "draft" and as_instructor(None, user) is not None
    context = {
        "decision": shown,
        "listing": whole,
        "steps": DECISION.open_to(shown, user),
        "can_edit": can_edit,
        "can_refill": can_edit and deciding.may_refill(shown, user),
        "is_drawing": any(row.letter == "pending" for row in whole.rows),
    }
    return render(request, "reviews/decision/decision.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@only(Role.INSTRUCTOR)
def refill(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Say what starting the list again from a scenario replaces, then do it."""
    shown = _decision(slug, number)
    proposal = award_making.committee_proposal(shown.call)
    start = {"read_as": reading_of(shown), "scenario": proposal}
    form = RefillForm(sent(request), call=shown.call, initial=start)
    attempt = Attempt(form)
    if attempt.done(lambda values: deciding.refill(shown, by=acting(request), **values)):
        count = attempt.result.awards.count()
        messages.success(
            request,
            f"La liste suit le scénario « {attempt.result.scenario} » : "
            f"{count} dossier{'s' if count > 1 else ''} repris.",
        )
        return redirect("reviews:decision", slug, number)
    if attempt.refusal is not None:
        # What was refused may be asked again of the list as it is now.
        start["scenario"] = form.cleaned_data["scenario"]
        form = RefillForm(call=shown.call, initial=start)
    listed = set(shown.awards.values_list("application", flat=True))
    waiting = {application.pk for application in award_making.waiting(shown.call)}
    context = {
        "decision": shown,
        "form": form,
        "reasons": attempt.reasons,
        "replaced": len(listed & waiting),
        "added": len(waiting - listed),
        "removed": len(listed - waiting),
    }
    return render(request, "reviews/decision/refill.html", context, status=attempt.status)


@require_safe
@deciders_only
def decision_export(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The list as a spreadsheet file."""
    shown = _decision(slug, number)
    rows = listing(shown, acting(request)).rows
    day = timezone.now().astimezone(PARIS).strftime("%Y-%m-%d")
    name = f"decision-{slug}-{number}-{day}.csv"
    return csv_response(name, EXPORT_HEADINGS, export_rows(rows))


def _award(user: User, slug: str, number: int, reference: str) -> Award:
    """One line, from those this person may know of. Raises Http404."""
    if number > 32767:
        raise Http404
    return get_object_or_404(
        Award.objects.visible_to(user).select_related(
            "application__call", "application__holder", "application__departement", "decision__call"
        ),
        decision__call__slug=slug,
        decision__number=number,
        application__reference=reference,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@only(Role.INSTRUCTOR)
def award(request: HttpRequest, slug: str, number: int, reference: str) -> HttpResponse:
    """Write what the decision says of one dossier."""
    user = acting(request)
    line = _award(user, slug, number, reference)
    asked = award_making.asked_by_year(line.application)
    initial = {
        "version": line.version,
        "outcome": line.outcome,
        "amount": line.amount or None,
        "before": line.reserve_rank,
        "reason": line.reason,
    }
    form = AwardForm(
        sent(request),
        initial=initial,
        award=line,
        criteria=list(line.application.call.criteria.all()),
        years=len(asked) or 1,
    )
    attempt = Attempt(form)
    if attempt.done(
        lambda values: deciding.change_award(
            line,
            outcome=values["outcome"],
            amount=values["amount"] or Decimal(0),
            reason=values["reason"],
            feedback=form.feedback,
            version=values["version"],
            by=user,
            yearly_amounts=form.yearly_amounts,
            before=values["before"],
        )
    ):
        messages.success(request, f"{line.application.holder} : c’est enregistré.")
        return redirect("reviews:decision", slug, number)
    context: dict[str, Any] = {
        "award": line,
        "decision": line.decision,
        "form": form,
        "reasons": attempt.reasons,
        "asked": asked,
        "can_edit": line.decision.status == "draft",
        "standing": getattr(line.application, "standing", None),
        "proposed": proposed_in_words(line),
    }
    return render(request, "reviews/decision/award.html", context, status=attempt.status)


@require_http_methods(["GET", "HEAD", "POST"])
@deciders_only
def decision_step(request: HttpRequest, slug: str, number: int, step: str) -> HttpResponse:
    """Say exactly what a step does, then do it: propose, send back, validate, publish."""
    shown = _decision(slug, number)
    user = acting(request)
    row = asked_step(DECISION, step, shown, user)
    form = StepForm(
        sent(request),
        initial={"read_as": reading_of(shown)},
        step=step,
    )
    attempt = Attempt(form)
    if attempt.done(
        lambda values: DECISION.perform(
            shown,
            step,
            by=user,
            reason=values.get("reason", ""),
            read_as=values["read_as"] or None,
        )
    ):
        messages.success(request, SAID[step])
        return redirect("reviews:decision", slug, number)
    whole = listing(shown, user)
    context = {
        "decision": shown,
        "step": row,
        "is_open": shown.status in row.sources,
        "form": form,
        "reasons": attempt.reasons,
        "listing": whole,
        "told": audience(shown.awards.values_list("application__holder", flat=True))
        if step == "publish"
        else [],
    }
    return render(request, "reviews/decision/step.html", context, status=attempt.status)


SAID = {
    "propose": "La décision est proposée au président.",
    "send_back": "La décision est renvoyée à l’instruction.",
    "validate": "La décision est validée. Les lettres se préparent : relisez-les, puis publiez.",
    "publish": "Les résultats sont publiés.",
}


@require_safe
@deciders_only
def letter_preview(request: HttpRequest, slug: str, number: int, reference: str) -> HttpResponse:
    """One letter as it will be received."""
    line = _award(acting(request), slug, number, reference)
    made = getattr(line, "letter", None)
    if made is None:
        raise Http404
    return paper_of(made, f"lettre-{reference}.pdf") or redirect("reviews:decision", slug, number)
