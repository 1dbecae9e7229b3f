"""A committee at work, made by the real verbs: seats, dossiers in hand, readings, marks."""

import json
from pathlib import Path

from django.conf import settings

from accounts.enums import Role
from accounts.models import Organisation, User
from applications.models import Application, Call
from reviews import assigning, grid, recusing, reviewing, seating
from reviews.models import Review, Seat
from reviews.review_content import MarkLine, ReviewContent
from reviews.standings import marked
from tests.factories import make_commune, make_membership, make_user
from tests.reviews.decisions import make_examined

CALL_FILE = Path(settings.BASE_DIR) / "data/calls/limits-2024.json"
REASON = "Une raison écrite."


def make_criteria(call: Call) -> None:
    """The grid of LIMIT'S 2024: five criteria and a bonus."""
    grid.write(call, grid.check(json.loads(CALL_FILE.read_text())["criteria"]))


def make_in_hand(*, holder: Organisation, by: User, instructor: User) -> Application:
    """A dossier before the committee, with the grid of its call."""
    application = make_examined(holder=holder, by=by, instructor=instructor)
    make_criteria(application.call)
    return application


def make_member(organisation: Organisation, name: str = "") -> User:
    """One more person with the committee's role."""
    user = make_user(f"{name}@example.org" if name else "")
    make_membership(user, organisation, Role.COMMITTEE)
    return user


def make_seat(call: Call, person: User, *, by: User, has_declared: bool = True, **fields) -> Seat:
    """A seat, its declaration of interests signed unless told otherwise."""
    seat = seating.appoint(call, person, by=by, **fields)
    return seating.sign(seat, by=person, conflicts={}) if has_declared else seat


def content_of(call: Call, value: int | None = 3, comment: str = REASON, **marks) -> ReviewContent:
    """The same mark on every criterion, but for those named."""
    return ReviewContent(
        comment=comment,
        marks=[
            MarkLine(id=c.code, value=marks.get(c.code, value), comment=comment)
            for c in marked(call)
        ],
    )


def make_review(application: Application, seat: Seat, value: int | None = 3, **marks) -> Review:
    """A reading begun."""
    return reviewing.save(
        reviewing.blank(application, seat),
        content_of(application.call, value, **marks),
        version=0,
        by=seat.person,
    )


def make_filed_review(application: Application, seat: Seat, value: int = 3, **marks) -> Review:
    """A reading filed."""
    return reviewing.step(make_review(application, seat, value, **marks), "file", by=seat.person)


def give(application: Application, *seats: Seat, by: User) -> None:
    """Have these members read a dossier."""
    for seat in seats:
        assigning.give(application, seat, by=by)


def committee_world(*, instructor: User, people: dict[str, User], mildeca: Organisation) -> dict:
    """For the access matrix: a dossier that karim reads, and that is closed to lea."""
    neighbour = make_commune()
    mayor = make_user()
    make_membership(mayor, neighbour, Role.REPRESENTATIVE)
    read = make_in_hand(holder=neighbour, by=mayor, instructor=instructor)
    karim = make_seat(read.call, people["karim"], by=instructor)
    lea = make_seat(read.call, people["lea"], by=instructor)
    other = make_seat(read.call, make_member(mildeca), by=instructor)
    suspected = make_seat(
        read.call, make_member(mildeca), by=instructor, departements=[read.departement_id]
    )
    give(read, karim, other, by=instructor)
    recusal = recusing.declare(read, lea, ground="personal", by=people["lea"])
    return {
        "read": read,
        "seat": suspected,
        "recusal": recusal,
        "review": make_filed_review(read, other),
    }
