"""A session around its room: the list, its preparation, its steps, the roll, its minutes (C-5d)."""

from collections import defaultdict
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import acting, only
from accounts.enums import Role
from accounts.models import User
from applications.models import Call
from limits_portal.forms import sent
from limits_portal.papers import paper_of
from reviews import attending, convening, minutes, room
from reviews.forms.sittings import RollForm, SittingForm, StepForm
from reviews.models import Minutes, Recusal, Sitting
from reviews.permissions import as_chair, as_instructor
from reviews.sitting_life import SITTING
from workflow.attempts import Attempt, asked_step
from workflow.engine import Refused

room_only = only(Role.INSTRUCTOR, Role.PRESIDENT, Role.COMMITTEE)


def sitting_of(user: User, pk: int) -> Sitting:
    """A session this person may open. Raises Http404."""
    if pk > 2**31 - 1:
        raise Http404
    return get_object_or_404(room.loaded(user), pk=pk)


@require_safe
@room_only
def sittings(request: HttpRequest) -> HttpResponse:
    """The sessions this person may open, and for the instruction the calls without one."""
    user = acting(request)
    by_call: dict[Call, list[Sitting]] = defaultdict(list)
    can_plan = as_instructor(None, user) is not None
    if can_plan:
        by_call.update({call: [] for call in Call.objects.published()})
    for sitting in room.loaded(user).select_related("call"):
        by_call[sitting.call].append(sitting)
    context = {"calls": dict(by_call), "can_plan": can_plan}
    return render(request, "reviews/sitting/list.html", context)


@require_safe
@room_only
def guide(request: HttpRequest) -> HttpResponse:
    """How a session is held."""
    return render(request, "reviews/sitting/guide.html")


@require_http_methods(["GET", "HEAD", "POST"])
@only(Role.INSTRUCTOR)
def sitting_plan(request: HttpRequest, slug: str) -> HttpResponse:
    """Prepare a session of a call."""
    call = get_object_or_404(Call, slug=slug)
    form = SittingForm(sent(request), call=call)
    attempt = Attempt(form)
    if attempt.done(lambda values: convening.plan(call, by=acting(request), **values)):
        return redirect("reviews:sitting", attempt.result.pk)
    context = {"call": call, "form": form, "reasons": attempt.reasons}
    return render(request, "reviews/sitting/edit.html", context, status=attempt.status)


@require_http_methods(["GET", "HEAD", "POST"])
@only(Role.INSTRUCTOR)
def sitting_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change where, when and under whom."""
    sitting = sitting_of(acting(request), pk)
    form = SittingForm(sent(request), call=sitting.call, sitting=sitting)
    attempt = Attempt(form)
    if attempt.done(lambda values: convening.change(sitting, by=acting(request), **values)):
        messages.success(request, "La séance est modifiée.")
        return redirect("reviews:sitting", pk)
    context = {"call": sitting.call, "sitting": sitting, "form": form, "reasons": attempt.reasons}
    return render(request, "reviews/sitting/edit.html", context, status=attempt.status)


@require_POST
@only(Role.INSTRUCTOR)
def sitting_agenda(request: HttpRequest, pk: int) -> HttpResponse:
    """Take in the dossiers sent to the committee since, the most disputed first."""
    sitting = sitting_of(acting(request), pk)
    try:
        convening.refresh_agenda(sitting, by=acting(request))
    except Refused as refusal:
        messages.error(request, " ".join(refusal.reasons))
    else:
        messages.success(request, "L’ordre du jour est à jour, les dossiers discutés en premier.")
    return redirect("reviews:sitting", pk)


SAID = {
    "convene": "Le comité est convoqué.",
    "convene_again": "Le comité est convoqué à nouveau, sans quorum.",
    "open": "La séance est ouverte.",
    "close": "La séance est close. Le procès-verbal se prépare.",
    "reopen": "La séance est rouverte.",
    "sign": "Le procès-verbal est signé.",
}


@require_http_methods(["GET", "HEAD", "POST"])
@room_only
def sitting_step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Say what a step of the session does, then do it."""
    user = acting(request)
    sitting = sitting_of(user, pk)
    row = asked_step(SITTING, step, sitting, user)
    made = Minutes.objects.filter(sitting=sitting).first()
    form = StepForm(
        sent(request),
        initial={"read_as": made.sha256 if made else ""},
        step=step,
    )
    attempt = Attempt(form)
    if attempt.done(
        lambda values: SITTING.perform(
            sitting, step, by=user, reason=values.get("reason", ""), **form.facts
        )
    ):
        messages.success(request, SAID[step])
        if step in ("close", "sign"):
            return redirect("reviews:minutes", pk)
        return redirect("reviews:sitting", pk)
    context = {
        "sitting": sitting,
        "step": row,
        "form": form,
        "reasons": attempt.reasons,
        "is_open": sitting.status in row.sources,
    }
    return render(request, "reviews/sitting/step.html", context, status=attempt.status)


