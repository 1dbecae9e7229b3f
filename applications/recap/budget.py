"""Frame 6 of the Cerfa, the budget: accounts 60 to 87, year by year (C-4.1c, C-4.1g, C-4.2c)."""

from collections.abc import Iterable
from decimal import Decimal

from applications import accounting, budgeting
from applications.content import MAX_YEARS, BudgetLine, Dossier
from applications.enums import FundingState, SectionKey
from applications.period import anniversary
from applications.recap.blocks import (
    Block,
    Check,
    Checks,
    Field,
    Fields,
    Group,
    Note,
    Row,
    Table,
    choice,
    money_row,
    prose,
)
from limits_portal import french

ZERO = Decimal(0)


def years(dossier: Dossier) -> list[str]:
    """Headings of the project's years, « Année 1 (2024-2025) »; any year with money is shown."""
    series = [line.amounts for line in (*dossier.budget.expenses, *dossier.budget.resources)]
    series += [dossier.budget.requested, *(a.content.costs for a in dossier.actions)]
    typed = max((_last_used(amounts) for amounts in series), default=0)
    length = min(max(dossier.project.duration_years or 1, typed, 1), MAX_YEARS)
    return [_year(dossier, number) for number in range(1, length + 1)]


def _last_used(amounts: list[Decimal]) -> int:
    return max((n for n, value in enumerate(amounts, start=1) if value), default=0)


def _year(dossier: Dossier, number: int) -> str:
    start = dossier.project.starts_on
    first = anniversary(start, number - 1) if start else None
    last = anniversary(start, number) if start else None
    if not (start and first and last):
        return f"Année {number}"
    if (start.month, start.day) == (1, 1):
        return f"Année {number} ({first.year})"
    return f"Année {number} ({first.year}-{last.year})"


def group(dossier: Dossier) -> Group:
    """Return the budget: expenses, resources, contributions in kind, and what they add up to."""
    headings = tuple(years(dossier))
    totals = budgeting.totals(dossier.budget)
    length = len(headings)
    blocks: list[Block] = [
        _side(dossier, "expense", headings, totals.expenses),
        _side(dossier, "resource", headings, totals.resources),
    ]
    in_kind = [*accounts(dossier.budget.expenses, length, in_kind=True)]
    if in_kind or any(totals.in_kind_resources):
        blocks.append(_in_kind(dossier, headings, totals))
    blocks.append(_summary(totals))
    funders = tuple(
        Row(
            (
                line.funder or accounting.label(line.account),
                choice(line.state, FundingState.choices) or "—",
                french.euros(line.total),
            )
        )
        for line in dossier.budget.resources
        if line.total and not accounting.is_in_kind(line.account)
    )
    if funders:
        blocks.append(
            Table(
                "Cofinancements",
                ("Financeur", "État", "Montant"),
                funders,
                is_numeric=True,
            )
        )
    if dossier.budget.notes.strip():
        blocks.append(prose("Précisions sur le budget", dossier.budget.notes))
    blocks.append(
        Checks(
            (
                Check(
                    "Le budget ne finance pas le fonctionnement propre d’une structure.",
                    dossier.budget.no_running_costs,
                ),
            )
        )
    )
    return Group("6.7", "Budget prévisionnel du projet", str(SectionKey.BUDGET), tuple(blocks))


def accounts(
    lines: Iterable[BudgetLine], length: int, *, in_kind: bool
) -> list[tuple[str, list[Decimal]]]:
    """Yearly sums of each used account, in the Cerfa's order; unknown codes at the end."""
    sums = budgeting.by_account(
        line for line in lines if accounting.is_in_kind(line.account) == in_kind
    )
    order = {code: rank for rank, code in enumerate(accounting.BY_CODE)}
    return [
        (code, budgeting.padded(sums[code], length))
        for code in sorted(sums, key=lambda code: order.get(code, len(order)))
        if any(sums[code])
    ]


def grouped(sums: list[tuple[str, list[Decimal]]]) -> list[Row]:
    """Lines of sums under the heading of their group."""
    rows: list[Row] = []
    current = ""
    for code, amounts in sums:
        known = accounting.account(code)
        group = accounting.GROUPS[known.group] if known else "Autres"
        title = accounting.label(code)
        if group not in {current, title}:
            rows.append(Row((group, *("",) * (len(amounts) + 1)), is_group=True))
        current = group
        rows.append(money_row(title, amounts))
    return rows


def _side(dossier: Dossier, side: str, headings: tuple[str, ...], total: list[Decimal]) -> Table:
    budget, length = dossier.budget, len(headings)
    if side == "expense":
        sums = accounts(budget.expenses, length, in_kind=False)
        caption, last = "Charges (comptes 60 à 69), en euros", "Total des charges"
    else:
        sums = accounts(budget.resources, length, in_kind=False)
        asked = (accounting.MILDECA.code, budgeting.padded(budget.requested, length))
        # MILDECA's own line stands with the other subsidies, as the Cerfa has it.
        rank = next((n for n, (code, _) in enumerate(sums) if code >= "74"), len(sums))
        sums.insert(rank, asked)
        caption, last = "Produits (comptes 70 à 79), en euros", "Total des produits"
    rows = grouped(sums)
    rows.append(money_row(last, budgeting.padded(total, length), is_total=True))
    return Table(caption, ("Compte", *headings, "Total"), tuple(rows), is_numeric=True)


def _in_kind(dossier: Dossier, headings: tuple[str, ...], totals: budgeting.Totals) -> Table:
    length = len(headings)
    rows = grouped(accounts(dossier.budget.expenses, length, in_kind=True))
    rows.append(
        money_row("Total 86", budgeting.padded(totals.in_kind_expenses, length), is_total=True)
    )
    rows += grouped(accounts(dossier.budget.resources, length, in_kind=True))
    rows.append(
        money_row(
            "Total 87",
            budgeting.padded(totals.in_kind_resources, length),
            is_total=True,
        )
    )
    return Table(
        "Contributions volontaires en nature (comptes 86 et 87), en euros",
        ("Compte", *headings, "Total"),
        tuple(rows),
        is_numeric=True,
    )


def _summary(totals: budgeting.Totals) -> Fields | Note:
    resources = sum(totals.resources, ZERO)
    share = totals.cofinancing_share
    if not resources or share is None:
        return Note("Le budget n’est pas encore rempli.")
    return Fields(
        (
            Field("Coût total du projet", french.euros(totals.total_cost)),
            Field("Subvention demandée à la MILDECA", french.euros(totals.requested_total)),
            Field(
                "Part de la subvention",
                f"La subvention de {french.euros(totals.requested_total)} représente "
                f"{french.percent(totals.requested_total / resources)} du total des produits.",
            ),
            Field("Part des cofinancements", french.percent(share)),
            Field("Équilibre", "Équilibré" if totals.is_balanced else "Non équilibré"),
        )
    )
