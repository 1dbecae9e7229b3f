"""Giving the dossiers their readers: the balanced plan, a reading by hand, its end (C-5d)."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from applications.models import Application, Call
from reviews import assignment, stakes, standings, terms
from reviews.models import Assignment, Review, Seat
from reviews.permissions import as_instructor
from reviews.review_guards import READ_IN
from workflow.engine import NotAllowed, Refused, record


def _role(by: User) -> str:
    role = as_instructor(None, by)
    if role is None:
        raise NotAllowed("Seule l’instruction de la MILDECA attribue les lectures.")
    return role


def seated(call: Call) -> list[Seat]:
    """Those who sit in the committee of a call today, in the order they joined."""
    return list(Seat.objects.filter(call=call, left_at=None).select_related("person"))


def plan(call: Call) -> assignment.Plan:
    """What the balanced assignment would change, in pairs (dossier, seat). Writes nothing."""
    seats = seated(call)
    dossiers = stakes.to_read(call)
    seat_of = {seat.person_id: seat.pk for seat in seats}
    barred = stakes.barred(call, seats, stakes.stakes(dossiers))
    rows = Assignment.objects.filter(application__in=dossiers, ended_at=None)
    standing = {(row.application_id, row.seat_id): row for row in rows}
    begun = set(Review.objects.filter(application__in=dossiers).values_list("application", "seat"))
    return assignment.plan(
        dossiers=[dossier.pk for dossier in dossiers],
        readers=[seat.pk for seat in seats if not seat.is_away],
        per_dossier=terms.of(call).readers_per_dossier,
        forbidden={(pk, seat_of[person]) for pk, person in barred if person in seat_of},
        standing=set(standing),
        fixed={pair for pair, row in standing.items() if row.is_manual or pair in begun},
    )


def balance(call: Call, *, by: User) -> assignment.Plan:
    """Follow the balanced plan and return it. Raises NotAllowed."""
    role = _role(by)
    with transaction.atomic():
        Call.objects.select_for_update(of=("self",)).get(pk=call.pk)
        made = plan(call)
        if made.is_empty:
            return made
        ended = [
            row.pk
            for row in Assignment.objects.select_for_update(of=("self",))
            .filter(application__call=call, ended_at=None)
            .order_by("pk")
            if (row.application_id, row.seat_id) in set(made.ended)
        ]
        Assignment.objects.filter(pk__in=ended).update(ended_at=timezone.now())
        Assignment.objects.bulk_create(
            Assignment(application_id=dossier, seat_id=seat) for dossier, seat in made.added
        )
        standings.refresh(call, {dossier for dossier, _ in (*made.added, *made.ended)})
        record(
            "committee.assigned",
            subject=call,
            by=by,
            role=role,
            payload={"added": made.added, "ended": made.ended},
            is_locked=True,
        )
    return made


def give(application: Application, seat: Seat, *, by: User) -> Assignment:
    """Have a member read a dossier, by hand. Raises NotAllowed or Refused."""
    role = _role(by)
    if application.status not in READ_IN or seat.call_id != application.call_id:
        raise Refused("Ce dossier n’est pas entre les mains de ce comité.")
    if seat.left_at is not None:
        raise Refused(f"{seat.person} ne siège plus à ce comité.")
    with transaction.atomic():
        barred = stakes.barred(application.call, [seat], stakes.stakes([application]))
        if (application.pk, seat.person_id) in barred:
            raise Refused(
                f"{seat.person} a, ou pourrait avoir, un conflit d’intérêts sur ce dossier : "
                "écartez d’abord le soupçon."
            )
        try:
            with transaction.atomic():
                made = Assignment.objects.create(seat=seat, application=application, is_manual=True)
        except IntegrityError as error:
            raise Refused(f"{seat.person} lit déjà ce dossier.") from error
        standings.refresh(application.call, [application.pk])
        _journal("assignment.given", application, seat, by, role)
    return made


def take(row: Assignment, *, by: User) -> None:
    """End a reading that is not begun. Raises NotAllowed or Refused."""
    role = _role(by)
    with transaction.atomic():
        fresh = Assignment.objects.select_for_update(of=("self",)).get(pk=row.pk)
        if fresh.ended_at is not None:
            raise Refused("Cette attribution est déjà terminée.")
        if Review.objects.filter(seat=fresh.seat_id, application=fresh.application_id).exists():
            raise Refused("La lecture est déjà commencée : elle ne se retire plus.")
        fresh.ended_at = timezone.now()
        fresh.save(update_fields=["ended_at"])
        standings.refresh(fresh.application.call, [fresh.application_id])
        _journal("assignment.taken", fresh.application, fresh.seat, by, role)


def _journal(name: str, application: Application, seat: Seat, by: User, role: str) -> None:
    record(
        name,
        subject=application,
        by=by,
        role=role,
        payload={"application": application.pk, "seat": seat.pk, "person": seat.person_id},
    )
