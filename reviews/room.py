"""The live page of a session: what is in the room, as one person may read it (screens.md, Session).

Every sum, balance and chart adds up the dossiers that are shown, and these alone: from a total of
all of them, a recused member would find what the closed one receives (ADR 0015).
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, FilteredRelation, OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject

from accounts.models import User
from applications.enums import ApplicationStatus
from applications.models import Application
from reviews import allocation, attending, quorum, terms
from reviews.enums import AttendanceMode, Outcome, Stance
from reviews.models import Attendance, Proposal, Recusal, Scenario, Seat, Sitting
from reviews.standing_order import Line, ranked

ZERO = Decimal(0)
# The most favourable first.
STANCES = {str(stance): place for place, stance in enumerate(Stance)}
SORTS: dict[str, tuple[str, Callable[[Line], Any]]] = {
    "rang": ("rang", lambda line: (line.rank is None, line.rank)),
    "dossier": ("dossier", lambda line: line.holder),
    "dep": ("dép.", lambda line: line.departement_id),
    "note": ("note", lambda line: -(line.mean or ZERO)),
    "ecart": ("écart", lambda line: -(line.spread or ZERO)),
    "avis": ("avis", lambda line: (STANCES.get(line.stance, 9), line.stance_rank or 999)),
    "cofin": ("cofin.", lambda line: -(line.cofinancing or ZERO)),
    "demande": ("demandé", lambda line: -line.asked),
    "propose": ("proposé", lambda line: -line.amount),
    "odj": ("ordre du jour", lambda line: line.position),
}


@dataclass(frozen=True)
class Envelope:
    """What is given, proposed and left, in euros. `is_partial`: closed dossiers are left out."""

    given: Decimal | None
    proposed: Decimal
    is_partial: bool = False

    @property
    def left(self) -> Decimal | None:
        """What the shown dossiers leave; unknown without an envelope, or with a closed dossier."""
        return None if self.given is None or self.is_partial else self.given - self.proposed

    @property
    def used(self) -> Decimal:
        """Share of the envelope proposed; above 1 when it is exceeded."""
        return self.proposed / self.given if self.given else ZERO

    @property
    def excess_or_left(self) -> Decimal:
        """Euros left, or euros too many."""
        return abs(self.left or ZERO)

    @property
    def bar(self) -> str:
        """Length of the bar, in per cent."""
        return f"{min(self.used, Decimal(1)) * 100:.1f}"

    @property
    def is_exceeded(self) -> bool:
        """Whether more is proposed than there is."""
        return self.given is not None and self.proposed > self.given


@dataclass
class Room:
    """A session as one person reads it."""

    sitting: Sitting
    scenarios: list[Scenario]
    scenario: Scenario | None
    lines: list[Line]  # as sorted
    sort: str
    seats: list[Seat]
    attendances: dict[int, Attendance]
    is_partial: bool = False

    @cached_property
    def terms(self) -> terms.ReviewTerms:
        """The call's terms."""
        return terms.of(self.sitting.call)

    @cached_property
    def by_rank(self) -> list[Line]:
        """The lines in order of merit, however they are shown."""
        return sorted(self.lines, key=SORTS["rang"][1])

    @cached_property
    def quorum(self) -> quorum.Quorum:
        """The session's quorum."""
        members = [attending.member_of(s.pk, self.attendances.get(s.pk)) for s in self.seats]
        return quorum.of(members, self.terms.quorum_share, is_asked=self.sitting.needs_quorum)

    @cached_property
    def envelope(self) -> Envelope:
        """What the shown scenario does of the envelope."""
        proposed = sum((line.amount for line in self.lines), ZERO)
        return Envelope(self.sitting.call.envelope_amount, proposed, self.is_partial)

    @cached_property
    def last_paid(self) -> Line | None:
        """The line after which the envelope runs out, in order of merit."""
        place = allocation.runs_out_after(
            [line.amount for line in self.by_rank], self.sitting.call.envelope_amount
        )
        return self.by_rank[place - 1] if place else None

    @cached_property
    def counts(self) -> dict[str, int]:
        """Dossiers by proposal, and those examined."""
        found = {str(outcome): 0 for outcome in Outcome}
        for line in self.lines:
            found[line.outcome] += 1
        found["discussed"] = sum(1 for x in self.lines if x.discussed_at)
        return found

    @cached_property
    def by_departement(self) -> list[allocation.Part]:
        """Who gets how much, by département."""
        return allocation.by_label((x.departement, x.asked, x.amount) for x in self.lines)

    @cached_property
    def by_axis(self) -> list[allocation.Part]:
        """Who gets how much, by axis of the call, as each dossier asked."""
        names = {axis.code: axis.short_title for axis in self.sitting.call.texts.axes}
        return allocation.by_axis(
            ((x.axes, x.asked, x.amount) for x in self.lines),
            names,
        )

    @cached_property
    def current(self) -> Line | None:
        """The dossier the room speaks of, if it is shown."""
        pk = self.sitting.current_id
        return next((x for x in self.lines if x.pk == pk), None)


