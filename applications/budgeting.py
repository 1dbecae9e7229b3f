"""Sums of a budget: pure functions over `Budget` and the plan's actions, to the cent.

Amounts are euros (Decimal). A list by year has one entry a project year, in order; it may be
shorter than the project (missing years count for nothing) and its length never matters: every
function returns MAX_YEARS entries, so that an amount left in a year that the project no longer
has is still seen.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from applications.accounting import is_in_kind
from applications.content import MAX_YEARS, ActionContent, Budget, BudgetLine, PlanAction

ZERO = Decimal(0)
# Accounts of a cost brought from the plan: a service bought, credits paid on to a third party.
PURCHASE_ACCOUNT, DELEGATED_ACCOUNT = "604", "65"


def padded(amounts: Sequence[Decimal], length: int = MAX_YEARS) -> list[Decimal]:
    """Return the amounts with zeros for the missing years; longer lists are cut at `length`."""
    return [amounts[year] if year < len(amounts) else ZERO for year in range(length)]


def by_year(series: Iterable[Sequence[Decimal]]) -> list[Decimal]:
    """Add several lists of yearly amounts, year by year."""
    sums = [ZERO] * MAX_YEARS
    for amounts in series:
        sums = [total + amount for total, amount in zip(sums, padded(amounts), strict=True)]
    return sums


def by_account(lines: Iterable[BudgetLine]) -> dict[str, list[Decimal]]:
    """Yearly sums of each account, in the order in which the accounts first appear."""
    accounts: dict[str, list[Decimal]] = {}
    for line in lines:
        accounts[line.account] = by_year([accounts.get(line.account, []), line.amounts])
    return accounts


@dataclass(frozen=True)
class Totals:
    """Yearly sums of a budget: money on one side, contributions in kind apart (86, 87)."""

    expenses: list[Decimal]
    cofinancing: list[Decimal]  # every resource but MILDECA's, the holder's own included
    requested: list[Decimal]  # the subsidy asked from MILDECA
    in_kind_expenses: list[Decimal]
    in_kind_resources: list[Decimal]

    @property
    def resources(self) -> list[Decimal]:
        """Every resource in money, MILDECA's included."""
        return by_year([self.cofinancing, self.requested])

    @property
    def balance(self) -> list[Decimal]:
        """Resources less expenses: negative when resources are missing that year."""
        return [
            resource - expense
            for resource, expense in zip(self.resources, self.expenses, strict=True)
        ]

    @property
    def in_kind_balance(self) -> list[Decimal]:
        """Account 87 less account 86, which must be equal (facts §3.3)."""
        return [
            resource - use
            for resource, use in zip(self.in_kind_resources, self.in_kind_expenses, strict=True)
        ]

    @property
    def is_balanced(self) -> bool:
        """Whether each year and the whole balance to the cent, in money and in kind."""
        return not any(self.balance) and not any(self.in_kind_balance)

    @property
    def total_cost(self) -> Decimal:
        """Whole cost of the project in money (C-4.1c)."""
        return sum(self.expenses, ZERO)

    @property
    def requested_total(self) -> Decimal:
        """Whole subsidy asked (C-4.2b)."""
        return sum(self.requested, ZERO)

    @property
    def cofinancing_share(self) -> Decimal | None:
        """Share of the resources that MILDECA does not pay, 0 to 1; None without resources.

        What the collectivité pays itself counts (C-4.2d sets no rule); gifts in kind do not.
        """
        resources = sum(self.resources, ZERO)
        if not resources:
            return None
        return sum(self.cofinancing, ZERO) / resources


def totals(budget: Budget) -> Totals:
    """Add up a budget by year."""

    def amounts(lines: Iterable[BudgetLine], *, in_kind: bool) -> list[Decimal]:
        return by_year(line.amounts for line in lines if is_in_kind(line.account) == in_kind)

    return Totals(
        expenses=amounts(budget.expenses, in_kind=False),
        cofinancing=amounts(budget.resources, in_kind=False),
        requested=padded(budget.requested),
        in_kind_expenses=amounts(budget.expenses, in_kind=True),
        in_kind_resources=amounts(budget.resources, in_kind=True),
    )


