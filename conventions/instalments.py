"""The payments of a subsidy: what, when, on which condition, to the cent (C-4.2c, C-5h)."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from applications.content import Content, Money
from conventions.terms import Payments

CENT = Decimal("0.01")
BALANCE = "Solde"


class Instalment(Content):
    """One payment: its project year (1, 2…), its amount in euros, what must have been done."""

    number: int
    label: str
    year: int
    amount: Money
    condition: str


def schedule(yearly: Sequence[Decimal], payments: Payments) -> list[Instalment]:
    """One payment a project year with money; the last keeps a share back for the balance.

    The payments add up to the yearly amounts, to the cent.
    """
    paid = [(year, amount) for year, amount in enumerate(yearly, start=1) if amount]
    found: list[Instalment] = []

    def add(year: int, amount: Decimal, condition: str, label: str = "") -> None:
        number = len(found) + 1
        found.append(
            Instalment(
                number=number,
                label=label or ("1re tranche" if number == 1 else f"{number}e tranche"),
                year=year,
                amount=amount,
                condition=condition,
            )
        )

    for rank, (year, amount) in enumerate(paid):
        kept = Decimal(0)
        if rank == len(paid) - 1:
            kept = (amount * payments.balance_share).quantize(CENT, ROUND_HALF_UP)
        if amount - kept:
            add(year, amount - kept, payments.yearly if rank else payments.first)
        if kept:
            add(year, kept, payments.balance, BALANCE)
    return found
