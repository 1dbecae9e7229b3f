"""Where the committee stands: who filed what, what is missing, the readings of each dossier (C-5d).

Everything starts from the dossiers the person may read: one in conflict of interest counts nothing
of the dossiers closed to them.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, F, FilteredRelation, Q, QuerySet
from django.utils import timezone

from accounts.models import Departement, User
from applications.enums import ApplicationStatus as S
from applications.models import Application, Call
from reviews import scoring, severity
from reviews.enums import ReviewStatus
from reviews.models import Assignment, Criterion, Review, Seat, Standing
from reviews.permissions import as_instructor
from reviews.review_guards import READ_IN
from workflow.engine import NotAllowed, Refused, record
from workflow.models import Event

REMINDED = "seat.reminded"
BETWEEN_REMINDERS = timedelta(hours=24)
# Dossiers whose readings are shown: in the committee's hands, or decided since.
SHOWN = frozenset({S.ADMISSIBLE, S.IN_COMMITTEE}) | S.DECIDED


@dataclass
class Member:
    """One member's work."""

    seat: Seat
    expected: int = 0
    filed: int = 0
    abstained: int = 0
    begun: int = 0
    reminded_at: datetime | None = None

    @property
    def missing(self) -> int:
        """Readings neither filed nor abstained from."""
        return max(0, self.expected - self.filed - self.abstained)

    def can_be_reminded(self, now: datetime) -> bool:
        """Whether something is missing, and no reminder left in the last day."""
        if not self.missing or self.seat.left_at is not None:
            return False
        return self.reminded_at is None or now - self.reminded_at >= BETWEEN_REMINDERS


@dataclass
class Line:
    """One dossier: its standing and its readers."""

    application: Application
    readers: list[tuple[int, str]] = field(default_factory=list)  # seat, the reading's state
    adjusted: Any = None  # mean corrected for severity, beside the raw one

    @property
    def standing(self) -> Any:
        """What the filed readings amount to; nothing yet while nobody was asked to read."""
        return getattr(self.application, "standing", None) or Standing()


@dataclass
class Progress:
    """The committee of a call at work."""

    members: list[Member]
    names: dict[int, str]  # of all who have read, by seat
    dossiers: int
    divergent: int  # dossiers whose readers diverge

    @property
    def filed(self) -> int:
        """Readings filed or abstained from."""
        return sum(member.filed + member.abstained for member in self.members)

    @property
    def expected(self) -> int:
        """Readings expected."""
        return sum(member.expected for member in self.members)


def visible(user: User, call: Call) -> Any:
    """Dossiers of the call whose readings this person may know of."""
    return Application.objects.visible_to(user).filter(call=call, status__in=SHOWN)


def progress(user: User, call: Call) -> Progress:
    """Where the committee stands, in four queries: members and dossiers are counted in the database."""
    seats = {s.pk: s for s in Seat.objects.filter(call=call).select_related("person")}
    members = {pk: Member(seat) for pk, seat in seats.items() if seat.left_at is None}
    work = (
        _assigned(user, call)
        .values_list("seat", "said__status")
        .annotate(count=Count("pk"))
        .order_by("seat")
    )
    for pk, status, count in work:
        member = members.setdefault(pk, Member(seats[pk]))
        member.expected += count
        if status in COUNTED:
            setattr(member, COUNTED[status], count)
    for pk, at in Event.objects.filter(
        name=REMINDED, subject_type="reviews.seat", subject_id__in=members
    ).values_list("subject_id", "happened_at"):
        members[pk].reminded_at = at
    found = visible(user, call).aggregate(
        dossiers=Count("pk"), divergent=Count("pk", filter=Q(standing__is_divergent=True))
    )
    names = {pk: str(seat.person) for pk, seat in seats.items()}
    return Progress(list(members.values()), names, found["dossiers"], found["divergent"])


COUNTED = {
    ReviewStatus.FILED: "filed",
    ReviewStatus.ABSTAINED: "abstained",
    ReviewStatus.DRAFT: "begun",
}


def _assigned(user: User, call: Call) -> Any:
    """Who reads what today, with the reading (`said`) once it is begun."""
    return Assignment.objects.filter(application__in=visible(user, call), ended_at=None).annotate(
        said=FilteredRelation(
            "seat__reviews", condition=Q(seat__reviews__application=F("application"))
        )
    )


def dossiers(user: User, call: Call) -> QuerySet[Application]:
    """The dossiers whose readings one may know of, in the order of their numbers."""
    found: QuerySet[Application] = visible(user, call)
    return found.select_related("holder", "standing").order_by("reference")


