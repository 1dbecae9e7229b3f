"""The agreed amount: downward only, with a reason, years to the cent (C-4.2a, C-4.2c)."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conventions.agreed_amount import agree_amount
from conventions.agreement import agree, left
from conventions.desks import Stale
from conventions.enums import Party
from conventions.models import Act, Convention
from conventions.state import thawed
from conventions.workflow import ACT
from reviews.amounts import split
from reviews.models import Award
from tests.conventions.laureates import make_convention
from tests.conventions.talks import last
from workflow.engine import NotAllowed, Refused

REASON = "Deux ateliers sont abandonnés."


@pytest.fixture
def talk(commune_a, prefecture_a, bob, ines, martin) -> Act:
    """The convention of a laureate to whom 50 000 € were decided, in discussion."""
    made = make_convention(holder=commune_a, by=bob, instructor=ines, president=martin)
    return ACT.perform(made.acts.get(), "circulate", by=ines)


def lower(talk, ines, amount="40000", **fields):
    given = {"seen": last(talk).number, "reason": REASON} | fields
    return agree_amount(talk, amount=Decimal(amount), by=ines, **given)


def test_less_is_agreed_with_a_reason_and_every_figure_follows__C_4_2c(talk, ines, bob, flora):
    for user in (bob, flora):
        agree(talk, by=user, seen=last(talk).number)
    version = lower(talk, ines)
    convention = Convention.objects.get()
    assert (convention.agreed_amount, convention.amount_reason) == (Decimal(40_000), REASON)
    assert sum(convention.yearly_amounts) == 40_000
    state = thawed(version)
    assert (state.agreed, state.yearly) == (Decimal(40_000), convention.yearly_amounts)
    assert sum(part.amount for part in state.instalments) == 40_000
    # The article that names the amount is to be agreed to again; the others stand.
    assert [(r.article["code"], r.missing) for r in left(talk)] == [
        ("objet", [Party.HOLDER, Party.PREFECTURE])
    ]


def test_what_is_not_agreed_returns_to_the_envelope_and_comes_back(talk, ines):
    call = talk.convention.application.call
    lower(talk, ines)
    assert Award.objects.granted(call) == 40_000
    lower(talk, ines, "50000", reason="")
    assert Award.objects.granted(call) == 50_000
    assert Convention.objects.get().amount_reason == ""


@pytest.mark.parametrize(
    ("amount", "fields", "said"),
    [
        ("50000.01", {}, "ne dépasse pas les 50 000 € décidés"),
        ("0", {}, "ni zéro"),
        ("-1", {}, "ni zéro"),
        ("40000", {"reason": " "}, "Dites pourquoi"),
        ("40000", {"yearly": [Decimal(40_000)]}, "exercices"),
        ("40000", {"yearly": [Decimal(19_999)] * 2}, "font 39 998 € au lieu de 40 000 €"),
        ("40000", {"yearly": [Decimal(-1), Decimal(40_001)]}, "ni zéro"),
        ("50000", {}, "déjà celui"),
    ],
)
def test_what_may_not_be_agreed(talk, ines, amount, fields, said):
    read = last(talk).number
    with pytest.raises(Refused) as refusal:
        lower(talk, ines, amount, **fields)
    assert said in refusal.value.reasons[0].replace("\u00a0", " ")
    convention = Convention.objects.get()
    assert (convention.agreed_amount, last(talk).number) == (Decimal(50_000), read)


@pytest.mark.parametrize("who", ["bob", "flora_chief"])
def test_only_mildeca_writes_it(talk, request, who):
    with pytest.raises(NotAllowed):
        lower(talk, request.getfixturevalue(who))


def test_it_is_written_over_what_was_read(talk, ines):
    lower(talk, ines)
    with pytest.raises(Stale):
        lower(talk, ines, "30000", seen=1)


@settings(max_examples=200)
@given(
    amount=st.decimals("0.01", "240000", places=2),
    asked=st.lists(st.decimals("0", "240000", places=2), min_size=1, max_size=3),
)
def test_the_years_of_any_amount_add_up_to_the_cent__C_4_2c(amount, asked):
    parts = split(amount, asked)
    assert sum(parts) == amount
    assert len(parts) == len(asked)
    assert all(part >= 0 for part in parts)
