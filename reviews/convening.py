"""Preparing a session: its date, who presides, the agenda ordered by disagreement (C-5d)."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from accounts.models import User
from applications.budgeting import totals
from applications.content import Dossier
from applications.enums import ApplicationStatus
from applications.models import Application, Call
from applications.snapshot import thaw
from reviews.enums import SittingStatus
from reviews.models import Deliberation, Scenario, Seat, Sitting
from reviews.moving import moving
from reviews.permissions import as_instructor
from workflow.engine import NotAllowed, Refused, record

BEFORE_IT_OPENS = (SittingStatus.PREPARED, SittingStatus.CONVENED)
FIRST_SCENARIO = "Scénario 1"
SHARE = Decimal("0.0001")


def plan(
    call: Call, *, held_at: datetime, place: str, by: User, chair: Seat | None = None
) -> Sitting:
    """Prepare a session with every dossier before the committee, and a first scenario.

    Raises NotAllowed, or Refused when a session of the call is not over.
    """
    role = as_instructor(None, by)
    if role is None:
        raise NotAllowed("Seule l’instruction de la MILDECA prépare la séance.")
    with transaction.atomic():
        # One preparation at a time for a call.
        Call.objects.select_for_update(of=("self",)).get(pk=call.pk)
        if Sitting.objects.filter(call=call).exclude(status__in=SittingStatus.OVER).exists():
            raise Refused("Une séance de cet appel est déjà préparée.")
        chair = chair or Seat.objects.filter(call=call, left_at=None, is_chair=True).first()
        sitting = Sitting.objects.create(call=call, held_at=held_at, place=place, chair=chair)
        Scenario.objects.create(sitting=sitting, name=FIRST_SCENARIO, created_by=by)
        _join(sitting)
        record(
            "sitting.planned",
            subject=sitting,
            by=by,
            role=role,
            target=SittingStatus.PREPARED,
            payload={"held_at": held_at, "place": place},
            is_locked=True,
        )
    return sitting


def change(
    sitting: Sitting, *, held_at: datetime, place: str, chair: Seat | None, by: User
) -> Sitting:
    """Change where, when and under whom, before the session opens.

    Once convened the date no longer moves: a session is convened anew. Whoever presides may still
    be changed while it is open or closed, until the minutes are signed.
    """
    every = (*BEFORE_IT_OPENS, SittingStatus.OPEN, SittingStatus.CLOSED)
    with moving(sitting, by, *every) as room:
        fresh = room.sitting
        if fresh.held_at != held_at and fresh.status != SittingStatus.PREPARED:
            raise Refused("La séance est convoquée à cette date : elle ne se déplace plus.")
        fresh.held_at, fresh.place, fresh.chair = held_at, place.strip(), chair
        fresh.save(update_fields=["held_at", "place", "chair"])
        room.tell(
            "sitting.changed", {"held_at": held_at, "place": place, "chair": str(chair or "")}
        )
    return fresh


def refresh_agenda(sitting: Sitting, *, by: User) -> Sitting:
    """Take in the dossiers sent to the committee since, drop those that left, order it anew."""
    with moving(sitting, by, *BEFORE_IT_OPENS) as room:
        _join(room.sitting)
        room.tell("sitting.agenda_changed", {"dossiers": room.sitting.deliberations.count()})
    return room.sitting


def _join(sitting: Sitting) -> None:
    """The agenda: every dossier before the committee, the most disputed first."""
    waiting = list(
        Application.objects.filter(call=sitting.call_id, status=ApplicationStatus.IN_COMMITTEE)
        .select_related("standing")
        .prefetch_related("snapshots")
    )
    sitting.deliberations.exclude(application__in=waiting).delete()
    known = {line.application_id: line for line in sitting.deliberations.all()}
    lines = []
    for place, application in enumerate(sorted(waiting, key=by_disagreement), start=1):
        line = known.get(application.pk) or Deliberation(
            sitting=sitting, application=application, **_as_filed(application)
        )
        line.position = place
        lines.append(line)
    Deliberation.objects.bulk_create([line for line in lines if line.pk is None])
    Deliberation.objects.bulk_update([line for line in lines if line.pk], ["position"])


def by_disagreement(application: Application) -> tuple[Any, ...]:
    """Divergent readings first, then the widest spread; those nobody marked come last."""
    standing = getattr(application, "standing", None)
    spread = standing.spread if standing else None
    return (
        not (standing and standing.is_divergent),
        spread is None,
        -(spread or Decimal(0)),
        application.reference,
    )


def _as_filed(application: Application) -> dict[str, Any]:
    snapshots = list(application.snapshots.all())
    if not snapshots:
        return {}
    dossier = thaw(snapshots[-1])
    share = totals(dossier.budget).cofinancing_share
    return {
        "cofinancing": None if share is None else min(share, Decimal(1)).quantize(SHARE),
        "axes": {code: str(part) for code, part in asked_by_axis(dossier).items()},
    }


def asked_by_axis(dossier: Dossier) -> dict[str, Decimal]:
    """Share of the money asked that goes to each axis, 0 to 1; by number of actions without costs.

    Actions outside the axes have the empty code. The shares add up to 1, or nothing is known.
    """
    contents = [action.content for action in dossier.actions]
    weights = [(c.axis, c.requested_total or c.cost) for c in contents]
    if not any(weight for _, weight in weights):
        weights = [(axis, Decimal(1)) for axis, _ in weights]
    return _shares(weights)


def _shares(weights: Iterable[tuple[str, Decimal]]) -> dict[str, Decimal]:
    sums: dict[str, Decimal] = {}
    for code, weight in weights:
        sums[code] = sums.get(code, Decimal(0)) + weight
    total = sum(sums.values(), Decimal(0))
    if not total:
        return {}
    parts = {code: (part / total).quantize(SHARE) for code, part in sums.items() if part}
    heaviest = max(parts, key=lambda code: parts[code])
    parts[heaviest] += 1 - sum(parts.values())
    return parts
