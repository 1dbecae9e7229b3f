"""The dossiers of a session in their order, as one person may read it: one query (performance.md).

Ranks count the dossiers this person may read, without gaps: a gap would tell a recused member
where the closed dossier stands (ADR 0015).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, FilteredRelation, OuterRef, Q, QuerySet

from applications.models import Application
from reviews import scoring, severity, terms
from reviews.enums import OpinionStatus, Outcome, ReviewStatus, Stance
from reviews.models import Deliberation, Proposal, Review, Scenario, Sitting, Standing

# How the ranking writes an opinion of the prefecture, in a narrow column.
SIGNS = {
    Stance.VERY_FAVOURABLE: "++",
    Stance.FAVOURABLE: "+",
    Stance.RESERVED: "=",
    Stance.UNFAVOURABLE: "–",
}


@dataclass
class Line:
    """A dossier in the ranking of the room. Marks are out of 100, amounts in euros."""

    deliberation: Deliberation
    application: Application
    proposal: Proposal
    mean: Decimal | None
    scores: list[Decimal] = field(default_factory=list)
    rank: int | None = None
    adjusted: Decimal | None = None
    is_tied: bool = False
    is_below: bool = False
    is_divergent: bool = False
    spread: Decimal | None = None
    stance: str = ""
    stance_rank: int | None = None  # in its département, as the prefecture ranks

    @property
    def stance_sign(self) -> str:
        """The prefecture's opinion in a sign; empty without one."""
        return SIGNS[Stance(self.stance)] if self.stance else ""

    @property
    def stance_label(self) -> str:
        """The prefecture's opinion in words."""
        return str(Stance(self.stance).label) if self.stance else "pas d’avis"

    @property
    def amount(self) -> Decimal:
        """Euros proposed; nothing but for a selected dossier."""
        return self.proposal.amount

    @property
    def outcome(self) -> str:
        """What is proposed."""
        return self.proposal.outcome


def ranked(
    sitting: Sitting,
    scenario: Scenario | None,
    readable: QuerySet[Application] | None = None,
) -> list[Line]:
    """The agenda in order of merit; those without a mark come last, unranked.

    `readable` are the dossiers whoever looks may read, all of them when None. A scenario's own
    weights change means and ranks (« et si ce critère pesait plus »).
    """
    call_terms = terms.of_loaded(sitting.call)
    weights = _weights(sitting, scenario)
    lines = [_line(row, scenario, weights) for row in _rows(sitting, scenario, readable)]
    _adjust(lines)
    entries = {
        line.application.reference: (
            line,
            _tallies(line.application) if call_terms.tie_breaks else {},
        )
        for line in lines
    }
    order = scoring.ranking(
        [scoring.Entry(key, line.mean, tallies) for key, (line, tallies) in entries.items()],
        call_terms.tie_breaks,
    )
    placed = []
    for place in order:
        line = entries[place.entry.key][0]
        line.rank, line.is_tied = place.rank, place.is_tied
        line.is_below = line.mean is not None and line.mean < call_terms.threshold
        placed.append(line)
    return placed


def _rows(
    sitting: Sitting, scenario: Scenario | None, readable: QuerySet[Application] | None
) -> Iterable[Any]:
    filed = Review.objects.filter(
        application=OuterRef("application"), status=ReviewStatus.FILED
    ).order_by("pk")
    rows = (
        Deliberation.objects.filter(sitting=sitting)
        .select_related("application__holder", "application__departement", "application__standing")
        .annotate(
            given=FilteredRelation(
                "application__proposals",
                condition=Q(application__proposals__scenario=scenario.pk if scenario else 0),
            ),
            given_outcome=F("given__outcome"),
            given_amount=F("given__amount"),
            given_rank=F("given__reserve_rank"),
            given_version=F("given__version"),
            opinion=FilteredRelation(
                "application__opinions",
                condition=Q(
                    application__opinions__status=OpinionStatus.GIVEN,
                    application__opinions__replaced_at=None,
                ),
            ),
            stance=F("opinion__stance"),
            stance_rank=F("opinion__rank"),
            readers=ArraySubquery(filed.values("seat")),
            scores=ArraySubquery(filed.values("score")),
        )
        .order_by("application__reference")
    )
    return rows if readable is None else rows.filter(application__in=readable)


def _line(row: Any, scenario: Scenario | None, weights: dict[str, int]) -> Line:
    standing: Standing | None = getattr(row.application, "standing", None)
    mean = standing.mean if standing else None
    if weights and standing is not None:
        mean = scoring.reweighted(_tallies(row.application), weights)
    return Line(
        deliberation=row,
        application=row.application,
        proposal=Proposal(
            scenario=scenario,
            application=row.application,
            outcome=row.given_outcome or Outcome.REJECTED,
            amount=row.given_amount or Decimal(0),
            reserve_rank=row.given_rank,
            version=row.given_version or 0,
        ),
        mean=mean,
        scores=sorted(row.scores),
        spread=standing.spread if standing else None,
        is_divergent=bool(standing and standing.is_divergent),
        stance=row.stance or "",
        stance_rank=row.stance_rank,
    )


def _adjust(lines: list[Line]) -> None:
    """Marks had the readers been equally severe, from the readings of these dossiers alone."""
    readings = [
        severity.Reading(line.application.pk, reader, score)
        for line in lines
        for reader, score in zip(
            line.deliberation.readers,  # type: ignore[attr-defined]
            line.deliberation.scores,  # type: ignore[attr-defined]
            strict=True,
        )
    ]
    found = severity.adjusted(readings)
    for line in lines:
        line.adjusted = found.get(line.application.pk)


def _tallies(application: Application) -> dict[str, scoring.Tally]:
    standing: Standing | None = getattr(application, "standing", None)
    return scoring.from_plain(standing.by_criterion) if standing else {}


def _weights(sitting: Sitting, scenario: Scenario | None) -> dict[str, int]:
    """The scenario's own weights over the call's; empty while it changes none."""
    if scenario is None or not scenario.weights:
        return {}
    call = {c.code: c.weight for c in sitting.call.criteria.all() if not c.is_bonus}
    return {code: int(scenario.weights.get(code, weight)) for code, weight in call.items()}
