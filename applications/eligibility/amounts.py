"""How much: the ceiling, the balance, the agreement of the years and the actions."""

from collections.abc import Callable
from decimal import Decimal

from applications.budgeting import Totals, action_requests, action_shares, totals
from applications.content import Dossier
from applications.eligibility.finding import (
    Verdict,
    action_name,
    conforming,
    listed,
    rule,
    to_correct,
    years_named,
)
from applications.enums import SectionKey
from limits_portal.french import euros

ZERO = Decimal(0)


@rule(
    "PLAFOND",
    "Plafond de la subvention",
    demand="La subvention demandée ne dépasse pas le plafond de l'appel, pour l'ensemble de la "
    "période (240 000 € pour LIMIT'S 2024).",
    clause="C-4.2b",
    paragraph="4.2",
    section=SectionKey.BUDGET,
)
def PLAFOND(dossier: Dossier) -> Verdict:
    """Compare the whole subsidy asked with the ceiling, to the cent."""
    asked, ceiling = sum(dossier.budget.requested, ZERO), dossier.terms.ceiling
    if not asked:
        return to_correct(
            f"Indiquez la subvention demandée, dans la limite de {euros(ceiling)}.",
            "requested",
        )
    if asked > ceiling:
        return to_correct(
            f"{euros(asked)} demandés, plafond {euros(ceiling)} : "
            f"{euros(asked - ceiling)} de trop.",
            "requested",
        )
    return conforming(f"{euros(asked)} demandés, plafond {euros(ceiling)}.")


@rule(
    "BUDGET_EQUILIBRE",
    "Budget équilibré",
    demand="Chaque année et au total, les charges égalent les ressources, subvention de la MILDECA "
    "comprise, au centime près. Les contributions en nature (comptes 86 et 87) s'équilibrent à "
    "part.",
    clause="C-4.1c",
    paragraph="4.1",
    section=SectionKey.BUDGET,
)
def BUDGET_EQUILIBRE(dossier: Dossier) -> Verdict:
    """Say which year lacks how much, resources or expenses."""
    sums = totals(dossier.budget)
    if not sums.total_cost:
        return to_correct("Le budget ne compte encore aucune charge.", "expenses")
    gaps = differences(sums.balance, _gap)
    if gaps:
        lacking = next(amount for amount in sums.balance if amount)
        return to_correct(f"{_capital(listed(gaps))}.", "resources" if lacking < 0 else "expenses")
    gaps = differences(sums.in_kind_balance, _gap_in_kind)
    if gaps:
        return to_correct(
            f"Contributions en nature : {listed(gaps)}. Les comptes 86 et 87 doivent être égaux.",
            "resources",
        )
    return conforming(f"{euros(sums.total_cost)} de charges et de ressources, chaque année.")


def differences(balance: list[Decimal], say: Callable[[Decimal], str]) -> list[str]:
    """Say each year that does not balance: « il manque 1 200 € de ressources en année 2 »."""
    return [
        f"{say(amount)} {years_named([year])}"
        for year, amount in enumerate(balance, start=1)
        if amount
    ]


def _gap(amount: Decimal) -> str:
    side = "ressources" if amount < 0 else "charges"
    return f"il manque {euros(abs(amount))} de {side}"


def _gap_in_kind(amount: Decimal) -> str:
    side = "compte 87 (ressources)" if amount < 0 else "compte 86 (emplois)"
    return f"il manque {euros(abs(amount))} au {side}"


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


@rule(
    "BUDGET_ANNUEL_CONCORDANT",
    "Subvention répartie par année",
    demand="La subvention est répartie sur plusieurs années du projet, sans montant hors de sa "
    "durée ; chaque année, les parts demandées par les actions font la subvention demandée.",
    clause="C-4.2c",
    paragraph="4.2",
    section=SectionKey.BUDGET,
)
def BUDGET_ANNUEL_CONCORDANT(dossier: Dossier) -> Verdict:
    """Check the years one by one: the duration first, then the actions."""
    sums, years = totals(dossier.budget), dossier.project.duration_years
    if not sums.requested_total:
        return to_correct("Répartissez la subvention demandée par année.", "requested")
    if not years:
        return to_correct(
            "Indiquez d'abord la durée du projet : elle donne les années du budget.",
            "duration_years",
            section=SectionKey.PROJECT,
        )
    return (
        _outside_duration(sums, years)
        or _single_year(sums)
        or _actions_disagree(dossier)
        or conforming(_split(sums, years))
    )


def _outside_duration(sums: Totals, years: int) -> Verdict | None:
    for field, amounts, what in (
        ("requested", sums.requested, "demandés à la MILDECA"),
        ("expenses", sums.expenses, "de charges"),
        ("resources", sums.cofinancing, "de ressources"),
        ("expenses", sums.in_kind_expenses, "d'emplois en nature"),
        ("resources", sums.in_kind_resources, "de ressources en nature"),
    ):
        beyond = [year for year in range(years, len(amounts)) if amounts[year]]
        if beyond:
            amount = sum((amounts[year] for year in beyond), ZERO)
            return to_correct(
                f"{euros(amount)} {what} {years_named([year + 1 for year in beyond])}, alors que "
                f"le projet dure {years} {'an' if years == 1 else 'ans'}.",
                field,
            )
    return None


def _single_year(sums: Totals) -> Verdict | None:
    funded = [year for year, amount in enumerate(sums.requested, start=1) if amount]
    if len(funded) > 1:
        return None
    return to_correct(
        f"Toute la subvention est demandée {years_named(funded)} : répartissez-la sur plusieurs "
        "années.",
        "requested",
    )


def _actions_disagree(dossier: Dossier) -> Verdict | None:
    for share, action in zip(
        action_shares(dossier.budget, dossier.actions), dossier.actions, strict=True
    ):
        if share.overasked:
            name = action_name(share.title, action.position)
            return to_correct(
                f"« {name} » : {euros(sum(share.requested, ZERO))} demandés pour un coût de "
                f"{euros(sum(share.costs, ZERO))}.",
                "requested",
                section=SectionKey.ACTIONS,
                action=share.action,
            )
    asked = totals(dossier.budget).requested
    shares = action_requests(dossier.actions)
    gaps = [
        f"{euros(share)} demandés par les actions, {euros(amount)} au budget {years_named([year])}"
        for year, (share, amount) in enumerate(zip(shares, asked, strict=True), start=1)
        if share != amount
    ]
    if gaps:
        return to_correct(f"{_capital('; '.join(gaps))}.", "requested")
    return None


def _split(sums: Totals, years: int) -> str:
    return f"{listed([euros(amount) for amount in sums.requested[:years]])} par année."