def lines(user: User, call: Call, page: Iterable[Application]) -> list[Line]:
    """Each of these dossiers with its readers; the correction reads the marks of them all."""
    shown = {application.pk: Line(application) for application in page}
    for pk, seat, status in (
        _assigned(user, call)
        .filter(application__in=shown)
        .order_by("application", "pk")
        .values_list("application", "seat", "said__status")
    ):
        shown[pk].readers.append((seat, status or ""))
    marks: Any = Review.objects.filter(
        application__in=visible(user, call), status=ReviewStatus.FILED, score__isnull=False
    )
    adjusted = severity.adjusted(
        severity.Reading(*row) for row in marks.values_list("application", "seat", "score")
    )
    for pk, line in shown.items():
        line.adjusted = adjusted.get(pk)
    return list(shown.values())


def missing_of(seat: Seat) -> int:
    """How many readings of a seat are neither filed nor abstained from, in dossiers in hand."""
    done = Review.objects.filter(seat=seat).exclude(status=ReviewStatus.DRAFT)
    return (
        Assignment.objects.filter(seat=seat, ended_at=None, application__status__in=READ_IN)
        .exclude(application__in=done.values("application"))
        .count()
    )


def remind(call: Call, *, by: User, seats: Iterable[int] | None = None) -> int:
    """Remind the members whose readings are missing; return how many were.

    Twice in a day, nobody is. Raises NotAllowed, or Refused when there is nobody to remind.
    """
    role = as_instructor(None, by)
    if role is None:
        raise NotAllowed("Seule l’instruction de la MILDECA relance le comité.")
    wanted = None if seats is None else set(seats)
    now, count = timezone.now(), 0
    for member in progress(by, call).members:
        if wanted is not None and member.seat.pk not in wanted:
            continue
        if member.can_be_reminded(now):
            payload = {"call": call.pk, "missing": member.missing}
            record(REMINDED, subject=member.seat, by=by, role=role, payload=payload)
            count += 1
    if not count:
        raise Refused(
            "Personne à relancer : rien ne manque, ou une relance est partie aujourd’hui."
        )
    return count


def filed_reviews(user: User, application: Application) -> list[Review]:
    """The readings of a dossier that the instruction reads, whatever their state but the drafts."""
    return list(
        Review.objects.filter(application=application)
        .filter(Q(status=ReviewStatus.FILED) | Q(status=ReviewStatus.ABSTAINED))
        .select_related("seat__person")
        .prefetch_related("marks__criterion")
        .order_by("pk")
    )


def marks_by_criterion(
    filed: list[Review], criteria: list[Criterion]
) -> list[tuple[Criterion, list[int | None], scoring.Tally | None]]:
    """For each criterion: the mark of each reader, in their order, and what they amount to."""
    given = [{m.criterion_id: m.value for m in review.marks.all()} for review in filed]
    rows = []
    for criterion in criteria:
        marks = [of.get(criterion.pk) for of in given]
        known = [mark for mark in marks if mark is not None]
        tally = scoring.Tally(sum(known), len(known), min(known), max(known)) if known else None
        rows.append((criterion, marks, tally))
    return rows


def export_headings(criteria: list[Criterion]) -> list[str]:
    """Columns of the export: a mark and a comment for each criterion."""
    titles = [title for c in criteria for title in (c.title, f"{c.title} : commentaire")]
    return [
        "Dossier",
        "Porteur",
        "Département",
        "Membre",
        "Lecture",
        "Note sur 100",
        *titles,
        "Appréciation générale",
        "Motif d’abstention",
        "Rendue le",
    ]


def exported(user: User, call: Call) -> QuerySet[Review]:
    """Readings filed or abstained from, on the dossiers this person may know of."""
    ended = (ReviewStatus.FILED, ReviewStatus.ABSTAINED)
    return Review.objects.filter(application__in=visible(user, call), status__in=ended)


def export_rows(user: User, call: Call, criteria: list[Criterion]) -> Iterator[list[Any]]:
    """One row a reading filed or abstained from: one query, streamed a thousand rows at a time."""
    marks = {
        f"mark_{c.pk}": FilteredRelation("marks", condition=Q(marks__criterion=c.pk))
        for c in criteria
    }
    said = [f"{name}__{field}" for name in marks for field in ("value", "comment")]
    rows = (
        exported(user, call)
        .annotate(**marks)
        .order_by("application__reference", "pk")
        .values_list(*READING, *said)
    )
    states, names = dict(ReviewStatus.choices), _names(call)
    for row in rows.iterator(chunk_size=1000):
        (reference, holder, code, departement, seat, status, score, comment, reason, filed_at,
         *given) = row  # fmt: skip
        # A text that is missing is an empty one.
        given[1::2] = [text or "" for text in given[1::2]]
        yield [
            *(reference, holder, Departement.label_of(code, departement)),
            *(names[seat], states[status], score),
            *(*given, comment, reason, filed_at),
        ]


READING = (
    "application__reference",
    "application__holder__name",
    "application__departement_id",
    "application__departement__name",
    "seat",
    "status",
    "score",
    "comment",
    "abstention_reason",
    "filed_at",
)


def _names(call: Call) -> dict[int, str]:
    """Names of the members, by seat."""
    return {s.pk: str(s.person) for s in Seat.objects.filter(call=call).select_related("person")}
