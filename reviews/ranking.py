"""The ranking of a call outside any session: a page of it, whatever the number of dossiers (C-4.3f).

Ordered by PostgreSQL on the standings, which hold the sums: the same order as the room's, where a
scenario may weigh the criteria otherwise (`reviews.standing_order`).
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, F, FloatField, OuterRef, Q, QuerySet
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.db.models.functions import Cast, JSONObject

from accounts.models import User
from applications.models import Call
from limits_portal.listing import rows_of
from reviews import progress, scoring, terms
from reviews.models import Criterion


@dataclass(slots=True)
class Line:
    """A dossier in its place. `rank` is None without a mean; marks are out of 100, tallies of 5."""

    reference: str
    title: str
    holder: str
    departement: str
    filed: int
    expected: int
    mean: Decimal | None
    spread: Decimal | None
    is_divergent: bool
    by_criterion: dict[str, scoring.Tally]
    rank: int | None = None
    is_tied: bool = False


@dataclass(frozen=True)
class Grid:
    """A call as its ranking needs it: its terms and the criteria that are marked."""

    call: Call
    terms: terms.ReviewTerms
    criteria: list[Criterion]


def grid(slug: str) -> Grid:
    """The call, its terms and its criteria in one query. Raises Call.DoesNotExist."""
    criteria = Criterion.objects.filter(call=OuterRef("pk"), is_bonus=False).order_by(
        "position", "id"
    )
    plain = JSONObject(id="pk", code="code", title="title", weight="weight")
    call: Any = (
        Call.objects.select_related("review_terms")
        .defer("content")
        .annotate(marked=ArraySubquery(criteria.values(plain=plain)))
        .get(slug=slug)
    )
    return Grid(call, terms.of(call), [Criterion(**row) for row in call.marked])


def find(user: User, of: Grid) -> QuerySet[Any]:
    """The dossiers the person may know of, in order of merit, those without a mean last."""
    order: list[Any] = [F("standing__mean").desc(nulls_last=True)]
    for code in of.terms.tie_breaks:
        tally = KeyTransform(code, "standing__by_criterion")
        total, count = (Cast(KeyTextTransform(n, tally), FloatField()) for n in ("total", "count"))
        order.append((total / count).desc(nulls_last=True))
    return progress.visible(user, of.call).order_by(*order, "reference")


COLUMNS = (
    "reference",
    "title",
    "holder__name",
    "departement_id",
    "standing__filed_count",
    "standing__expected_count",
    "standing__mean",
    "standing__spread",
    "standing__is_divergent",
    "standing__by_criterion",
)


def page(found: QuerySet[Any], of: Grid, start: int, size: int) -> list[Line]:
    """The lines from this place on, ranked; one more on each side is read to tell the ties."""
    before = min(start, 1)
    rows = rows_of(found, start - before, start + size + 1)
    lines = [_line(row) for row in rows.values_list(*COLUMNS)]
    merits = [scoring.merit(x.mean, x.by_criterion, of.terms.tie_breaks) for x in lines]
    for place, line in enumerate(lines):
        if line.mean is not None:
            line.rank = start - before + place + 1
            line.is_tied = (
                merits[place] in merits[max(0, place - 1) : place] + merits[place + 1 :][:1]
            )
    return lines[before : before + size]


def _line(row: tuple[Any, ...]) -> Line:
    (reference, title, holder, departement, filed, expected, mean, spread, is_divergent,
     stored) = row  # fmt: skip
    return Line(
        reference, title, holder, departement, filed or 0, expected or 0, mean, spread,
        bool(is_divergent), scoring.from_plain(stored or {}),
    )  # fmt: skip


def counted(user: User, of: Grid) -> tuple[int, int]:
    """How many dossiers, and how many of them have a mean, in one query."""
    found = progress.visible(user, of.call).aggregate(
        all=Count("pk"), ranked=Count("pk", filter=Q(standing__mean__isnull=False))
    )
    return found["all"], found["ranked"]
