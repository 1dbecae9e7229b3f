"""The one door through which an object changes state.

A `Workflow` is a table of `Transition`s. `perform` locks the row, checks the person, the
state and the guards, changes the status, runs the effect and writes one journal row, all in
one database transaction. Nothing else writes a status.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from django.db import models, transaction
from django.utils import timezone

from workflow.models import Event
from workflow.origin import current_address

Subject = TypeVar("Subject", bound=models.Model)


class Refused(Exception):
    """A transition that may not happen now; `reasons` are French sentences for the person."""

    def __init__(self, *reasons: str) -> None:
        super().__init__(*reasons)
        self.reasons = list(reasons)


class NotAllowed(Refused):
    """A transition this person may not perform, whatever the state."""


@dataclass(frozen=True)
class Step:
    """One performance of a transition: who, in which role, when, why, with which facts."""

    by: Any
    role: str
    at: datetime
    reason: str
    facts: dict[str, Any]


@dataclass
class Outcome:
    """What an effect did: the fields it set on the subject, what the journal keeps of it."""

    fields: tuple[str, ...] = ()
    payload: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Transition:
    """One row of a table of transitions.

    `may(subject, user)` returns the role in which the person acts, or None. Each guard
    returns the French sentences that refuse the step, or an empty list.
    """

    name: str
    label: str
    sources: tuple[str, ...]
    target: str
    may: Callable[[Any, Any], str | None]
    guards: tuple[Callable[[Any, Step], list[str]], ...] = ()
    effect: Callable[[Any, Step], Outcome] | None = None


@dataclass(frozen=True)
class Workflow:
    """The life of one kind of object, as a table.

    `reading` adds to the locked row what its guards and effects read with it.
    """

    subject: str
    transitions: tuple[Transition, ...]
    reading: Callable[[models.QuerySet[Any]], models.QuerySet[Any]] = lambda rows: rows

    def transition(self, name: str) -> Transition:
        """Return the row named `name`. Raises KeyError for an unknown one."""
        for row in self.transitions:
            if row.name == name:
                return row
        raise KeyError(name)

    def open_to(self, subject: Any, user: Any) -> list[Transition]:
        """Rows this person could perform from the present state, guards left aside."""
        return [
            row
            for row in self.transitions
            if subject.status in row.sources and row.may(subject, user)
        ]

    def perform(
        self,
        subject: Subject,
        name: str,
        *,
        by: Any,
        reason: str = "",
        at: datetime | None = None,
        **facts: Any,
    ) -> Subject:
        """Perform a transition and return the fresh object.

        `at` is the instant of the act: now, unless a past edition is being brought in.
        Raises NotAllowed (this person never may) or Refused (not now, with the reasons).
        """
        row = self.transition(name)
        with transaction.atomic():
            rows = subject._meta.model._base_manager.select_for_update(of=("self",))
            fresh: Any = self.reading(rows).get(pk=subject.pk)
            role = row.may(fresh, by)
            if role is None:
                raise NotAllowed("Vous n'avez pas le droit de faire cette opération.")
            if fresh.status not in row.sources:
                raise Refused(
                    f"« {row.label} » n'est pas possible : "
                    f"l'état est déjà « {fresh.get_status_display()} »."
                )
            step = Step(by=by, role=role, at=at or timezone.now(), reason=reason, facts=facts)
            reasons = [sentence for guard in row.guards for sentence in guard(fresh, step)]
            if reasons:
                raise Refused(*reasons)
            source, fresh.status = fresh.status, row.target
            outcome = row.effect(fresh, step) if row.effect else Outcome()
            fresh.save(update_fields=["status", *outcome.fields])
            record(
                f"{self.subject}.{name}",
                subject=fresh,
                by=by,
                role=role,
                at=step.at,
                source=source,
                target=row.target,
                reason=reason,
                payload=outcome.payload,
                is_locked=True,
            )
        return fresh


def record(
    name: str,
    *,
    subject: models.Model,
    by: Any = None,
    role: str = "",
    at: datetime | None = None,
    source: str = "",
    target: str = "",
    reason: str = "",
    payload: dict[str, Any] | None = None,
    is_locked: bool = False,
) -> Event:
    """Write one row of the journal, chained to the subject's previous one.

    To be called inside the transaction that makes the change; `perform` does. `is_locked`: the
    caller holds the subject's row, which serialises its journal.
    """
    subject_type = subject._meta.label_lower
    with transaction.atomic(savepoint=False):
        if not is_locked:
            subject._meta.model._base_manager.select_for_update(of=("self",)).filter(
                pk=subject.pk
            ).values_list("pk").first()
        last = Event.objects.filter(subject_type=subject_type, subject_id=subject.pk).last()
        event = Event(
            name=name,
            subject_type=subject_type,
            subject_id=subject.pk,
            subject_label=str(subject)[:200],
            actor_id=by.pk if by is not None else None,
            actor_name=str(by)[:200] if by is not None else "",
            acting_role=role,
            source=source,
            target=target,
            reason=reason,
            payload=payload or {},
            ip_address=current_address(),
            happened_at=at or timezone.now(),
            previous_hash=last.hash if last else "",
        )
        event.hash = event.computed_hash()
        event.save()
    return event
