"""Measuring in turn: floor, ours, floor, ours… so that both meet the same noise."""

import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from math import inf, log
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
    group: str = ""
    more: dict[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """The row as it is written, without what it does not say."""
        return {name: value for name, value in asdict(self).items() if value not in (None, "", {})}


@dataclass(frozen=True)
class Goal:
    """What an operation must reach; what is None is not asked."""

    ratio: float | None = None  # times the floor
    queries: int | None = None
    first_byte: float | None = None  # times the floor
    kilobytes: int | None = None
    row_cpu: float | None = None  # milliseconds of processor for each line of the page
    memory: int | None = None  # megabytes that a worker grows by
    exponent: float | None = None

    def text(self, floor: str) -> str:
        """« ≤ 5 F, ≤ 8 requêtes SQL »."""
        said = (
            (self.ratio, f" {floor}"),
            (self.queries, " requêtes SQL"),
            (self.first_byte, f" {floor} jusqu'au premier octet"),
            (self.kilobytes, " Ko"),
            (self.row_cpu, " ms de processeur par ligne"),
            (self.memory, " Mo de mémoire en plus"),
            (self.exponent, " d'exposant"),
        )
        parts = (f"≤ {most:g}{unit}" for most, unit in said if most is not None)
        return ", ".join(parts).replace(".", ",")

    def is_met(
        self, ratio: float, queries: int, size: int = 0, more: Mapping[str, Any] | None = None
    ) -> bool | None:
        """Whether it is reached; None when nothing is asked. The exponent is judged apart.

        `size` in bytes; `more` has what was measured beside (`first_byte`, `row_cpu`, `memory`).
        """
        more = more or {}
        asked = (
            (self.ratio, ratio),
            (self.queries, queries),
            (self.kilobytes, size / 1000),
            *((getattr(self, name), more.get(name, inf)) for name in MORE),
        )
        verdicts = [value <= most for most, value in asked if most is not None]
        return all(verdicts) if verdicts else None


# What is measured beside time, queries and bytes.
MORE = ("first_byte", "row_cpu", "memory")


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
    lines: int = 0,
    memory: int | None = None,
) -> Row:
    """The line of an operation measured in turn with its floor.

    `lines`: how many a page shows, to say what each costs; `memory`: megabytes measured beside.
    """
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
    size = round(median(len(answer.body) for answer in ours))
    more: dict[str, Any] = {
        "floor_median_ms": round(floor_time, 2),
        "floor_cpu_ms": round(floor_cpu, 2),
        # Both when the machine left them in peace: growth is judged on it.
        "calm_ratio": round(_calm(times) / _calm([a.elapsed * 1000 for a in floors]), 3),
    }
    if goal.first_byte is not None:
        first = median(answer.first_byte * 1000 for answer in ours)
        more["first_byte"] = round(first / floor_time, 2)
    if lines:
        more |= {"lines": lines, "row_cpu": round(cpu / lines, 3)}
    if memory is not None:
        more["memory"] = memory
    return Row(
        operation=operation,
        kind=kind,
        n=n,
        median_ms=round(median(times), 2),
        p95_ms=round(p95(times), 2),
        cpu_ms=round(cpu, 2),
        sql=queries,
        bytes=size,
        ratio_to_floor=round(ratio, 2),
        cpu_ratio=round(cpu / floor_cpu, 2),
        floor=floor,
        goal=goal.text(floor),
        met=goal.is_met(ratio, queries, size, more),
        more=more | ({"exponent_asked": goal.exponent} if goal.exponent is not None else {}),
    )


def _calm(values: list[float]) -> float:
    """The first quartile: other programs only ever make an answer slower."""
    return quantiles(values, n=4)[0] if len(values) > 1 else values[0]


def judge_growth(rows: list[Row]) -> None:
    """Add the exponent of growth to the operations measured at several sizes, and judge it."""
    first: dict[str, Row] = {}
    for row in rows:
        if row.ratio_to_floor is None:
            continue
        small = first.setdefault(row.operation, row)
        if small is row:
            continue
        row.more["exponent"] = found = exponent(small, row)
        if found > row.more.get("exponent_asked", inf):
            row.met = False


def exponent(small: Row, large: Row) -> float:
    """How the ratio to the floor grows with the number of dossiers: 0 not at all, 1 in proportion."""
    before, after = (row.more.get("calm_ratio", row.ratio_to_floor or 0) for row in (small, large))
    return round(log(after / before) / log(large.n / small.n), 3)


@dataclass
class Measured:
    """The rows measured so far, and the groups that are measured to their end."""

    rows: list[Row] = field(default_factory=list)
    ended: list[str] = field(default_factory=list)

    @property
    def whole(self) -> list[Row]:
        """The rows that replace those of an earlier run: a group cut short replaces none."""
        return [row for row in self.rows if row.group in self.ended]
