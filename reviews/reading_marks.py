"""Marks of a dossier by reader and criterion, as the room compares them."""

from dataclasses import dataclass
from decimal import Decimal

from applications.models import Application
from reviews.enums import ReviewStatus
from reviews.models import Review
from reviews.room_charts import dots

MARKS_TO_POINTS = 20  # a mark from 0 to 5, on the scale of the dot plots


@dataclass(frozen=True)
class Row:
    """One criterion: what each reader gave, in their order, and the plot of it."""

    title: str
    marks: list[int | None]
    dots: list[str]
    comments: list[tuple[str, str]]


@dataclass(frozen=True)
class Marks:
    """The filed readings of a dossier: readers, their scores, a row a criterion."""

    readers: list[str]
    scores: list[Decimal | None]
    rows: list[Row]
    remarks: list[tuple[str, str]]
    abstained: list[str]


def marks_of(application: Application) -> Marks:
    """The filed readings, three queries whatever their number."""
    reviews = list(
        Review.objects.filter(
            application=application,
            status__in=[ReviewStatus.FILED, ReviewStatus.ABSTAINED],
        )
        .select_related("seat__person")
        .prefetch_related("marks__criterion")
        .order_by("pk")
    )
    filed = [review for review in reviews if review.status == ReviewStatus.FILED]
    criteria = {
        mark.criterion_id: mark.criterion for review in filed for mark in review.marks.all()
    }
    rows = []
    for criterion in sorted(criteria.values(), key=lambda c: c.position):
        given = [
            next((m for m in review.marks.all() if m.criterion_id == criterion.pk), None)
            for review in filed
        ]
        values = [mark.value if mark else None for mark in given]
        rows.append(
            Row(
                criterion.title,
                values,
                dots([Decimal(v * MARKS_TO_POINTS) for v in values if v is not None]),
                [
                    (str(review.seat), mark.comment)
                    for review, mark in zip(filed, given, strict=True)
                    if mark and mark.comment
                ],
            )
        )
    return Marks(
        [str(review.seat) for review in filed],
        [review.score for review in filed],
        rows,
        [(str(review.seat), review.comment) for review in filed if review.comment],
        [str(r.seat) for r in reviews if r.status == ReviewStatus.ABSTAINED],
    )
