"""What the readings of each dossier amount to, stored in the transaction that changes one.

Reading a ranking never aggregates marks (performance.md, guard rail c). To be called inside the
transaction of the change; the standings' own rows are locked, in order, so that two readers who
file at once are both counted.
"""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import transaction
from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject

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
    every = sorted(call.criteria.all(), key=lambda criterion: (criterion.position, criterion.pk))
    return [criterion for criterion in every if not criterion.is_bonus]


def weights_of(criteria: Iterable[Criterion]) -> dict[str, int]:
    """The weight of each criterion that is marked."""
    return {c.code: c.weight for c in criteria if not c.is_bonus}


def refresh(
    call: Call, applications: Iterable[int], *, weights: scoring.Weights | None = None
) -> int:
    """Work the standings of these dossiers of a call out again; return how many changed.

    Six queries at most, whatever the number of dossiers and of reviews; three when the standings are
    there and the call knows its criteria and its terms.
    """
    ids = sorted(set(applications))
    if not ids:
        return 0
    weights = weights or weights_of(marked(call))
    gap = terms.of(call).divergence_gap
    with transaction.atomic(savepoint=False):
        rows = _locked(ids)
        if len(rows) < len(ids):
            known = {row.application_id for row in rows}
            Standing.objects.bulk_create(
                [Standing(application_id=pk) for pk in ids if pk not in known],
                ignore_conflicts=True,
            )
            rows = _locked(ids)
        found = _counted(ids, weights, gap)
        changed = [row for row in rows if _put(row, found[row.application_id])]
        if changed:
            Standing.objects.bulk_update(changed, FIELDS, batch_size=500)
    return len(changed)


def _locked(ids: list[int]) -> list[Standing]:
    rows = Standing.objects.select_for_update(of=("self",)).filter(application__in=ids)
    return list(rows.order_by("application_id"))


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
    marks = (
        Mark.objects.filter(review__application=OuterRef("pk"), review__status=ReviewStatus.FILED)
        .order_by("pk")
        .values(said=JSONObject(review="review", code="criterion__code", value="value"))
    )
    abstained = Review.objects.filter(application=OuterRef("pk"), status=ReviewStatus.ABSTAINED)
    expected = Assignment.objects.filter(application=OuterRef("pk"), ended_at=None)
    values = {}
    for pk, said, abstentions, readers in (
        Application.objects.filter(pk__in=ids)
        .order_by()
        .values_list("pk", ArraySubquery(marks), count_of(abstained), count_of(expected))
    ):
        readings: dict[int, dict[str, int | None]] = defaultdict(dict)
        for mark in said:
            readings[mark["review"]][mark["code"]] = mark["value"]
        found = scoring.summary(readings.values(), weights, gap)
        values[pk] = {
            "filed_count": found.count,
            "abstained_count": abstentions or 0,
            "expected_count": readers or 0,
            "mean": found.mean,
            "spread": found.spread,
            "by_criterion": scoring.to_plain(found.by_criterion),
            "is_divergent": found.is_divergent,
        }
    return values


def count_of(rows: QuerySet[Any]) -> Subquery:
    """How many of these rows each dossier has; NULL for none."""
    counted = rows.order_by().values("application").annotate(n=Count("pk")).values("n")
    return Subquery(counted, output_field=IntegerField())


def _put(row: Standing, values: dict[str, Any]) -> bool:
    """Set the values on the row; whether one of them changed."""
    before = [getattr(row, name) for name in FIELDS]
    for name in FIELDS:
        setattr(row, name, values[name])
    return before != [getattr(row, name) for name in FIELDS]
