"""An action started from a worked example of the call (C-A2)."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from applications.call_content import ExampleAction
from applications.examples import action_from, spread


def example(**fields) -> ExampleAction:
    defaults = {
        "code": "psfp",
        "axis": "axe-2",
        "title": "Programme de soutien aux familles",
        "town": "",
        "audience": "Dix familles",
        "summary": "Quatorze séances.",
        "aims": ["Renforcer les compétences familiales"],
        "description": "…",
    }
    return ExampleAction(**(defaults | fields))


def test_the_action_takes_the_example_s_axis_public_and_aims__C_A2():
    action = action_from(example(indicators=["Familles suivies"], deliverables=["Bilan"]), years=3)

    assert (action.title, action.axis) == ("Programme de soutien aux familles", "axe-2")
    assert action.beneficiaries == "Dix familles"
    assert action.description.endswith("- Renforcer les compétences familiales")
    assert [i.label for i in action.indicators] == ["Familles suivies"]
    assert [d.title for d in action.deliverables] == ["Bilan"]
    assert action.example == "psfp"


def test_a_cost_given_for_three_years_is_spread_over_them__C_A2():
    action = action_from(example(cost=Decimal(42_000), years=3), years=3)

    assert action.costs == [Decimal(14_000)] * 3
    assert action.requested == []


def test_a_cost_over_more_years_than_the_project_fits_in_the_project():
    assert action_from(example(cost=Decimal(42_000), years=3), years=2).costs == [
        Decimal(21_000),
        Decimal(21_000),
    ]


def test_a_cost_without_years_stands_in_the_first_one():
    assert action_from(example(cost=Decimal("12500.00")), years=3).costs == [Decimal("12500.00")]


@pytest.mark.parametrize("years", [2, 3])
def test_an_example_without_a_cost_gives_none(years):
    assert action_from(example(), years=years).costs == []


@given(
    st.decimals(min_value=0, max_value=10_000_000, places=2), st.integers(min_value=1, max_value=4)
)
def test_a_spread_adds_up_to_the_cent(amount, years):
    parts = spread(amount, years)

    assert sum(parts) == amount
    assert len(parts) == years
