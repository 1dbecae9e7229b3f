"""Splitting a decided amount over the years of a project (C-4.2c): exact to the cent. Pure."""

from collections.abc import Sequence
from decimal import ROUND_DOWN, Decimal

CENT = Decimal("0.01")


def split(amount: Decimal, asked: Sequence[Decimal]) -> list[Decimal]:
    """Share `amount` over the years as the holder asked, in whole euros but for the last cents.

    The parts always add up to `amount`; a year for which nothing was asked receives nothing.
    When nothing at all was asked, the first year receives everything.
    """
    years = max(1, len(asked))
    total = sum(asked, Decimal(0))
    if total <= 0:
        return [amount, *[Decimal("0.00")] * (years - 1)]
    parts = [
        (amount * part / total).quantize(Decimal(1), rounding=ROUND_DOWN).quantize(CENT)
        for part in asked
    ]
    heaviest = max(range(years), key=lambda year: asked[year])
    parts[heaviest] += amount - sum(parts)
    return parts
