"""What marks amount to: a reader's score, a dossier's mean and spread, the ranking (C-4.3f). Pure.

Scores are points out of 100, two decimals, rounded half up from exact fractions. A missing mark is
never a zero: a reading without all its marks has no score, a dossier without a score no rank.
Criteria that are a bonus (C-4.3g) are no part of the weights given here (ADR 0012).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

HIGHEST_MARK = 5
OUT_OF = 100
CENT = Decimal("0.01")
# Under any mean: what is not marked comes last.
NEVER = Fraction(-1)

Marks = Mapping[str, int | None]  # a mark from 0 to 5 by criterion's code
Weights = Mapping[str, int]  # by criterion's code, all positive


def _points(value: Fraction) -> Decimal:
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return exact.quantize(CENT, rounding=ROUND_HALF_UP)


def _weighted(totals: Mapping[str, int], count: int, weights: Weights) -> Fraction:
    """Points out of 100 of `count` readings whose marks add up to `totals`, on average."""
    most = HIGHEST_MARK * count * sum(weights.values())
    return Fraction(OUT_OF * sum(weights[code] * totals[code] for code in weights), most)


def is_complete(marks: Marks, weights: Weights) -> bool:
    """Whether every criterion that weighs has its mark."""
    return bool(weights) and all(marks.get(code) is not None for code in weights)


def score(marks: Marks, weights: Weights) -> Decimal | None:
    """The weighted mark of one reading; None until every criterion is marked."""
    if not is_complete(marks, weights):
        return None
    return _points(_weighted({code: marks[code] or 0 for code in weights}, 1, weights))


@dataclass(frozen=True)
class Tally:
    """The marks given on one criterion by those who filed."""

    total: int
    count: int
    lowest: int
    highest: int

    @property
    def mean(self) -> Decimal:
        """Mean of the marks, from 0 to 5."""
        return _points(Fraction(self.total, self.count))

    @property
    def spread(self) -> int:
        """The highest mark less the lowest."""
        return self.highest - self.lowest


@dataclass(frozen=True)
class Summary:
    """What the filed readings of one dossier amount to.

    `spread` is the highest score less the lowest: with two or three readers a standard deviation
    says nothing more, and everyone understands a difference of points.
    """

    count: int = 0
    mean: Decimal | None = None
    spread: Decimal | None = None
    is_divergent: bool = False
    by_criterion: Mapping[str, Tally] = field(default_factory=dict)


def summary(readings: Iterable[Marks], weights: Weights, divergence_gap: Decimal) -> Summary:
    """Sum up the readings; those with a mark missing count for nothing.

    `divergence_gap`: points between two scores from which the dossier is said divergent.
    """
    complete = [marks for marks in readings if is_complete(marks, weights)]
    if not complete:
        return Summary()
    tallies = {}
    for code in weights:
        given = [marks[code] or 0 for marks in complete]
        tallies[code] = Tally(sum(given), len(given), min(given), max(given))
    scores = [value for marks in complete if (value := score(marks, weights)) is not None]
    spread = max(scores) - min(scores)
    return Summary(
        count=len(complete),
        mean=reweighted(tallies, weights),
        spread=spread,
        is_divergent=len(complete) > 1 and spread >= divergence_gap,
        by_criterion=tallies,
    )


def reweighted(tallies: Mapping[str, Tally], weights: Weights) -> Decimal | None:
    """The dossier's mean had the criteria these weights: « et si ce critère pesait plus ».

    Exact: with the call's own weights, it is the dossier's mean. A weight of 0 leaves a criterion
    out. None when nothing is marked, or when a criterion that weighs is not.
    """
    heavy = {code: weight for code, weight in weights.items() if weight > 0}
    if not heavy or not tallies or any(code not in tallies for code in heavy):
        return None
    count = tallies[next(iter(heavy))].count
    return _points(_weighted({code: tallies[code].total for code in heavy}, count, heavy))


def to_plain(tallies: Mapping[str, Tally]) -> dict[str, dict[str, Any]]:
    """The tallies as a standing stores them; `mean` and `spread` are there for who only reads."""
    return {
        code: {
            "total": tally.total,
            "count": tally.count,
            "lowest": tally.lowest,
            "highest": tally.highest,
            "mean": str(tally.mean),
            "spread": tally.spread,
        }
        for code, tally in tallies.items()
    }


def from_plain(stored: Mapping[str, Mapping[str, Any]]) -> dict[str, Tally]:
    """The tallies of a standing's `by_criterion`."""
    return {
        code: Tally(row["total"], row["count"], row["lowest"], row["highest"])
        for code, row in stored.items()
    }


@dataclass(frozen=True)
class Entry:
    """A dossier to be ranked. `key` is its reference: unique, it has the last word."""

    key: str
    mean: Decimal | None
    by_criterion: Mapping[str, Tally] = field(default_factory=dict)


@dataclass(frozen=True)
class Ranked:
    """A dossier in its place. `rank` is None without a mean.

    `is_tied`: only its number parts it from a neighbour; the committee has to say which goes first.
    """

    entry: Entry
    rank: int | None
    is_tied: bool


def merit(
    mean: Decimal | None, tallies: Mapping[str, Tally], tie_breaks: Sequence[str]
) -> tuple[Decimal | Fraction, ...]:
    """What parts a dossier from the next one, but its number: its mean, then these criteria."""
    means = [
        Fraction(tally.total, tally.count) if (tally := tallies.get(code)) else NEVER
        for code in tie_breaks
    ]
    return (mean or Decimal(0), *means)


def ranking(entries: Iterable[Entry], tie_breaks: Sequence[str]) -> list[Ranked]:
    """Put the dossiers in order: mean, then the criteria of the call's tie-breaks, then the number.

    Total and stable: the same dossiers in any order give the same list. Those without a mean come
    last, unranked.
    """

    def merit_of(entry: Entry) -> tuple[Decimal | Fraction, ...]:
        return merit(entry.mean, entry.by_criterion, tie_breaks)

    every = sorted(entries, key=lambda entry: entry.key)
    ranked = sorted((e for e in every if e.mean is not None), key=merit_of, reverse=True)
    merits = [merit_of(entry) for entry in ranked]
    placed = [
        Ranked(
            entry,
            rank=place + 1,
            is_tied=merits[place] in (merits[place + 1 : place + 2] + merits[:place][-1:]),
        )
        for place, entry in enumerate(ranked)
    ]
    return placed + [Ranked(entry, None, is_tied=False) for entry in every if entry.mean is None]
