"""Geometry of the session's charts: numbers that templates draw as SVG. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from limits_portal.french import euros
from reviews.allocation import Part

DOTS_WIDTH = 64  # units of a dot plot, for marks from 0 to 100
BIN = 10


HEIGHT = 60  # units of the tallest column
MOST_BARS = 12


@dataclass(frozen=True)
class Column:
    """Dossiers of ten points: `label` for the table, `tick` under the column."""

    label: str
    value: str
    tick: str
    # Texts: a template would write 12.5 with a French comma, that SVG does not read.
    x: str
    y: str
    height: str
    text_y: str


@dataclass(frozen=True)
class Bar:
    """A horizontal bar, `size` in per cent of the longest."""

    label: str
    value: str
    size: str


@dataclass(frozen=True)
class Balance:
    """Who gets how much: bars to look at, and every line for the table."""

    bars: list[Bar]
    all: Sequence[Part]


def dots(scores: Sequence[Decimal]) -> list[str]:
    """Abscissas of the marks on a scale DOTS_WIDTH wide, three units kept at each end."""
    return [f"{3 + float(score) * (DOTS_WIDTH - 6) / 100:.1f}" for score in scores]


def distribution(means: Iterable[Decimal | None]) -> list[Column]:
    """How many dossiers by tens of points; the last ten holds 100."""
    counts = [0] * (100 // BIN)
    for mean in means:
        if mean is not None:
            counts[min(int(mean) // BIN, len(counts) - 1)] += 1
    highest = max(counts) or 1
    columns = []
    for rank, count in enumerate(counts):
        height = HEIGHT * count / highest
        low, high = rank * BIN, (rank + 1) * BIN
        y = HEIGHT + 12 - height
        columns.append(
            Column(
                f"{low} à {high}",
                str(count),
                str(low),
                str(rank * 20),
                f"{y:.1f}",
                f"{height:.1f}",
                f"{y - 2:.1f}",
            )
        )
    return columns


def balance(parts: Sequence[Part]) -> Balance:
    """Bars of those that receive something, the longest filling the chart."""
    served = [part for part in parts if part.amount > 0][:MOST_BARS]
    highest = served[0].amount if served else Decimal(1)
    return Balance(
        [
            Bar(part.label, euros(part.amount), f"{100 * part.amount / highest:.1f}")
            for part in served
        ],
        parts,
    )