@require_http_methods(["GET", "HEAD", "POST"])
@only(Role.INSTRUCTOR)
def attendance(request: HttpRequest, pk: int) -> HttpResponse:
    """Call the roll: who is there, at a distance, represented by whom."""
    sitting = sitting_of(acting(request), pk)
    seats = list(sitting.call.seats.filter(left_at=None).select_related("person"))
    rows = {row.seat_id: row for row in sitting.attendances.all()}
    data = sent(request)
    forms = [RollForm(data, seat=s, seats=seats, said=rows.get(s.pk)) for s in seats]
    reasons: list[str] = []
    are_right = [form.is_valid() for form in forms]
    if data is not None and all(are_right):
        answers = [attending.Answer(form.seat.pk, **form.cleaned_data) for form in forms]
        try:
            attending.call_the_roll(sitting, answers, by=acting(request))
        except Refused as refusal:
            reasons = refusal.reasons
        else:
            messages.success(request, "Les présences sont enregistrées.")
            return redirect("reviews:attendance", pk)
    context: dict[str, Any] = {
        "sitting": sitting,
        "forms": forms,
        "reasons": reasons,
        "quorum": attending.quorum_of(sitting),
        "can_write": sitting.status in ("convened", "open"),
        "said": rows,
    }
    status = 409 if reasons else 422 if data is not None else 200
    return render(request, "reviews/sitting/attendance.html", context, status=status)


def _minutes(user: User, pk: int) -> tuple[Minutes, set[int]]:
    """The minutes, and the dossiers of them closed to this person.

    Members read them once signed, whoever signs before. Raises Http404.
    """
    sitting = sitting_of(user, pk)
    made = get_object_or_404(
        Minutes.objects.select_related("sitting__call", "signed_by"), sitting=sitting
    )
    is_member_only = not user.has_role(Role.INSTRUCTOR, Role.PRESIDENT)
    if is_member_only and made.signed_at is None and as_chair(sitting, user) is None:
        raise Http404
    closed = Recusal.objects.filter(
        person=user, lifted_at=None, application__deliberations__sitting=sitting
    )
    return made, set(closed.values_list("application", flat=True))


@require_safe
@room_only
def minutes_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The minutes, without what is closed to this person."""
    user = acting(request)
    made, closed = _minutes(user, pk)
    sitting = sitting_of(user, pk)
    context = {
        "sitting": sitting,
        "made": made,
        "minutes": minutes.without(made.content, closed),
        "is_whole": not closed,
        "steps": [row for row in SITTING.open_to(sitting, user) if row.name in ("sign", "reopen")],
    }
    return render(request, "reviews/sitting/minutes.html", context)


@require_safe
@room_only
def minutes_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The minutes as signed: the whole of it, so not for somebody recused from a dossier (A4)."""
    made, closed = _minutes(acting(request), pk)
    if closed:
        raise Http404
    return paper_of(made, f"proces-verbal-seance-{pk}.pdf") or redirect("reviews:minutes", pk)
