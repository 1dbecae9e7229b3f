"""A decided amount over the years (C-4.2c): property tests."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from reviews.amounts import split

AMOUNTS = st.decimals(min_value=0, max_value=240_000, places=2)
YEARS = st.lists(AMOUNTS, min_size=1, max_size=4)


@given(AMOUNTS, YEARS)
def test_the_parts_always_add_up_to_the_cent(amount, asked):
    parts = split(amount, asked)
    assert sum(parts) == amount
    assert len(parts) == len(asked)
    assert all(part >= 0 for part in parts)


@given(AMOUNTS, YEARS)
def test_a_year_for_which_nothing_was_asked_receives_nothing(amount, asked):
    if any(asked):
        for part, year in zip(split(amount, asked), asked, strict=True):
            assert year or not part


@given(YEARS)
def test_what_was_asked_in_whole_euros_is_given_as_it_was_asked(asked):
    whole = [year.quantize(Decimal(1)) for year in asked]
    if any(whole):
        assert split(sum(whole), whole) == whole


def test_a_grant_below_the_request_keeps_its_proportions():
    assert split(Decimal(100_000), [Decimal(60_000), Decimal(80_000), Decimal(60_000)]) == [
        Decimal(30_000),
        Decimal(40_000),
        Decimal(30_000),
    ]


def test_the_odd_euros_go_to_the_heaviest_year():
    assert split(Decimal("100.50"), [Decimal(1), Decimal(1), Decimal("1.01")]) == [
        Decimal(33),
        Decimal(33),
        Decimal("34.50"),
    ]


def test_nothing_asked_gives_all_to_the_first_year():
    assert split(Decimal(10), []) == [Decimal(10)]
    assert split(Decimal(10), [Decimal(0), Decimal(0)]) == [Decimal(10), Decimal(0)]
