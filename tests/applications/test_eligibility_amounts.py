"""How much: PLAFOND, BUDGET_EQUILIBRE and BUDGET_ANNUEL_CONCORDANT, to the cent."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from applications.content import BudgetLine
from applications.eligibility import evaluate
from tests.applications.dossiers import (
    action,
    budget,
    changed,
    euros,
    terms,
    valid_dossier,
)


def finding(dossier, code):
    """The one finding of a rule, its spaces made ordinary."""
    (found,) = evaluate(dossier, [code])
    return found


def words(found):
    return found.reason.replace("\u00a0", " ")


def line(account, *amounts):
    return BudgetLine(id=f"{account}-{len(amounts)}", account=account, amounts=euros(*amounts))


# --- PLAFOND


def test_a_request_at_the_ceiling_passes__C_4_2b():
    dossier = valid_dossier(budget=budget(requested=euros("120000.00", "120000.00")))
    assert finding(dossier, "PLAFOND").is_conforming


def test_a_request_one_cent_above_the_ceiling_is_refused__C_4_2b():
    dossier = valid_dossier(budget=budget(requested=euros("120000.00", "120000.01")))
    found = finding(dossier, "PLAFOND")
    assert found.is_blocking
    assert words(found) == "240 000,01 € demandés, plafond 240 000 € : 0,01 € de trop."
    assert (found.section, found.field, found.paragraph) == (
        "budget",
        "requested",
        "4.2",
    )


def test_the_reason_is_made_of_the_dossier_s_figures__C_4_2b():
    dossier = valid_dossier(budget=budget(requested=euros(84_000, 84_000, 84_000)))
    expected = "252 000 € demandés, plafond 240 000 € : 12 000 € de trop."
    assert words(finding(dossier, "PLAFOND")) == expected


@pytest.mark.parametrize("requested", [[], euros(0, 0)])
def test_nothing_asked_is_not_a_request__C_4_2b(requested):
    assert finding(valid_dossier(budget=budget(requested=requested)), "PLAFOND").is_blocking


def test_the_ceiling_is_the_call_s__C_4_2b():
    dossier = valid_dossier(terms=terms(ceiling=Decimal("89999.99")))
    assert finding(dossier, "PLAFOND").is_blocking


cents = st.decimals(0, 240_000, places=2)


@given(first=cents, second=cents)
def test_a_request_passes_exactly_when_its_sum_is_within_the_ceiling__C_4_2b(first, second):
    dossier = valid_dossier(budget=budget(requested=[first, second]))
    passes = 0 < first + second <= Decimal(240_000)
    assert finding(dossier, "PLAFOND").is_conforming is passes


# --- BUDGET_EQUILIBRE


def test_a_balanced_budget_passes__C_4_1c():
    assert finding(valid_dossier(), "BUDGET_EQUILIBRE").is_conforming


def test_a_cent_of_difference_is_refused_and_its_year_named__C_4_1c():
    dossier = changed(valid_dossier(), "budget.resources.0.amounts", euros("10000.00", "9999.99"))
    found = finding(dossier, "BUDGET_EQUILIBRE")
    assert found.is_blocking
    assert words(found) == "Il manque 0,01 € de ressources en année 2."
    assert found.field == "resources"


def test_a_total_that_balances_hides_no_year__C_4_1c():
    dossier = changed(valid_dossier(), "budget.resources.0.amounts", euros(11_200, 8_800))
    found = finding(dossier, "BUDGET_EQUILIBRE")
    assert words(found) == (
        "Il manque 1 200 € de charges en année 1 et il manque 1 200 € de ressources en année 2."
    )


def test_amounts_may_have_fewer_entries_than_the_duration__C_4_1c():
    balanced = budget(
        expenses=[line("604", 1_000)],
        resources=[line("own", 400)],
        requested=euros(600),
    )
    dossier = changed(valid_dossier(budget=balanced), "project.duration_years", 3)
    assert finding(dossier, "BUDGET_EQUILIBRE").is_conforming


def test_an_empty_budget_is_refused__C_4_1c():
    empty = budget(expenses=[], resources=[], requested=[])
    assert finding(valid_dossier(budget=empty), "BUDGET_EQUILIBRE").is_blocking


def test_contributions_in_kind_balance_apart__C_4_1c():
    base = budget()
    gifts = [line("864", 2_000, 2_000)]
    alone = base.model_copy(update={"expenses": [*base.expenses, *gifts]})
    found = finding(valid_dossier(budget=alone), "BUDGET_EQUILIBRE")
    assert found.is_blocking
    assert "compte 87" in words(found)
    both = alone.model_copy(update={"resources": [*base.resources, line("870", 2_000, 2_000)]})
    assert finding(valid_dossier(budget=both), "BUDGET_EQUILIBRE").is_conforming


amounts = st.lists(st.decimals(0, 99_999, places=2), min_size=2, max_size=2)


@given(expenses=amounts, resources=amounts, requested=amounts)
def test_it_passes_exactly_when_every_year_balances__C_4_1c(expenses, resources, requested):
    plan = budget(
        expenses=[BudgetLine(id="c", account="604", amounts=expenses)],
        resources=[BudgetLine(id="r", account="own", amounts=resources)],
        requested=requested,
    )
    balanced = any(expenses) and all(
        spent == own + asked
        for spent, own, asked in zip(expenses, resources, requested, strict=True)
    )
    found = finding(valid_dossier(budget=plan), "BUDGET_EQUILIBRE")
    assert found.is_conforming is balanced


# --- BUDGET_ANNUEL_CONCORDANT


def test_a_subsidy_split_by_year_and_by_action_passes__C_4_2c():
    found = finding(valid_dossier(), "BUDGET_ANNUEL_CONCORDANT")
    assert words(found) == "45 000 € et 45 000 € par année."


@pytest.mark.parametrize("field", ["requested", "expenses", "resources"])
def test_no_amount_outside_the_project_s_years__C_4_2c(field):
    late = {
        "requested": euros(45_000, 45_000, 1),
        "expenses": [line("604", 0, 0, 1)],
        "resources": [line("own", 0, 0, 1)],
    }[field]
    found = finding(valid_dossier(budget=budget(**{field: late})), "BUDGET_ANNUEL_CONCORDANT")
    assert found.is_blocking
    assert "en année 3" in words(found)
    assert found.field == field


def test_the_subsidy_is_spread_over_several_years__C_4_2c():
    dossier = valid_dossier(
        budget=budget(requested=euros(90_000)),
        actions=[
            action(rank, a.content.axis, requested=euros(22_500))
            for rank, a in enumerate(valid_dossier().actions, start=1)
        ],
    )
    found = finding(dossier, "BUDGET_ANNUEL_CONCORDANT")
    assert found.is_blocking
    assert "plusieurs années" in words(found)


def test_the_actions_shares_make_the_budget_s_request_each_year__C_4_2c():
    dossier = changed(valid_dossier(), "actions.0.content.requested", euros("11250.01", 11_250))
    found = finding(dossier, "BUDGET_ANNUEL_CONCORDANT")
    assert found.is_blocking
    assert words(found) == ("45 000,01 € demandés par les actions, 45 000 € au budget en année 1.")


def test_an_action_never_asks_more_than_it_costs__C_4_2c():
    dossier = changed(valid_dossier(), "actions.0.content.costs", euros(11_250, "11249.99"))
    found = finding(dossier, "BUDGET_ANNUEL_CONCORDANT")
    assert found.is_blocking
    assert found.action == 1


def test_the_duration_comes_first__C_4_2c():
    dossier = changed(valid_dossier(), "project.duration_years", None)
    found = finding(dossier, "BUDGET_ANNUEL_CONCORDANT")
    assert (found.section, found.field) == ("objectifs", "duration_years")
