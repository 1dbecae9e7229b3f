"""The committee of a simulated edition: seats, declarations, readings shared out and filed (C-5d)."""

from random import Random

from django.db.models import Exists, OuterRef

from accounts.models import User
from applications.models import Call
from reviews import reviewing, seating, standings
from reviews.models import Assignment, Review, Seat
from reviews.review_content import MarkLine, ReviewContent
from reviews.review_guards import EXTREMES
from reviews.simulation.people import EMPLOYERS
from reviews.simulation.telling import Say, silent, told


def seat(call: Call, members: list[User], *, by: User) -> list[Seat]:
    """Give each member a seat and have each sign their declaration; the first presides, if none does."""
    seats = []
    has_chair = Seat.objects.filter(call=call, is_chair=True, left_at=None).exists()
    for rank, member in enumerate(members):
        place = Seat.objects.filter(call=call, person=member, left_at=None).first()
        if place is None:
            place = seating.appoint(
                call,
                member,
                by=by,
                employer=EMPLOYERS[rank % len(EMPLOYERS)],
                is_chair=rank == 0 and not has_chair,
            )
        if place.declared_at is None:
            place = seating.sign(place, by=member, conflicts={})
        seats.append(place)
    return seats


def read(call: Call, quality: dict[int, float], *, random: Random, say: Say = silent) -> int:
    """File every reading of the dossiers of `quality` that nobody has begun; return how many."""
    criteria = [criterion.code for criterion in standings.marked(call)]
    # Each reader is a little severe or generous, always the same way.
    severity: dict[int, float] = {}
    begun = Review.objects.filter(application=OuterRef("application"), seat=OuterRef("seat"))
    found = Assignment.objects.filter(~Exists(begun), application__in=quality, ended_at=None)
    rows = list(found.select_related("seat__person", "application__call").order_by("pk"))
    for row in told(rows, "Lectures rendues", say):
        bias = severity.setdefault(row.seat_id, random.gauss(0, 0.5))
        content = ReviewContent(
            marks=[_mark(code, quality[row.application_id] + bias, random) for code in criteria],
            comment="Un projet bien ancré dans son territoire, à préciser sur le calendrier.",
        )
        reader = row.seat.person
        review = reviewing.save(
            reviewing.blank(row.application, row.seat), content, version=0, by=reader
        )
        reviewing.step(review, "file", by=reader)
    return len(rows)


def _mark(code: str, level: float, random: Random) -> MarkLine:
    value = max(0, min(5, round(random.gauss(level, 0.7))))
    comment = "Voir le plan d’actions et le calendrier." if value in EXTREMES else ""
    return MarkLine(id=code, value=value, comment=comment)
