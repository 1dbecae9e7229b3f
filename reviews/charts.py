"""Bars for the eye, drawn as plain SVG: a table beside always says the same in words.

Pure geometry: the template draws what is here, without style nor script of its own.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

# As wide as a phone's page: the words keep their size there, and a desk shows two side by side.
WIDTH = 340
FIGURE = 90  # room for the figure at the right of the bar
ROW = 48
WORDS = 20  # room for the words, above the bar
THICKNESS = 16


@dataclass(frozen=True)
class Bar:
    """One bar: where it is drawn, how long, what it says."""

    label: str
    figure: str
    y: int  # top of its row
    length: int
    inner: int  # a darker part, from the left

    @property
    def top(self) -> int:
        """Where the bar begins, under its words."""
        return self.y + WORDS

    @property
    def words(self) -> int:
        """Line on which the words stand."""
        return self.y + WORDS - 6

    @property
    def middle(self) -> int:
        """Line on which the figure stands, beside the bar."""
        return self.top + THICKNESS - 3

    @property
    def end(self) -> int:
        """Where the figure begins."""
        return self.length + 8


@dataclass(frozen=True)
class Chart:
    """A chart of horizontal bars."""

    key: str  # names its parts in the page
    title: str
    description: str
    bars: Sequence[Bar]

    @property
    def height(self) -> int:
        """Height of the drawing."""
        return ROW * len(self.bars) + 8

    width = WIDTH
    thickness = THICKNESS


def bars(
    key: str,
    title: str,
    description: str,
    rows: Iterable[tuple[str, str, Decimal, Decimal]],
) -> Chart:
    """Draw rows of (label, figure, value, part of the value that is darker)."""
    rows = list(rows)
    largest = max((value for _, _, value, _ in rows), default=Decimal(0))
    room = WIDTH - FIGURE

    def length(value: Decimal) -> int:
        return round(value / largest * room) if largest else 0

    return Chart(
        key=key,
        title=title,
        description=description,
        bars=[
            Bar(label, figure, 4 + rank * ROW, length(value), length(part))
            for rank, (label, figure, value, part) in enumerate(rows)
        ],
    )
