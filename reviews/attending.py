"""The roll of a session: who is there, who speaks for whom, whether it may deliberate (C-5d)."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from accounts.models import User
from limits_portal.french import of_person
from reviews import quorum, terms
from reviews.enums import AttendanceMode, SittingStatus
from reviews.models import Attendance, Recusal, Seat, Sitting
from reviews.moving import Stale, moving
from workflow.engine import Refused


@dataclass(frozen=True)
class Answer:
    """What is said of one member: the mode, the seat that holds the mandate, the version read."""

    seat: int
    mode: str
    mandate_to: int | None
    version: int


def members(sitting: Sitting) -> list[quorum.Member]:
    """Members in office, as they attend."""
    said = {row.seat_id: row for row in sitting.attendances.all()}
    seats = Seat.objects.filter(call=sitting.call_id, left_at=None).values_list("pk", flat=True)
    return [member_of(seat, said.get(seat)) for seat in seats]


def member_of(seat: int, said: Attendance | None) -> quorum.Member:
    """A member as the roll says; absent when it says nothing."""
    if said is None:
        return quorum.Member(seat)
    return quorum.Member(seat, said.mode, said.mandate_to_id)


def quorum_of(sitting: Sitting, recused: Collection[int] = ()) -> quorum.Quorum:
    """The session's quorum, or a dossier's when seats are recused from it."""
    share = terms.of(sitting.call).quorum_share
    return quorum.of(members(sitting), share, recused, is_asked=sitting.needs_quorum)


def recused_seats(sitting: Sitting) -> dict[int, set[int]]:
    """Seats recused from each dossier of the agenda: {application: {seat}}."""
    found: dict[int, set[int]] = {}
    seats = dict(
        Seat.objects.filter(call=sitting.call_id, left_at=None).values_list("person", "pk")
    )
    rows = Recusal.objects.filter(
        lifted_at=None, application__deliberations__sitting=sitting, person__in=list(seats)
    ).values_list("application", "person")
    for application, person in rows:
        found.setdefault(application, set()).add(seats[person])
    return found


def call_the_roll(sitting: Sitting, answers: Collection[Answer], *, by: User) -> Sitting:
    """Write who attends and how; only lines that changed are touched.

    Raises NotAllowed; Stale when a line was changed by somebody else since it was read; Refused
    with what to do (a mandate given to somebody absent, two mandates for one member).
    """
    with moving(sitting, by, SittingStatus.CONVENED, SittingStatus.OPEN) as room:
        rows = {row.seat_id: row for row in room.sitting.attendances.select_related("seat__person")}
        changed = []
        for answer in answers:
            row = rows.get(answer.seat)
            if row is None:
                continue
            bearer = answer.mandate_to if answer.mode == AttendanceMode.MANDATE else None
            if (row.mode, row.mandate_to_id) == (answer.mode, bearer):
                continue
            if row.version != answer.version:
                raise Stale(
                    f"La présence {of_person(str(row.seat))} a été notée entre-temps « "
                    f"{row.get_mode_display().lower()} » : relisez, puis recommencez."
                )
            row.mode, row.mandate_to_id = answer.mode, bearer
            row.version += 1
            changed.append(row)
        _refuse_wrong_mandates(rows)
        _save(changed)
        if changed:
            room.tell(
                "sitting.roll_called",
                {str(row.seat): row.get_mode_display() for row in changed},
            )
    return room.sitting


def _refuse_wrong_mandates(rows: dict[int, Attendance]) -> None:
    held: dict[int, Attendance] = {}
    for row in rows.values():
        if row.mode != AttendanceMode.MANDATE:
            continue
        bearer = rows.get(row.mandate_to_id or 0)
        if bearer is None or bearer.mode not in quorum.IN_PERSON:
            raise Refused(
                f"{row.seat} est représenté : indiquez par qui, parmi les membres qui participent."
            )
        if bearer.seat_id in held:
            raise Refused(
                f"{bearer.seat} reçoit deux mandats, {of_person(str(held[bearer.seat_id].seat))} et "
                f"{of_person(str(row.seat))} : un seul est permis."
            )
        held[bearer.seat_id] = row


def _save(rows: list[Attendance]) -> None:
    """Free the mandates first: one statement at a time, none may be held twice on the way."""
    try:
        with transaction.atomic():
            for row in sorted(rows, key=lambda row: row.mode == AttendanceMode.MANDATE):
                row.save(update_fields=["mode", "mandate_to", "version"])
    except IntegrityError as error:
        raise Refused("Un membre reçoit un seul mandat : enregistrez en deux fois.") from error
