"""A committee member's desk: what to read, by when, what comes first (C-5d)."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from accounts.models import User
from applications.models import Application, Call
from reviews import terms
from reviews.enums import ReviewStatus
from reviews.models import Assignment, Recusal, Review, Seat
from reviews.review_guards import READ_IN

BADGES = {
    ReviewStatus.DRAFT: "new",
    ReviewStatus.FILED: "success",
    ReviewStatus.ABSTAINED: "info",
}


@dataclass(frozen=True)
class Reading:
    """One dossier to read, with the member's own review of it, if begun."""

    application: Application
    review: Review | None
    due_on: date | None

    @property
    def is_open(self) -> bool:
        """Whether the reading is still to be filed."""
        is_draft = self.review is None or self.review.status == ReviewStatus.DRAFT
        return is_draft and self.application.status in READ_IN

    @property
    def state(self) -> str:
        """« Pas encore », « commencée », « rendue », « abstention »."""
        if self.review is None:
            return "Pas encore commencée"
        if self.review.status == ReviewStatus.DRAFT:
            return "Commencée"
        return self.review.get_status_display()

    @property
    def badge(self) -> str:
        """Colour of the state, that its word says too."""
        return BADGES[ReviewStatus(self.review.status)] if self.review else "new"

    @property
    def action(self) -> str:
        """What the member does next."""
        if not self.is_open:
            return "Relire"
        return "Continuer" if self.review else "Lire et noter"


@dataclass(frozen=True)
class Desk:
    """The readings of one seat, those to do first."""

    seat: Seat
    due_on: date | None
    readings: list[Reading]
    conflicts: list[Recusal]

    @property
    def done(self) -> int:
        """Readings filed, or abstained from."""
        return sum(not reading.is_open for reading in self.readings)

    @property
    def next(self) -> Reading | None:
        """The one to read now: one already begun, else the first."""
        left = [reading for reading in self.readings if reading.is_open]
        return min(left, key=lambda r: (r.review is None, r.application.reference), default=None)


def seats_of(user: User) -> QuerySet[Seat]:
    """The committees in which a person sits today."""
    return (
        Seat.objects.filter(person=user, left_at=None).select_related("call").defer("call__content")
    )


def desks(user: User) -> list[Desk]:
    """The person's desks, one for each committee, in five queries and one a call."""
    seats = list(seats_of(user))
    rows = Assignment.objects.filter(seat__in=seats, ended_at=None).values_list(
        "application", "seat"
    )
    seat_of = dict(rows)
    applications = (
        Application.objects.visible_to(user)
        .filter(pk__in=seat_of)
        .select_related("holder", "departement")
        .order_by("reference")
    )
    reviews = {
        review.application_id: review
        for review in Review.objects.filter(seat__in=seats).exclude(status=ReviewStatus.VOID)
    }
    conflicts = list(
        Recusal.objects.filter(person=user, lifted_at=None)
        .select_related("application__holder")
        .order_by("declared_at")
    )
    by_seat: dict[int, list[Application]] = {seat.pk: [] for seat in seats}
    for application in applications:
        by_seat[seat_of[application.pk]].append(application)
    found = []
    for seat in seats:
        due_on = terms.of(seat.call).reviews_due_on
        readings = [
            Reading(application, reviews.get(application.pk), due_on)
            for application in by_seat[seat.pk]
        ]
        readings.sort(key=lambda r: (not r.is_open, r.review is None, r.application.reference))
        own = [c for c in conflicts if c.application.call_id == seat.call_id]
        found.append(Desk(seat, due_on, readings, own))
    return found


def seat_in(call: Call | int, user: User) -> Seat | None:
    """The person's seat in the committee of a call, if they sit."""
    return (
        Seat.objects.filter(call=call, person=user, left_at=None).select_related("person").first()
    )
