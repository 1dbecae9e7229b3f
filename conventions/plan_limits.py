"""What the plan of an amendment may not say, each in a sentence that tells what to do. Pure.

Only what the amendment changes is judged: what the parties signed stands as it is.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from applications import budgeting, eligibility
from applications.content import ActionContent, Dossier
from applications.recap import actions
from conventions.plan_changes import figures_of, numbers
from conventions.state import State
from limits_portal.french import euros, long_date

ZERO = Decimal(0)


@dataclass(frozen=True)
class Problem:
    """What is wrong with an action: its field, the rank of the year from 0 if it has one, why."""

    field: str
    reason: str
    year: int | None = None


def problems(action: ActionContent, *, first_year: int) -> Iterator[Problem]:
    """Shares within costs, year by year; what is paid on within the shares, to an operator (C-4.1h)."""
    costs, shares = budgeting.padded(action.costs), budgeting.padded(action.requested)
    for rank, (cost, share) in enumerate(zip(costs, shares, strict=True)):
        if share > cost:
            reason = (
                f"En {first_year + rank}, la part demandée à la MILDECA ({euros(share)}) dépasse le "
                f"coût de l’action ({euros(cost)}) : baissez la part, ou relevez le coût."
            )
            yield Problem("requested", reason, rank)
    delegated = action.delegated_amount or ZERO
    if delegated and not action.has_operator:
        reason = (
            f"{euros(delegated)} sont délégués, mais aucun opérateur ne mène l’action : laissez la "
            "part déléguée vide."
        )
        yield Problem("delegated_amount", reason)
    elif delegated > action.requested_total:
        reason = (
            f"La part déléguée ({euros(delegated)}) est prise sur la subvention : elle ne dépasse "
            f"pas la part demandée à la MILDECA ({euros(action.requested_total)}). Baissez-la."
        )
        yield Problem("delegated_amount", reason)


def refusals(before: State, after: State) -> list[str]:
    """Why the plan of `after` cannot replace that of `before`; empty when it can."""
    old, new = before.dossier, after.dossier
    if old.actions == new.actions:
        return []
    return [
        *_of_actions(old, new, first_year=after.starts_on.year),
        *_of_dates(before, after),
        *_of_axes(old, new),
        *_of_budget(old, new),
        *_of_subsidy(before, after),
    ]


def _of_actions(old: Dossier, new: Dossier, *, first_year: int) -> Iterator[str]:
    known = {action.id: figures_of(action.content) for action in old.actions}
    names = numbers(new)
    for action in new.actions:
        if known.get(action.id) != figures_of(action.content):
            for problem in problems(action.content, first_year=first_year):
                yield f"Action {names[action.id]} : {problem.reason}"


def _of_dates(before: State, after: State) -> Iterator[str]:
    """An action that comes stands within the project (C-3f)."""
    known = {action.id for action in before.dossier.actions}
    for action in after.dossier.actions:
        start, end = action.content.starts_on, action.content.ends_on
        if action.id in known or not (start and end):
            continue
        if not after.starts_on <= start <= end <= after.ends_on:
            yield (
                "L’action ajoutée commence avant de finir, et se tient pendant le projet, du "
                f"{long_date(after.starts_on)} au {long_date(after.ends_on)} : corrigez ses dates."
            )


def _of_axes(old: Dossier, new: Dossier) -> Iterator[str]:
    """Each axis keeps an action (C-3c), the project its indicators and results (C-3d, C-3e)."""
    axes = len(new.terms.axes)
    emptied = [
        title
        for (title, was), (_, left) in zip(
            actions.by_axis(old)[:axes], actions.by_axis(new)[:axes], strict=True
        )
        if was and not left
    ]
    for title in emptied:
        yield (
            f"« {title} » n’aurait plus d’action, et l’appel en demande une dans chaque axe : "
            "gardez-en une, ou ajoutez-en une dans le même avenant."
        )
    if emptied:
        return
    codes = ("AXES_COUVERTS", "RESULTATS_ET_INDICATEURS", "OPERATEURS_SANS_LIEN")
    was = {finding.code: finding.is_conforming for finding in eligibility.evaluate(old, codes)}
    for finding in eligibility.evaluate(new, codes):
        if was[finding.code] and not finding.is_conforming:
            yield (
                f"Le plan modifié ne répondrait plus à l’appel (« {finding.title} »). "
                f"{finding.reason} Gardez ce qui y répond aujourd’hui."
            )


def _of_budget(old: Dossier, new: Dossier) -> Iterator[str]:
    """The plan costs no more than the budget's expenses, unless it did already and costs less."""
    limit = budgeting.totals(new.budget).total_cost
    was, now = (sum(budgeting.action_costs(d.actions), ZERO) for d in (old, new))
    if now > max(was, limit):
        yield (
            f"Les actions coûteraient {euros(now)}, plus que les {euros(limit)} de charges du budget "
            f"prévisionnel : baissez leurs coûts d’au moins {euros(now - max(was, limit))}."
        )


def _of_subsidy(before: State, after: State) -> Iterator[str]:
    """Shares that grow stay within the amount agreed that year (C-4.2c)."""
    was = budgeting.action_requests(before.dossier.actions)
    now = budgeting.action_requests(after.dossier.actions)
    agreed = budgeting.padded(after.yearly)
    for rank, amount in enumerate(now):
        limit = max(was[rank], agreed[rank])
        if amount > limit:
            above = f", plus que les {euros(limit)} d’aujourd’hui" if limit > agreed[rank] else ""
            yield (
                f"En {after.starts_on.year + rank}, les actions demanderaient {euros(amount)} à la "
                f"MILDECA{above}, pour {euros(agreed[rank])} convenus : baissez leurs parts d’au "
                f"moins {euros(amount - limit)}."
            )
