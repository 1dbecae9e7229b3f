"""Making up the committee of a call: who sits, who left, who signed the declaration of interests (C-5d)."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.enums import MembershipStatus, Role
from accounts.models import User
from applications.models import Application, Call
from reviews import recusing, standings
from reviews.models import Assignment, Recusal, Review, Seat
from reviews.permissions import as_convener, as_member
from workflow.engine import NotAllowed, Refused, record

FIELDS = ("employer", "departements", "is_chair", "is_away")


def _role(by: User) -> str:
    role = as_convener(None, by)
    if role is None:
        raise NotAllowed("Le comité est composé par la MILDECA.")
    return role


def candidates(call: Call) -> list[User]:
    """People with the committee's role who do not sit in this committee yet, by name."""
    return list(
        User.objects.filter(
            memberships__role=Role.COMMITTEE,
            memberships__status=MembershipStatus.VALIDATED,
            is_active=True,
        )
        .exclude(seats__in=Seat.objects.filter(call=call, left_at=None))
        .order_by("last_name", "first_name", "email")
        .distinct()
    )


def appoint(call: Call, person: User, *, by: User, **values: Any) -> Seat:
    """Give a person a seat; `values` are those of FIELDS. Raises NotAllowed or Refused."""
    role = _role(by)
    if not person.has_role(Role.COMMITTEE):
        raise Refused(f"{person} n’a pas le rôle de membre du comité.")
    with transaction.atomic():
        try:
            with transaction.atomic():
                seat = Seat.objects.create(call=call, person=person, **values)
        except IntegrityError as error:
            raise Refused(_taken(error)) from error
        record("seat.appointed", subject=seat, by=by, role=role, payload={"call": call.slug})
    return seat


def change(seat: Seat, *, by: User, **values: Any) -> Seat:
    """Change what is known of a seat. Raises NotAllowed or Refused."""
    role = _role(by)
    with transaction.atomic():
        fresh = Seat.objects.select_for_update(of=("self",)).get(pk=seat.pk)
        if fresh.left_at is not None:
            raise Refused(f"{fresh.person} ne siège plus à ce comité.")
        changed = [name for name in FIELDS if getattr(fresh, name) != values.get(name)]
        if not changed:
            return fresh
        for name in changed:
            setattr(fresh, name, values[name])
        try:
            with transaction.atomic():
                fresh.save(update_fields=changed)
        except IntegrityError as error:
            raise Refused(_taken(error)) from error
        payload = {name: values[name] for name in changed}
        record("seat.changed", subject=fresh, by=by, role=role, payload=payload, is_locked=True)
    return fresh


def _taken(error: IntegrityError) -> str:
    if "seat_one_chair" in str(error):
        return "Le comité a déjà une personne qui préside."
    return "Cette personne siège déjà dans ce comité."


def leave(seat: Seat, *, by: User) -> Seat:
    """End a seat: what was filed stays, what was not begun or not filed goes back to the others.

    Raises NotAllowed or Refused.
    """
    role = _role(by)
    with transaction.atomic():
        fresh = Seat.objects.select_for_update(of=("self",)).get(pk=seat.pk)
        if fresh.left_at is not None:
            raise Refused(f"{fresh.person} ne siège plus à ce comité.")
        now = timezone.now()
        fresh.left_at, fresh.is_chair = now, False
        fresh.save(update_fields=["left_at", "is_chair"])
        filed = Review.objects.filter(seat=fresh, filed_at__isnull=False).values("application")
        rows = Assignment.objects.filter(seat=fresh, ended_at=None).exclude(application__in=filed)
        touched = list(rows.values_list("application", flat=True))
        rows.update(ended_at=now)
        standings.refresh(fresh.call, touched)
        record("seat.left", subject=fresh, by=by, role=role, is_locked=True)
    return fresh


def sign(
    seat: Seat,
    *,
    by: User,
    conflicts: Mapping[Application, tuple[str, str]],
) -> Seat:
    """Sign the declaration of interests of the call: the conflicts said, and no other known.

    `conflicts`: dossier → (ground, detail). Raises NotAllowed or Refused.
    """
    if as_member(seat, by) is None:
        raise NotAllowed("La déclaration d’intérêts se signe en son propre nom.")
    with transaction.atomic():
        fresh = Seat.objects.select_for_update(of=("self",)).get(pk=seat.pk)
        known = _recused_in(fresh.call, by)
        for application, (ground, detail) in conflicts.items():
            if application.pk not in known:
                recusing.declare(application, fresh, ground=ground, detail=detail, by=by)
        fresh.declared_at = timezone.now()
        fresh.save(update_fields=["declared_at"])
        record(
            "seat.declared",
            subject=fresh,
            by=by,
            role=Role.COMMITTEE,
            payload={"conflicts": sorted(a.reference for a in conflicts)},
            is_locked=True,
        )
    return fresh


def _recused_in(call: Call, person: User) -> Iterable[int]:
    rows = Recusal.objects.filter(application__call=call, person=person, lifted_at=None)
    return set(rows.values_list("application", flat=True))
