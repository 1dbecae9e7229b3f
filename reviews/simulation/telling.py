"""Saying how far a long stage of a simulated edition has come."""

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

Row = TypeVar("Row")
Say = Callable[[str], None]
STEPS = 5  # lines said on the way, the last one apart


def silent(line: str) -> None:
    """Say nothing."""


def told(rows: Sequence[Row], label: str, say: Say) -> Iterator[Row]:
    """Go through the rows; say « label : 23/115 » a few times on the way, and at the end."""
    every = max(1, -(-len(rows) // STEPS))
    for done, row in enumerate(rows, start=1):
        yield row
        if done % every == 0 or done == len(rows):
            say(f"{label} : {done}/{len(rows)}")
