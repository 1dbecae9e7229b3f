"""What the readings of each dossier amount to, stored in the transaction that changes one.

Reading a ranking never aggregates marks (performance.md, guard rail c). To be called inside the
transaction of the change; the standings' own rows are locked, in order, so that two readers who
file at once are both counted.
"""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Count, Q

from applications.models import Application, Call
from reviews import scoring, terms
from reviews.enums import ReviewStatus
from reviews.models import Assignment, Criterion, Mark, Review, Standing

FIELDS = (
    "filed_count",
    "abstained_count",
    "expected_count",
    "mean",
    "spread",
    "by_criterion",
    "is_divergent",
)


def marked(call: Call) -> list[Criterion]:
    """The criteria that readers mark, in order: a bonus is a signal beside the score (ADR 0012)."""
    return list(call.criteria.filter(is_bonus=False).order_by("position", "id"))


def weights_of(criteria: Iterable[Criterion]) -> dict[str, int]:
    """The weight of each criterion that is marked."""
    return {c.code: c.weight for c in criteria if not c.is_bonus}


def refresh(
    call: Call, applications: Iterable[int], *, weights: scoring.Weights | None = None
) -> int:
    """Work the standings of these dossiers of a call out again; return how many changed.

    Seven queries, whatever the number of dossiers and of reviews.
    """
    ids = sorted(set(applications))
    if not ids:
        return 0
    weights = weights or weights_of(marked(call))
    gap = terms.of(call).divergence_gap
    with transaction.atomic(savepoint=False):
        Standing.objects.bulk_create(
            [Standing(application_id=pk) for pk in ids], ignore_conflicts=True
        )
        rows = list(
            Standing.objects.select_for_update(of=("self",))
            .filter(application__in=ids)
            .order_by("application_id")
        )
        found = _counted(ids, weights, gap)
        changed = [row for row in rows if _put(row, found[row.application_id])]
        if changed:
            Standing.objects.bulk_update(changed, FIELDS, batch_size=500)
    return len(changed)


def refresh_call(call: Call) -> int:
    """Work out again every standing of a call; return how many changed."""
    ids = Application.objects.filter(call=call).filter(
        Q(standing__isnull=False) | Q(assignments__isnull=False) | Q(reviews__isnull=False)
    )
    return refresh(call, ids.values_list("pk", flat=True))


def rescore(call: Call) -> None:
    """Give every filed review of a call the score its marks make with today's weights."""
    weights = weights_of(marked(call))
    filed = Review.objects.filter(application__call=call, status=ReviewStatus.FILED)
    reviews = list(filed.select_for_update(of=("self",)).order_by("pk"))
    marks: dict[int, dict[str, int | None]] = defaultdict(dict)
    for pk, code, value in Mark.objects.filter(review__in=filed).values_list(
        "review", "criterion__code", "value"
    ):
        marks[pk][code] = value
    for review in reviews:
        review.score = scoring.score(marks[review.pk], weights)
    Review.objects.bulk_update(reviews, ["score"], batch_size=500)
    refresh_call(call)


def _counted(ids: list[int], weights: scoring.Weights, gap: Decimal) -> dict[int, dict[str, Any]]:
    """The values of each standing."""
    readings: dict[int, dict[int, dict[str, int | None]]] = {pk: defaultdict(dict) for pk in ids}
    for application, review, code, value in Mark.objects.filter(
        review__application__in=ids, review__status=ReviewStatus.FILED
    ).values_list("review__application", "review", "criterion__code", "value"):
        readings[application][review][code] = value
    abstained = dict(
        Review.objects.filter(application__in=ids, status=ReviewStatus.ABSTAINED)
        .order_by()
        .values_list("application")
        .annotate(Count("pk"))
    )
    expected = dict(
        Assignment.objects.filter(application__in=ids, ended_at=None)
        .order_by()
        .values_list("application")
        .annotate(Count("pk"))
    )
    values = {}
    for pk in ids:
        found = scoring.summary(readings[pk].values(), weights, gap)
        values[pk] = {
            "filed_count": found.count,
            "abstained_count": abstained.get(pk, 0),
            "expected_count": expected.get(pk, 0),
            "mean": found.mean,
            "spread": found.spread,
            "by_criterion": scoring.to_plain(found.by_criterion),
            "is_divergent": found.is_divergent,
        }
    return values


def _put(row: Standing, values: dict[str, Any]) -> bool:
    """Set the values on the row; whether one of them changed."""
    before = [getattr(row, name) for name in FIELDS]
    for name in FIELDS:
        setattr(row, name, values[name])
    return before != [getattr(row, name) for name in FIELDS]
