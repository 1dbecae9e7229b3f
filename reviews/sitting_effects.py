"""What the steps of a session do, in the same transaction (C-5d)."""

from limits_portal.printouts import Printout
from reviews import minutes
from reviews.models import Attendance, Minutes, Seat, Sitting
from workflow.engine import Outcome, Step


def convene(sitting: Sitting, step: Step) -> Outcome:
    """Date the convocation and expect every member."""
    sitting.convened_at = step.at
    sitting.revision += 1
    expect_members(sitting)
    return Outcome(
        ("convened_at", "revision"),
        {"held_at": sitting.held_at, "place": sitting.place, "dossiers": _agenda(sitting)},
    )


def convene_again(sitting: Sitting, step: Step) -> Outcome:
    """The same agenda at a later date, without quorum; the roll is called anew."""
    sitting.held_at = step.facts["held_at"]
    sitting.needs_quorum = False
    sitting.convened_at = step.at
    sitting.revision += 1
    Attendance.objects.filter(sitting=sitting).delete()
    expect_members(sitting)
    return Outcome(
        ("held_at", "needs_quorum", "convened_at", "revision"),
        {"held_at": sitting.held_at, "place": sitting.place, "dossiers": _agenda(sitting)},
    )


def open_it(sitting: Sitting, step: Step) -> Outcome:
    """Begin with the first dossier of the agenda."""
    first = sitting.deliberations.select_related("application").first()
    sitting.opened_at = step.at
    sitting.current = first.application if first else None
    sitting.revision += 1
    return Outcome(("opened_at", "current", "revision"))


def close(sitting: Sitting, step: Step) -> Outcome:
    """Freeze the minutes; a worker draws them."""
    sitting.closed_at = step.at
    sitting.revision += 1
    made = Minutes.objects.create(
        sitting=sitting, closed_at=step.at, content=minutes.content(sitting)
    )
    return Outcome(("closed_at", "revision"), {"minutes": made.pk})


def reopen(sitting: Sitting, step: Step) -> Outcome:
    """Put the unsigned minutes aside: closing again makes new ones."""
    sitting.closed_at = None
    sitting.revision += 1
    unsigned = Minutes.objects.filter(sitting=sitting, signed_at=None)
    kept = list(unsigned.filter(progress=Printout.Status.DONE).values_list("sha256", flat=True))
    unsigned.delete()
    return Outcome(("closed_at", "revision"), {"minutes_put_aside": kept})


def sign(sitting: Sitting, step: Step) -> Outcome:
    """Sign the very file that was read: its SHA-256 stays in the journal."""
    made = Minutes.objects.select_for_update(of=("self",)).get(sitting=sitting)
    made.signed_at, made.signed_by = step.at, step.by
    made.save(update_fields=["signed_at", "signed_by"])
    sitting.revision += 1
    return Outcome(("revision",), {"sha256": made.sha256})


def expect_members(sitting: Sitting) -> None:
    """A line of attendance for every member in office."""
    seats = Seat.objects.filter(call=sitting.call_id, left_at=None).exclude(
        attendances__sitting=sitting
    )
    Attendance.objects.bulk_create(Attendance(sitting=sitting, seat=seat) for seat in seats)


def _agenda(sitting: Sitting) -> int:
    return sitting.deliberations.count()
