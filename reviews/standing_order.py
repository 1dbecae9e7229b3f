"""The dossiers of a session in their order, as one person may read it: one query (performance.md).

Ranks count the dossiers this person may read, without gaps: a gap would tell a recused member
where the closed dossier stands (ADR 0015). A line is plain values: a session may have a thousand.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, FilteredRelation, OuterRef, Q, QuerySet, TextField
from django.db.models.functions import Cast

from accounts.models import Departement
from applications.models import Application
from reviews import scoring, severity, terms
from reviews.enums import OpinionStatus, Outcome, ReviewStatus, Stance
from reviews.models import Deliberation, Review, Scenario, Sitting

# How the ranking writes an opinion of the prefecture, in a narrow column.
SIGNS = {
    Stance.VERY_FAVOURABLE: "++",
    Stance.FAVOURABLE: "+",
    Stance.RESERVED: "=",
    Stance.UNFAVOURABLE: "–",
}
STANCE_LABELS = {str(stance): str(stance.label) for stance in Stance}
OUTCOME_LABELS = {str(outcome): str(outcome.label) for outcome in Outcome}
ZERO = Decimal(0)


@dataclass(slots=True)
class Line:
    """A dossier in the ranking of the room. Marks are out of 100, amounts in euros."""

    pk: int  # the dossier's
    reference: str
    title: str
    holder: str
    departement_id: str
    departement: str
    asked: Decimal
    position: int  # in the agenda
    discussed_at: datetime | None
    cofinancing: Decimal | None  # share of the whole cost
    axes: dict[str, str]  # share of the money asked, by axis
    outcome: str
    amount: Decimal  # proposed; nothing but for a selected dossier
    reserve_rank: int | None
    version: int  # of the proposal, 0 while nothing is written
    mean: Decimal | None
    spread: Decimal | None
    is_divergent: bool
    stance: str
    stance_rank: int | None  # in its département, as the prefecture ranks
    readers: list[int]  # seats, in the order of `scores`
    scores: list[Decimal]  # the lowest first
    by_criterion: str  # the standing's own, as JSON: read when it parts two dossiers
    rank: int | None = None
    adjusted: Decimal | None = None
    is_tied: bool = False
    is_below: bool = False

    @property
    def stance_sign(self) -> str:
        """The prefecture's opinion in a sign; empty without one."""
        return SIGNS[Stance(self.stance)] if self.stance else ""

    @property
    def stance_label(self) -> str:
        """The prefecture's opinion in words."""
        return STANCE_LABELS[self.stance] if self.stance else "pas d’avis"

    @property
    def outcome_label(self) -> str:
        """What is proposed, in words."""
        return OUTCOME_LABELS[self.outcome]

    def tallies(self, codes: Iterable[str]) -> dict[str, scoring.Tally]:
        """What the marks on these criteria amount to."""
        if not self.by_criterion:
            return {}
        stored = json.loads(self.by_criterion)
        return scoring.from_plain({code: stored[code] for code in codes if code in stored})


def ranked(
    sitting: Sitting,
    scenario: Scenario | None,
    readable: QuerySet[Application] | None = None,
) -> list[Line]:
    """The agenda in order of merit; those without a mark come last, unranked.

    `readable` are the dossiers whoever looks may read, all of them when None. A scenario's own
    weights change means and ranks (« et si ce critère pesait plus »).
    """
    call_terms = terms.of(sitting.call)
    lines = list(_lines(sitting, scenario, readable))
    weights = _weights(sitting, scenario)
    if weights:
        for line in lines:
            line.mean = scoring.reweighted(line.tallies(weights), weights)
    _adjust(lines)
    by_reference = {line.reference: line for line in lines}
    shared = Counter(line.mean for line in lines)
    order = scoring.ranking(
        [
            # Only equal means ask what the criteria say.
            scoring.Entry(
                line.reference,
                line.mean,
                line.tallies(call_terms.tie_breaks) if shared[line.mean] > 1 else {},
            )
            for line in lines
        ],
        call_terms.tie_breaks,
    )
    placed = []
    for place in order:
        line = by_reference[place.entry.key]
        line.rank, line.is_tied = place.rank, place.is_tied
        line.is_below = line.mean is not None and line.mean < call_terms.threshold
        placed.append(line)
    return placed


def _lines(
    sitting: Sitting, scenario: Scenario | None, readable: QuerySet[Application] | None
) -> Iterator[Line]:
    filed = Review.objects.filter(
        application=OuterRef("application"), status=ReviewStatus.FILED
    ).order_by("score", "pk")
    rows = (
        Deliberation.objects.filter(sitting=sitting)
        .annotate(
            given=FilteredRelation(
                "application__proposals",
                condition=Q(application__proposals__scenario=scenario.pk if scenario else 0),
            ),
            opinion=FilteredRelation(
                "application__opinions",
                condition=Q(
                    application__opinions__status=OpinionStatus.GIVEN,
                    application__opinions__replaced_at=None,
                ),
            ),
            readers=ArraySubquery(filed.values("seat")),
            scores=ArraySubquery(filed.values("score")),
            said=Cast(F("application__standing__by_criterion"), TextField()),
        )
        .order_by("application__reference")
    )
    if readable is not None:
        rows = rows.filter(application__in=readable)
    for row in rows.values_list(*COLUMNS):
        (pk, reference, title, holder, code, name, asked, position, discussed_at, cofinancing, axes,
         outcome, amount, reserve_rank, version, mean, spread, is_divergent, stance, stance_rank,
         readers, scores, said) = row  # fmt: skip
        yield Line(
            pk, reference, title, holder, code,
            Departement.label_of(code, name),
            asked, position, discussed_at, cofinancing, axes, outcome or Outcome.REJECTED.value,
            amount or ZERO, reserve_rank, version or 0, mean, spread, bool(is_divergent),
            stance or "", stance_rank, readers, scores, said or "",
        )  # fmt: skip


COLUMNS = (
    "application_id",
    "application__reference",
    "application__title",
    "application__holder__name",
    "application__departement_id",
    "application__departement__name",
    "application__requested_amount",
    "position",
    "discussed_at",
    "cofinancing",
    "axes",
    "given__outcome",
    "given__amount",
    "given__reserve_rank",
    "given__version",
    "application__standing__mean",
    "application__standing__spread",
    "application__standing__is_divergent",
    "opinion__stance",
    "opinion__rank",
    "readers",
    "scores",
    "said",
)


def _adjust(lines: Iterable[Line]) -> None:
    """Marks had the readers been equally severe, from the readings of these dossiers alone."""
    readings = [
        severity.Reading(line.pk, reader, score)
        for line in lines
        for reader, score in zip(line.readers, line.scores, strict=True)
    ]
    found = severity.adjusted(readings)
    for line in lines:
        line.adjusted = found.get(line.pk)


def _weights(sitting: Sitting, scenario: Scenario | None) -> dict[str, int]:
    """The scenario's own weights over the call's; empty while it changes none."""
    if scenario is None or not scenario.weights:
        return {}
    call = {c.code: c.weight for c in sitting.call.criteria.all() if not c.is_bonus}
    return {code: int(scenario.weights.get(code, weight)) for code, weight in call.items()}
