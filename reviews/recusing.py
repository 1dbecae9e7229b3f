"""Conflicts of interest: declared, confirmed, set aside, lifted (C-5d, A4).

A conflict closes the dossier to the person at once, everywhere (`reviews.reading`), ends their
assignment and voids their reading, in one transaction.
"""

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.enums import Role
from accounts.models import User
from applications.models import Application
from reviews import reviewing, standings
from reviews.enums import RecusalGround, RecusalOrigin, ReviewStatus
from reviews.models import Assignment, Clearance, Recusal, Review, Seat
from reviews.permissions import as_instructor, as_member
from workflow.engine import NotAllowed, Refused, record


def declare(
    application: Application, seat: Seat, *, ground: str, detail: str = "", by: User
) -> Recusal:
    """A member says they are in conflict of interest. Raises NotAllowed or Refused."""
    if as_member(seat, by) is None or seat.call_id != application.call_id:
        raise NotAllowed("Un conflit d’intérêts se déclare en son propre nom.")
    if ground == RecusalGround.OTHER and not detail.strip():
        raise Refused("Précisez le motif du conflit d’intérêts.")
    origin = (RecusalOrigin.DECLARED, by, Role.COMMITTEE)
    return _recuse(application, seat, ground, detail, origin)


def confirm(
    application: Application, seat: Seat, *, ground: str, detail: str = "", by: User
) -> Recusal:
    """The instruction confirms a conflict that the portal suspected. Raises NotAllowed or Refused."""
    role = as_instructor(None, by)
    if role is None:
        raise NotAllowed("Seule l’instruction de la MILDECA confirme un conflit d’intérêts.")
    return _recuse(application, seat, ground, detail, (RecusalOrigin.CONFIRMED, by, role))


def _recuse(
    application: Application,
    seat: Seat,
    ground: str,
    detail: str,
    brought: tuple[RecusalOrigin, User, str],  # how, by whom, in which role
) -> Recusal:
    origin, by, role = brought
    person = seat.person
    with transaction.atomic():
        try:
            with transaction.atomic():
                recusal = Recusal.objects.create(
                    application=application,
                    person=person,
                    ground=ground,
                    origin=origin,
                    detail=detail.strip(),
                    declared_by=by,
                )
        except IntegrityError as error:
            raise Refused("Ce conflit d’intérêts est déjà déclaré.") from error
        held = Assignment.objects.select_for_update(of=("self",)).filter(
            seat__person=person, application=application, ended_at=None
        )
        for row in held.order_by("pk"):
            row.ended_at = timezone.now()
            row.save(update_fields=["ended_at"])
        for review in Review.objects.filter(application=application, seat__person=person).exclude(
            status=ReviewStatus.VOID
        ):
            reviewing.step(review, "void", by=by, reason=recusal.get_ground_display())
        standings.refresh(application.call, [application.pk])
        record(
            f"recusal.{origin}",
            subject=application,
            by=by,
            role=role,
            reason=recusal.get_ground_display(),
            payload={"person": person.pk, "recusal": recusal.pk},
        )
    return recusal


def set_aside(application: Application, person: User, *, reason: str, by: User) -> Clearance:
    """The instruction looked at a suspicion and sets it aside. Raises NotAllowed or Refused."""
    role = as_instructor(None, by)
    if role is None:
        raise NotAllowed("Seule l’instruction de la MILDECA écarte un soupçon de conflit.")
    if not reason.strip():
        raise Refused("Indiquez pourquoi le soupçon est écarté.")
    with transaction.atomic():
        made, _ = Clearance.objects.get_or_create(
            application=application,
            person=person,
            defaults={"reason": reason.strip(), "cleared_by": by},
        )
        record(
            "recusal.set_aside",
            subject=application,
            by=by,
            role=role,
            reason=reason.strip(),
            payload={"person": person.pk},
        )
    return made


def lift(recusal: Recusal, *, reason: str, by: User) -> Recusal:
    """End a conflict declared by mistake: the dossier is readable again, the reading a draft.

    The assignment stays ended: the reading is given again by hand. Raises NotAllowed or Refused.
    """
    role = as_instructor(None, by)
    if role is None:
        raise NotAllowed("Seule l’instruction de la MILDECA lève un conflit d’intérêts.")
    if not reason.strip():
        raise Refused("Indiquez pourquoi le conflit d’intérêts est levé.")
    with transaction.atomic():
        fresh = Recusal.objects.select_for_update(of=("self",)).get(pk=recusal.pk)
        if fresh.lifted_at is not None:
            raise Refused("Ce conflit d’intérêts est déjà levé.")
        fresh.lifted_at = timezone.now()
        fresh.save(update_fields=["lifted_at"])
        for review in Review.objects.filter(
            application=fresh.application_id, seat__person=fresh.person_id, status=ReviewStatus.VOID
        ):
            reviewing.step(review, "restore", by=by, reason=reason)
        record(
            "recusal.lifted",
            subject=fresh.application,
            by=by,
            role=role,
            reason=reason.strip(),
            payload={"person": fresh.person_id, "recusal": fresh.pk},
        )
    return fresh
