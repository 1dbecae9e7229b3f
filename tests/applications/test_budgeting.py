"""The budget's sums, and the accounts they are made in."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from applications import accounting, budgeting
from applications.content import MAX_YEARS, Budget, BudgetLine
from tests.applications.dossiers import action, budget, euros, valid_dossier


def line(account, *amounts, **fields):
    return BudgetLine(id=account, account=account, amounts=euros(*amounts), **fields)


def test_totals_by_year_count_the_subsidy_among_the_resources():
    sums = budgeting.totals(budget())
    assert sums.expenses[:2] == euros(60_000, 60_000)
    assert sums.cofinancing[:2] == euros(15_000, 15_000)
    assert sums.resources[:2] == euros(60_000, 60_000)
    assert sums.is_balanced
    assert (sums.total_cost, sums.requested_total) == (
        Decimal(120_000),
        Decimal(90_000),
    )


def test_the_cofinancing_share_is_of_the_resources_in_money__C_4_2d():
    assert budgeting.totals(budget()).cofinancing_share == Decimal("0.25")
    gifts = budget(resources=[*budget().resources, line("870", 50_000)])
    assert budgeting.totals(gifts).cofinancing_share == Decimal("0.25")
    assert budgeting.totals(Budget()).cofinancing_share is None


def test_contributions_in_kind_stay_apart_from_money():
    sums = budgeting.totals(budget(expenses=[line("861", 500)], resources=[line("871", 400)]))
    assert sums.expenses == [0] * MAX_YEARS
    assert sums.in_kind_balance[0] == -100
    assert not sums.is_balanced


def test_an_unknown_account_counts_as_money():
    assert budgeting.totals(budget(expenses=[line("??", 5)])).total_cost == 5


def test_sums_by_account_keep_the_order_of_the_lines():
    lines = [line("622", 1), line("604", 2, 3), line("622", 4, 5)]
    sums = budgeting.by_account(lines)
    assert list(sums) == ["622", "604"]
    assert sums["622"][:2] == euros(5, 5)


def test_an_action_s_costs_are_compared_with_its_budget_lines__C_4_3c():
    dossier = valid_dossier()
    shares = budgeting.action_shares(dossier.budget, dossier.actions)
    assert all(share.is_reconciled for share in shares)
    cut = budget(expenses=dossier.budget.expenses[1:])
    first = budgeting.action_shares(cut, dossier.actions)[0]
    assert first.gaps[:2] == euros(-15_000, -15_000)


def test_expenses_of_no_action_are_listed__C_4_3c():
    stray = line("625", 10, action=99)
    plan = budget(expenses=[*budget().expenses, stray, line("616", 0)])
    assert budgeting.untied_expenses(plan, valid_dossier().actions) == [stray]


def test_costs_by_axis_put_other_measures_apart__C_2_2b():
    actions = [
        action(1, "piloter"),
        action(2, "piloter"),
        action(3, "x", is_outside_axes=True),
    ]
    assert budgeting.costs_by_axis(actions) == {"piloter": 60_000, "": 30_000}


series = st.lists(st.lists(st.decimals(0, 10**9, places=2), max_size=MAX_YEARS), max_size=8)


@given(series)
def test_nothing_is_lost_or_made_up_in_the_sums(amounts):
    assert sum(budgeting.by_year(amounts)) == sum(sum(years) for years in amounts)


@pytest.mark.parametrize(
    ("answers", "account"),
    [
        ({"has_operator": True, "operator_name": "Théâtre"}, "604"),
        ({"has_operator": True, "delegated_amount": Decimal(30_000)}, "65"),
        ({"has_operator": True, "delegated_amount": Decimal(5_000)}, ""),
        ({"has_operator": False}, ""),
        ({"has_operator": None}, ""),
    ],
)
def test_a_brought_cost_goes_to_the_account_its_action_names_or_to_none__C_4_3c(answers, account):
    """Purchase, delegated credits; agents' work or purchases of the town: it alone knows."""
    plan = budgeting.with_plan(Budget(), [action(1, "piloter", **answers)])
    assert [line.account for line in plan.expenses] == [account]


def test_each_account_has_one_code_and_a_group():
    codes = [account.code for account in accounting.ACCOUNTS]
    assert len(codes) == len(set(codes))
    assert {account.group for account in accounting.ACCOUNTS} == set(accounting.GROUPS)


def test_income_tax_is_hidden_for_a_collectivite_but_keeps_its_label__C_4_1i():
    shown = [code for _group, pairs in accounting.choices("expense") for code, _label in pairs]
    assert "69" not in shown
    assert accounting.label("69").startswith("69 – ")


@pytest.mark.parametrize("side", ["expense", "resource"])
def test_choices_part_money_from_contributions_in_kind(side):
    money = [c for _g, pairs in accounting.choices(side, in_kind=False) for c, _ in pairs]
    gifts = [c for _g, pairs in accounting.choices(side, in_kind=True) for c, _ in pairs]
    assert all(code.startswith(("86", "87")) for code in gifts)
    assert not any(code.startswith(("86", "87")) for code in money)


def test_the_subsidy_asked_is_never_typed_as_a_line():
    assert accounting.MILDECA.code not in {a.code for a in accounting.ACCOUNTS}
    assert accounting.label("74-mildeca") == "74 – MILDECA (présente demande)"
    assert accounting.label("inconnu") == "inconnu"
