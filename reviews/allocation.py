"""Sharing the envelope: automatic filling, where it runs out, who gets how much. Pure (C-4.2a)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal
from typing import Any

CENT = Decimal("0.01")
ZERO = Decimal(0)


@dataclass(frozen=True)
class Candidate:
    """A dossier in its rank: what may be given at most, in euros."""

    key: int
    ceiling: Decimal
    is_eligible: bool = True  # False under the threshold, or without a mark


@dataclass(frozen=True)
class Gift:
    """What filling gives a dossier: an amount, or a place in the reserve, or nothing."""

    amount: Decimal
    reserve_rank: int | None = None


def fill(
    candidates: Sequence[Candidate], envelope: Decimal, share: Decimal = Decimal(1)
) -> dict[int, Gift]:
    """Give by rank until the envelope is used: each dossier `share` of its ceiling, in whole euros.

    The first that does not fit stops the giving, so that nobody is passed over by a lower rank;
    it and the following ones make the reserve. Those not eligible receive nothing.
    """
    left, given, waiting = envelope, {}, 0
    for candidate in candidates:
        if not candidate.is_eligible:
            given[candidate.key] = Gift(ZERO)
            continue
        amount = (candidate.ceiling * share).quantize(Decimal(1), rounding=ROUND_DOWN)
        if share == 1:
            amount = candidate.ceiling
        if waiting == 0 and 0 < amount <= left:
            left -= amount
            given[candidate.key] = Gift(amount.quantize(CENT))
        else:
            waiting += 1
            given[candidate.key] = Gift(ZERO, waiting)
    return given


def runs_out_after(amounts: Sequence[Decimal], envelope: Decimal | None) -> int:
    """How many dossiers, in order, stand above the line: the last one still paid in full.

    While the envelope is not exceeded, the line follows the last dossier that receives something.
    """
    spent, last = ZERO, 0
    for place, amount in enumerate(amounts, start=1):
        spent += amount
        if envelope is not None and spent > envelope:
            return max(last, place - 1)
        if amount > 0:
            last = place
    return last


@dataclass(frozen=True)
class Part:
    """What one département or one axis receives."""

    label: str
    dossiers: int
    asked: Decimal
    amount: Decimal


def by_label(rows: Iterable[tuple[str, Decimal, Decimal]]) -> list[Part]:
    """Add up (label, asked, amount), the best served first; `dossiers` counts those that receive."""
    found: dict[str, list[Any]] = {}
    for label, asked, amount in rows:
        sums = found.get(label)
        if sums is None:
            sums = found[label] = [0, ZERO, ZERO]
        if amount:
            sums[0] += 1
            sums[2] += amount
        sums[1] += asked
    parts = [Part(label, *sums) for label, sums in found.items()]
    return sorted(parts, key=lambda part: (-part.amount, -part.asked, part.label))


def by_axis(
    rows: Iterable[tuple[Mapping[str, str], Decimal, Decimal]], names: Mapping[str, str]
) -> list[Part]:
    """Share (parts by axis, asked, amount) between the axes, as each dossier asked for them."""
    lines = []
    for shares, asked, amount in rows:
        for code, share in shares.items():
            part = Decimal(share)
            given = amount * part if amount else ZERO
            lines.append((names.get(code, "Hors axes"), asked * part, given))
    return [
        Part(part.label, part.dossiers, part.asked.quantize(CENT), part.amount.quantize(CENT))
        for part in by_label(lines)
    ]
