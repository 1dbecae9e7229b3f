"""The committee of a call: who sits, what is known of them, the terms of its work (C-5d)."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import acting, only
from accounts.enums import Role
from applications.call_editing import revision, save_share
from applications.models import Call
from applications.views.calls import administrators_only, call_of
from limits_portal.forms import sent
from reviews import seating, standings
from reviews.forms.committee import AppointmentForm, SeatForm, TermsForm
from reviews.models import Seat
from reviews.permissions import as_instructor
from reviews.terms import SHARE
from workflow.attempts import Attempt
from workflow.engine import Refused

conveners_only = only(Role.INSTRUCTOR, Role.ADMINISTRATOR)


@require_safe
@conveners_only
def committees(request: HttpRequest) -> HttpResponse:
    """The calls, each with its committee."""
    calls = list(Call.objects.published().defer("content").order_by("-year", "slug"))
    counts: dict[int, int] = dict.fromkeys((call.pk for call in calls), 0)
    for pk in Seat.objects.filter(call__in=calls, left_at=None).values_list("call", flat=True):
        counts[pk] += 1
    if len(calls) == 1:
        return redirect("reviews:committee", calls[0].slug)
    rows = [(call, counts[call.pk]) for call in calls]
    return render(request, "reviews/committee/list.html", {"rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@conveners_only
def committee(request: HttpRequest, slug: str) -> HttpResponse:
    """Who sits; a POST appoints one more."""
    call = call_of(slug)
    form = AppointmentForm(sent(request), people=seating.candidates(call))
    attempt = Attempt(form)
    if attempt.done(lambda values: seating.appoint(call, by=acting(request), **values)):
        messages.success(request, f"{attempt.result.person} siège au comité.")
        return redirect("reviews:committee", slug)
    context = {
        "call": call,
        "seats": list(Seat.objects.filter(call=call, left_at=None).select_related("person")),
        "form": form,
        "reasons": attempt.reasons,
        "tab": "committee",
        "is_instructor": as_instructor(None, acting(request)) is not None,
    }
    return render(request, "reviews/committee/committee.html", context, status=attempt.status)


def _seat(slug: str, number: int) -> Seat:
    return get_object_or_404(
        Seat.objects.filter(left_at=None).select_related("person", "call"),
        call__slug=slug,
        pk=number,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@conveners_only
def seat(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """What is known of one member."""
    shown = _seat(slug, number)
    form = SeatForm(sent(request), initial=SeatForm.initial_of(shown))
    attempt = Attempt(form)
    if attempt.done(lambda values: seating.change(shown, by=acting(request), **values)):
        messages.success(request, f"{shown.person} : c’est enregistré.")
        return redirect("reviews:committee", slug)
    context = {"call": shown.call, "seat": shown, "form": form, "reasons": attempt.reasons}
    return render(request, "reviews/committee/seat.html", context, status=attempt.status)


@require_POST
@conveners_only
def seat_leave(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """End a seat: what was filed stays."""
    shown = _seat(slug, number)
    try:
        seating.leave(shown, by=acting(request))
    except Refused as refusal:
        for reason in refusal.reasons:
            messages.error(request, reason)
    else:
        messages.success(
            request,
            f"{shown.person} ne siège plus. Répartissez de nouveau les lectures pour donner à "
            "d’autres celles qui ne sont pas rendues.",
        )
    return redirect("reviews:committee", slug)


@require_http_methods(["GET", "HEAD", "POST"])
@administrators_only
def review_terms(request: HttpRequest, slug: str) -> HttpResponse:
    """Readers, dates, quorum, thresholds, tie-breaks: a share of the call's document."""
    call = call_of(slug)
    stored: dict[str, Any] = SHARE.read(call)
    form = TermsForm(
        sent(request),
        initial=TermsForm.initial_of(stored),
        criteria=standings.marked(call),
    )
    seen, attempt = revision(stored), Attempt(form)

    def save(_: dict[str, Any]) -> None:
        save_share(
            call,
            SHARE,
            form.as_terms(stored),
            seen=request.POST.get("seen", ""),
            by=acting(request),
        )
        standings.refresh_call(call)

    if attempt.done(save):
        messages.success(request, "Modalités d’examen : c’est enregistré.")
        return redirect("applications:call_edit", slug)
    context = {"call": call, "form": form, "seen": seen, "reasons": attempt.reasons}
    return render(request, "reviews/committee/terms.html", context, status=attempt.status)
