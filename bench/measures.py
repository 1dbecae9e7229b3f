"""Measuring in turn: floor, ours, floor, ours… so that both meet the same noise."""

import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from math import log
from statistics import median, quantiles
from typing import Any

from bench.browser import Answer

Ask = Callable[[], Answer]
WARM_UP = 4  # answers left aside: both workers compile their templates


@dataclass
class Row:
    """One line of the results; times in milliseconds."""

    operation: str
    kind: str  # page, save, export, document, load
    n: int  # dossiers in the database
    median_ms: float | None = None
    p95_ms: float | None = None
    cpu_ms: float | None = None
    sql: int | None = None
    bytes: int | None = None
    ratio_to_floor: float | None = None
    cpu_ratio: float | None = None
    floor: str = ""
    goal: str = ""
    met: bool | None = None
    note: str = ""
    more: dict[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """The row as it is written, without what it does not say."""
        return {name: value for name, value in asdict(self).items() if value not in (None, "", {})}


@dataclass(frozen=True)
class Goal:
    """What an operation must reach; a negative value asks nothing."""

    ratio: float = -1
    queries: int = -1

    def __str__(self) -> str:
        return ""

    def text(self, floor: str) -> str:
        """« ≤ 5 F, ≤ 8 requêtes »."""
        parts = []
        if self.ratio >= 0:
            parts.append(f"≤ {self.ratio:g} {floor}")
        if self.queries >= 0:
            parts.append(f"≤ {self.queries} requêtes SQL")
        return ", ".join(parts)

    def is_met(self, ratio: float, queries: int) -> bool | None:
        """Whether it is reached; None when nothing is asked."""
        if self.ratio < 0 and self.queries < 0:
            return None
        return (self.ratio < 0 or ratio <= self.ratio) and (
            self.queries < 0 or queries <= self.queries
        )


def p95(values: list[float]) -> float:
    """The value that 95 in 100 stay under."""
    return quantiles(values, n=20)[18] if len(values) > 1 else values[0]


def in_turn(ours: Ask, floor: Ask, *, rounds: int, seconds: float) -> tuple[list[Answer], ...]:
    """Ask both by turns, at most so many rounds and so many seconds; answers of ours, of the floor."""
    for _ in range(WARM_UP):
        floor(), ours()
    until = time.monotonic() + seconds
    pairs = []
    for done in range(rounds):
        if done >= 3 and time.monotonic() > until:
            break
        pairs.append((floor(), ours()))
    return [ours_ for _, ours_ in pairs], [floor_ for floor_, _ in pairs]


def row_of(
    operation: str,
    kind: str,
    n: int,
    answers: tuple[list[Answer], ...],
    floor: str,
    goal: Goal,
    *,
    without_hashing: bool = False,
) -> Row:
    """The line of an operation measured in turn with its floor."""
    ours, floors = answers

    def spent(answer: Answer) -> float:
        return answer.elapsed - (answer.hashing_wall if without_hashing else 0)

    def worked(answer: Answer) -> float:
        return answer.cpu - (answer.hashing if without_hashing else 0)

    times = [spent(answer) * 1000 for answer in ours]
    floor_time = median(answer.elapsed * 1000 for answer in floors)
    cpu = median(worked(answer) * 1000 for answer in ours)
    floor_cpu = median(answer.cpu * 1000 for answer in floors)
    queries = round(median(answer.queries for answer in ours))
    ratio = median(times) / floor_time
    return Row(
        operation=operation,
        kind=kind,
        n=n,
        median_ms=round(median(times), 2),
        p95_ms=round(p95(times), 2),
        cpu_ms=round(cpu, 2),
        sql=queries,
        bytes=round(median(len(answer.body) for answer in ours)),
        ratio_to_floor=round(ratio, 2),
        cpu_ratio=round(cpu / floor_cpu, 2),
        floor=floor,
        goal=goal.text(floor),
        met=goal.is_met(ratio, queries),
        more={"floor_median_ms": round(floor_time, 2), "floor_cpu_ms": round(floor_cpu, 2)},
    )


def exponent(small: Row, large: Row) -> float:
    """How the ratio to the floor grows with the number of dossiers: 0 not at all, 1 in proportion."""
    assert small.ratio_to_floor and large.ratio_to_floor
    return round(log(large.ratio_to_floor / small.ratio_to_floor) / log(large.n / small.n), 3)