def loaded(user: User) -> QuerySet[Any]:
    """Sessions this person may open, with what their page needs: one query for what is small.

    `listed` are the scenarios as plain data, `lacks` says that a dossier is closed to the person.
    """
    scenarios = Scenario.objects.filter(sitting=OuterRef("pk"), deleted_at=None).order_by("pk")
    plain = JSONObject(id="pk", name="name", weights="weights", is_proposal="is_proposal")
    closed = Recusal.objects.filter(
        person=user, lifted_at=None, application__deliberations__sitting=OuterRef("pk")
    )
    return (
        Sitting.objects.visible_to(user)
        .select_related("call__review_terms", "chair__person")
        .annotate(listed=ArraySubquery(scenarios.values(plain=plain)), lacks=Exists(closed))
    )


def read(sitting: Sitting, user: User, *, scenario: int | None = None, sort: str = "rang") -> Room:
    """The room as this person may read it: two queries beside the session's own (`loaded`)."""
    shown: Any = sitting if hasattr(sitting, "lacks") else loaded(user).get(pk=sitting.pk)
    readable = Application.objects.visible_to(user)
    return _read(shown, readable, scenario, sort, is_partial=shown.lacks)


def read_for_all(sitting: Sitting, *, scenario: int | None = None) -> Room:
    """The room as everybody in it may read it: what the projected view shows (A4)."""
    in_the_room = Attendance.objects.filter(
        sitting=sitting, mode__in=[AttendanceMode.PRESENT, AttendanceMode.REMOTE]
    ).values("seat__person")
    closed = Recusal.objects.filter(person__in=in_the_room, lifted_at=None)
    readable = Application.objects.filter(status__in=ApplicationStatus.FILED).exclude(
        pk__in=closed.values("application")
    )
    lacks = closed.filter(application__deliberations__sitting=sitting)
    return _read(sitting, readable, scenario, "rang", is_partial=lacks.exists())


def _read(
    sitting: Any,
    readable: QuerySet[Application],
    scenario: int | None,
    sort: str,
    *,
    is_partial: bool,
) -> Room:
    scenarios = [Scenario(sitting_id=sitting.pk, **plain) for plain in sitting.listed]
    chosen = next((s for s in scenarios if s.pk == scenario), None) or next(
        (s for s in scenarios if s.is_proposal), scenarios[0] if scenarios else None
    )
    sort = sort if sort in SORTS else "rang"
    lines = ranked(sitting, chosen, readable)
    if sort != "rang":
        lines = sorted(lines, key=SORTS[sort][1])
    seats, attendances = _roll(sitting)
    return Room(
        sitting=sitting,
        scenarios=scenarios,
        scenario=chosen,
        lines=lines,
        sort=sort,
        seats=seats,
        attendances=attendances,
        is_partial=is_partial,
    )


def _roll(sitting: Sitting) -> tuple[list[Seat], dict[int, Attendance]]:
    """Members in office and how they attend, in one query."""
    seats: Any = (
        Seat.objects.filter(call=sitting.call_id, left_at=None)
        .select_related("person")
        .annotate(
            said=FilteredRelation("attendances", condition=Q(attendances__sitting=sitting.pk)),
            said_mode=F("said__mode"),
            said_bearer=F("said__mandate_to"),
        )
    )
    rows = list(seats)
    said = {
        row.pk: Attendance(
            sitting_id=sitting.pk, seat=row, mode=row.said_mode, mandate_to_id=row.said_bearer
        )
        for row in rows
        if row.said_mode
    }
    return rows, said


def proposals_of(sitting: Sitting) -> QuerySet[Proposal]:
    """What the session's scenarios give, those put aside left out."""
    return Proposal.objects.filter(scenario__sitting=sitting, scenario__deleted_at=None)
