"""A committee of five: the past edition read and marked, the open one being read (C-5d)."""

from datetime import datetime

from accounts.demo import Person
from accounts.enums import OrganisationKind, Role
from accounts.models import User
from applications.models import Call
from limits_portal.french import PARIS
from reviews import assigning, reviewing, seating, stakes
from reviews.models import Assignment, Criterion, Review, Seat
from reviews.review_content import MarkLine, ReviewContent
from reviews.standings import marked

READ_AT = datetime(2024, 5, 22, 18, 0, tzinfo=PARIS)
MILDECA = OrganisationKind.MILDECA
# With karim and lea, the committee of the demonstration.
MORE = (
    Person("mona", "Mona", "Sociologue", Role.COMMITTEE, MILDECA, "mildeca"),
    Person("omar", "Omar", "Directeur d’association", Role.COMMITTEE, MILDECA, "mildeca"),
    Person("paola", "Paola", "Cheffe d’établissement", Role.COMMITTEE, MILDECA, "mildeca"),
)
SEATS: dict[str, dict[str, object]] = {
    "karim": {"employer": "Ministère de la justice", "is_chair": True},
    "lea": {"employer": "CHU de Lille", "departements": ["59"]},
    "mona": {"employer": "CNRS"},
    "omar": {"employer": "Sauvegarde du Pas-de-Calais"},
    "paola": {"employer": "Lycée Jean-Moulin", "departements": ["13"]},
}
# How each reader leans, added to what the dossier is worth.
LEANING = {"karim": -1, "lea": 0, "mona": 1, "omar": 0, "paola": 0}
WORTH = {"33249": 4, "97411": 4, "21166": 3, "61001": 2, "84031": 4, "59512": 3}
WORDS = {
    0: "Rien dans le dossier ne répond à ce critère.",
    1: "Trop peu d’éléments pour juger : le dossier reste très général.",
    5: "Exemplaire, et transposable à d’autres territoires.",
}


def load_past(call: Call, people: dict[str, User]) -> None:
    """The past edition, read and marked by all before it was decided."""
    if Seat.objects.filter(call=call).exists():
        return
    seats = seat_all(call, people)
    assigning.balance(call, by=people["ines"])
    for row in _readings(call):
        review = _write(row, seats[row.seat_id])
        reviewing.step(review, "file", by=row.seat.person, at=READ_AT)


def load_open(call: Call, people: dict[str, User]) -> None:
    """The open edition, in every state: filed, begun, abstained, not begun, suspected, unsigned."""
    if Seat.objects.filter(call=call).exists() or not stakes.to_read(call):
        return
    seats = seat_all(call, people, unsigned=("paola",))
    assigning.balance(call, by=people["ines"])
    for rank, row in enumerate(_readings(call)):
        member = seats[row.seat_id]
        if member == "omar":
            reviewing.abstain_unread(
                row.application,
                row.seat,
                by=row.seat.person,
                reason="J’ai dirigé un service voisin : je préfère m’abstenir.",
            )
        elif member == "mona" or (member == "lea" and rank % 2):
            reviewing.step(_write(row, member), "file", by=row.seat.person)
        elif member == "karim" and rank % 2:
            _write(row, member, is_whole=False)


def seat_all(
    call: Call, people: dict[str, User], *, unsigned: tuple[str, ...] = ()
) -> dict[int, str]:
    """Appoint the five; return the key of each seat's person."""
    found = {}
    for key, values in SEATS.items():
        seat = seating.appoint(call, people[key], by=people["ines"], **values)
        if key not in unsigned:
            seating.sign(seat, by=people[key], conflicts={})
        found[seat.pk] = key
    return found


def _readings(call: Call) -> list[Assignment]:
    rows = Assignment.objects.filter(application__call=call, ended_at=None)
    return list(
        rows.select_related("seat__person", "application__call", "application__holder").order_by(
            "application__reference", "pk"
        )
    )


def _write(row: Assignment, member: str, *, is_whole: bool = True) -> Review:
    worth = WORTH.get(row.application.holder.code, 3)
    criteria = marked(row.application.call)
    written = criteria if is_whole else criteria[:2]
    content = ReviewContent(
        comment="À entendre en séance sur la place des familles." if is_whole else "",
        marks=[_mark(c, rank, worth + LEANING[member]) for rank, c in enumerate(written)],
    )
    return reviewing.save(
        reviewing.blank(row.application, row.seat), content, version=0, by=row.seat.person
    )


def _mark(criterion: Criterion, rank: int, worth: int) -> MarkLine:
    value = max(0, min(5, worth + (-1 if rank == 1 else 0)))
    words = WORDS.get(value, "Le dossier l’établit de façon concrète, sans aller au bout.")
    return MarkLine(id=criterion.code, value=value, comment=words)