@dataclass(frozen=True)
class ActionShare:
    """What an action says it costs beside what the budget spends on it, by year (C-4.3c)."""

    action: int
    title: str
    axis: str
    costs: list[Decimal]  # typed in the action
    budgeted: list[Decimal]  # expense lines tied to it
    requested: list[Decimal]  # share asked from MILDECA, typed in the action
    delegated: Decimal

    @property
    def gaps(self) -> list[Decimal]:
        """Budgeted less typed cost, by year: zero where they agree."""
        return [spent - cost for spent, cost in zip(self.budgeted, self.costs, strict=True)]

    @property
    def is_reconciled(self) -> bool:
        """Whether the action's costs and its budget lines agree each year."""
        return not any(self.gaps)

    @property
    def overasked(self) -> Decimal:
        """What is asked above the action's whole cost, or zero."""
        return max(ZERO, sum(self.requested, ZERO) - sum(self.costs, ZERO))


def action_shares(budget: Budget, actions: Sequence[PlanAction]) -> list[ActionShare]:
    """Compare each action's costs with the expense lines tied to it, in the plan's order."""
    tied: dict[int, list[Decimal]] = {}
    for line in budget.expenses:
        if line.action is not None and not is_in_kind(line.account):
            tied[line.action] = by_year([tied.get(line.action, []), line.amounts])
    return [
        ActionShare(
            action=action.id,
            title=action.content.title,
            axis=action.content.axis,
            costs=padded(action.content.costs),
            budgeted=padded(tied.get(action.id, [])),
            requested=padded(action.content.requested),
            delegated=action.content.delegated_amount or ZERO,
        )
        for action in actions
    ]


def untied_expenses(budget: Budget, actions: Sequence[PlanAction]) -> list[BudgetLine]:
    """Expense lines with an amount that pay for no action of the plan (C-4.3c)."""
    known = {action.id for action in actions}
    return [
        line
        for line in budget.expenses
        if line.total and not is_in_kind(line.account) and line.action not in known
    ]


def action_costs(actions: Sequence[PlanAction]) -> list[Decimal]:
    """Costs of the whole plan, by year."""
    return by_year(action.content.costs for action in actions)


def action_requests(actions: Sequence[PlanAction]) -> list[Decimal]:
    """What the actions together ask from MILDECA, by year."""
    return by_year(action.content.requested for action in actions)


def costs_by_axis(actions: Sequence[PlanAction]) -> dict[str, Decimal]:
    """Whole cost of each axis; other measures under the empty code (C-2.2b)."""
    sums: dict[str, Decimal] = {}
    for action in actions:
        axis = "" if action.content.is_outside_axes else action.content.axis
        sums[axis] = sums.get(axis, ZERO) + action.content.cost
    return sums


def account_of(action: ActionContent) -> str:
    """Account that the action's own answers name, or "" when only its holder can tell.

    An operator without delegated credits sells a service; one to whom the whole cost is delegated
    is paid a subsidy (C-4.1h). Between the two, and for what the collectivité does itself (its
    agents, supplies, a hall to rent), nothing in the action says which.
    """
    if not action.has_operator:
        return ""
    if not action.delegated_amount:
        return PURCHASE_ACCOUNT
    return DELEGATED_ACCOUNT if action.delegated_amount >= action.cost else ""


def with_plan(budget: Budget, actions: Sequence[PlanAction]) -> Budget:
    """Return the budget with an expense for each costed action that has none (C-4.3c).

    What MILDECA is asked by year is the sum of the actions' shares, where nothing was typed.
    """
    tied = {line.action for line in budget.expenses}
    added = [
        BudgetLine(
            account=account_of(action.content),
            label=action.content.title[:120],
            action=action.id,
            amounts=action.content.costs,
        )
        for action in actions
        if action.id not in tied and action.content.cost
    ]
    requested = budget.requested
    if not any(requested):
        requested = padded(by_year(action.content.requested for action in actions))
        while requested and not requested[-1]:
            requested.pop()
    return budget.model_copy(
        update={"expenses": [*budget.expenses, *added], "requested": requested}
    )
