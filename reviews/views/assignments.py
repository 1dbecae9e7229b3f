"""The instruction shares out the readings, and looks at conflicts of interest (C-5d)."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import acting, only
from accounts.enums import Role
from accounts.models import User
from applications.models import Application, Call
from applications.views.calls import call_of
from limits_portal.forms import sent
from reviews import assigning, recusing, stakes
from reviews.forms.readings import ReasonForm
from reviews.models import Assignment, Clearance, Recusal, Review, Seat
from reviews.review_guards import READ_IN
from workflow.attempts import Attempt
from workflow.engine import Refused

instructors_only = only(Role.INSTRUCTOR)


def _in_hand(user: User, call: Call) -> list[Application]:
    """The dossiers the committee reads, but those closed to this person."""
    return list(
        Application.objects.visible_to(user)
        .filter(call=call, status__in=READ_IN)
        .select_related("holder", "departement")
        .order_by("reference")
    )


@require_safe
@instructors_only
def assignments(request: HttpRequest, slug: str) -> HttpResponse:
    """Who reads what; the balanced plan before it is followed; changes by hand."""
    user, call = acting(request), call_of(slug)
    seats = assigning.seated(call)
    dossiers = _in_hand(user, call)
    shown = {dossier.pk for dossier in dossiers}
    barred = stakes.barred(call, seats, stakes.stakes(dossiers))
    begun = set(Review.objects.filter(application__in=dossiers).values_list("application", "seat"))
    readers: dict[int, list[dict[str, Any]]] = {dossier.pk: [] for dossier in dossiers}
    reading: dict[int, set[int]] = {dossier.pk: set() for dossier in dossiers}
    load: dict[int, int] = dict.fromkeys((seat.pk for seat in seats), 0)
    rows = Assignment.objects.filter(application__in=dossiers, ended_at=None)
    for row in rows.select_related("seat__person").order_by("pk"):
        is_begun = (row.application_id, row.seat_id) in begun
        readers[row.application_id].append({"row": row, "is_begun": is_begun})
        reading[row.application_id].add(row.seat_id)
        load[row.seat_id] = load.get(row.seat_id, 0) + 1
    plan = assigning.plan(call)
    context = {
        "call": call,
        "tab": "assignments",
        "is_instructor": True,
        "seats": [(seat, load[seat.pk]) for seat in seats],
        "added": sum(dossier in shown for dossier, _ in plan.added),
        "ended": sum(dossier in shown for dossier, _ in plan.ended),
        "short": [(d, plan.short[d.pk]) for d in dossiers if d.pk in plan.short],
        "is_balanced": plan.is_empty,
        "rows": [
            (
                dossier,
                readers[dossier.pk],
                [
                    seat
                    for seat in seats
                    if seat.pk not in reading[dossier.pk]
                    and (dossier.pk, seat.person_id) not in barred
                ],
            )
            for dossier in dossiers
        ],
    }
    return render(request, "reviews/committee/assignments.html", context)


@require_POST
@instructors_only
def assignments_balance(request: HttpRequest, slug: str) -> HttpResponse:
    """Follow the balanced plan."""
    made = assigning.balance(call_of(slug), by=acting(request))
    if made.is_empty:
        messages.info(request, "Les lectures étaient déjà réparties : rien n’a changé.")
    else:
        given, taken = len(made.added), len(made.ended)
        messages.success(
            request,
            f"Lectures réparties : {given} attribuée{'s' if given > 1 else ''}, "
            f"{taken} retirée{'s' if taken > 1 else ''}.",
        )
    return redirect("reviews:assignments", slug)


@require_POST
@instructors_only
def assignment_change(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    """Give a dossier to one more member, or take it back from one who did not begin."""
    user, call = acting(request), call_of(slug)
    application = get_object_or_404(
        Application.objects.visible_to(user).select_related("call", "holder"),
        call=call,
        reference=reference,
    )
    number = request.POST.get("seat", "")
    seats = Seat.objects.filter(call=call).select_related("person")
    seat = seats.filter(pk=int(number)).first() if _is_number(number) else None
    if seat is None:
        messages.error(request, "Choisissez un membre dans la liste.")
        return redirect("reviews:assignments", slug)
    try:
        if request.POST.get("command") == "take":
            row = get_object_or_404(Assignment, seat=seat, application=application, ended_at=None)
            assigning.take(row, by=user)
            messages.success(request, f"{seat.person} ne lit plus {application.holder}.")
        else:
            assigning.give(application, seat, by=user)
            messages.success(request, f"{seat.person} lit {application.holder}.")
    except Refused as refusal:
        for reason in refusal.reasons:
            messages.error(request, reason)
    return redirect("reviews:assignments", slug)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10


@require_safe
@instructors_only
def conflicts(request: HttpRequest, slug: str) -> HttpResponse:
    """Suspicions of the portal to confirm or set aside; the conflicts there are."""
    user, call = acting(request), call_of(slug)
    seats = {seat.person_id: seat for seat in assigning.seated(call)}
    dossiers = {dossier.pk: dossier for dossier in _in_hand(user, call)}
    recused, cleared = stakes.recused(call), stakes.cleared(call)
    found = stakes.suspicions(seats.values(), stakes.stakes(dossiers.values()))
    recusals = (
        Recusal.objects.filter(application__call=call, lifted_at=None)
        .filter(application__in=Application.objects.visible_to(user))
        .select_related("application__holder", "person", "declared_by")
        .order_by("application__reference", "pk")
    )
    context = {
        "call": call,
        "tab": "conflicts",
        "is_instructor": True,
        "suspicions": [
            (dossiers[s.application], seats[s.person], s)
            for s in found
            if (s.application, s.person) not in recused | cleared
        ],
        "recusals": list(recusals),
        "clearances": list(
            Clearance.objects.filter(application__in=Application.objects.visible_to(user))
            .filter(application__call=call)
            .select_related("application__holder", "person", "cleared_by")
            .order_by("application__reference", "pk")
        ),
    }
    return render(request, "reviews/committee/conflicts.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@instructors_only
def suspicion(request: HttpRequest, slug: str, reference: str, number: int) -> HttpResponse:
    """One suspicion: confirm it, which closes the dossier to the member, or set it aside."""
    user, call = acting(request), call_of(slug)
    dossier = next((d for d in _in_hand(user, call) if d.reference == reference), None)
    seat = next((s for s in assigning.seated(call) if s.pk == number), None)
    if dossier is None or seat is None:
        raise Http404
    dossier.call = call
    found = stakes.suspicions([seat], stakes.stakes([dossier]))
    if not found:
        raise Http404
    form = ReasonForm(sent(request), label="Votre examen")
    attempt = Attempt(form)

    def settle(values: dict[str, Any]) -> str:
        reason = values["reason"]
        if request.POST.get("command") == "confirm":
            recusing.confirm(dossier, seat, ground=found[0].ground, detail=reason, by=user)
            return "Le conflit d’intérêts est confirmé."
        recusing.set_aside(dossier, seat.person, reason=reason, by=user)
        return "Le soupçon est écarté."

    if attempt.done(settle):
        messages.success(request, attempt.result)
        return redirect("reviews:conflicts", slug)
    context = {
        "call": call,
        "application": dossier,
        "seat": seat,
        "suspicion": found[0],
        "form": form,
        "reasons": attempt.reasons,
    }
    return render(request, "reviews/committee/suspicion.html", context, status=attempt.status)


@require_http_methods(["GET", "HEAD", "POST"])
@instructors_only
def recusal_lift(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Lift a conflict declared by mistake, with the reason."""
    user = acting(request)
    recusal = get_object_or_404(
        Recusal.objects.filter(
            application__in=Application.objects.visible_to(user), lifted_at=None
        ).select_related("application__holder", "application__call", "person"),
        application__call__slug=slug,
        pk=number,
    )
    form = ReasonForm(sent(request), label="Pourquoi le conflit est levé")
    attempt = Attempt(form)
    if attempt.done(lambda values: recusing.lift(recusal, reason=values["reason"], by=user)):
        messages.success(request, "Le conflit d’intérêts est levé.")
        return redirect("reviews:conflicts", slug)
    context = {
        "recusal": recusal,
        "call": recusal.application.call,
        "form": form,
        "reasons": attempt.reasons,
    }
    return render(request, "reviews/committee/lift.html", context, status=attempt.status)
