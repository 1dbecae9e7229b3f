"""Reading the journal back: every row must still be the one that was written."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from workflow.models import Event

CHUNK = 2000


@dataclass(frozen=True)
class Broken:
    """A row that is not what was written, or whose predecessor is missing."""

    event_id: int
    subject: str
    reason: str


@dataclass(frozen=True)
class Check:
    """What a verification read, and what it found wrong."""

    count: int
    broken: tuple[Broken, ...]
    is_whole: bool

    @property
    def is_sound(self) -> bool:
        """Whether every row read is intact."""
        return not self.broken


def verify(*, at_most: int | None = None) -> Check:
    """Recompute every hash, subject by subject; stop after `at_most` rows.

    A row changed, inserted or removed shows, since each covers the hash of the one before. The
    removal of a subject's very last rows does not: a trigger forbids it.
    """
    rows = Event.objects.order_by("subject_type", "subject_id", "id").iterator(chunk_size=CHUNK)
    kept = rows if at_most is None else islice(rows, at_most + 1)
    count = 0
    broken: list[Broken] = []
    previous: Event | None = None
    for event in kept:
        if at_most is not None and count == at_most:
            return Check(count, tuple(broken), is_whole=False)
        broken += list(faults(event, previous))
        previous, count = event, count + 1
    return Check(count, tuple(broken), is_whole=True)


def faults(event: Event, previous: Event | None) -> Iterator[Broken]:
    """What is wrong with a row, given the one read before it."""
    subject = f"{event.subject_type} {event.subject_id}"
    is_same = (
        previous is not None
        and previous.subject_id == event.subject_id
        and previous.subject_type == event.subject_type
    )
    expected = previous.hash if is_same and previous is not None else ""
    if event.previous_hash != expected:
        yield Broken(event.pk, subject, "ne suit pas la ligne précédente")
    if event.hash != event.computed_hash():
        yield Broken(event.pk, subject, "n'est plus celle qui a été écrite")
