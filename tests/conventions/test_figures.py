"""A thousand conventions on random data: every figure printed is the data's, words equal figures."""

import re
from decimal import Decimal
from html.parser import HTMLParser

import pytest
from django.template.loader import render_to_string
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from applications.content import BudgetLine
from conventions import document
from conventions.instalments import schedule
from conventions.state import State, thawed
from conventions.terms import Payments
from limits_portal import french
from tests.applications.dossiers import valid_dossier
from tests.conventions.states import make_state, own_articles, unsaved_issue
from tests.limits_portal.test_amounts_in_words import read

CENTS = st.integers(0, 8_000_000).map(lambda cents: Decimal(cents) / 100)
MONEY_ARTICLES = ("montant", "versement", "avenant")
WRITTEN = re.compile(r"([\d\u00a0]+(?:,\d\d)?)\u00a0€ \(([^)]*)\)")


class Text(HTMLParser):
    """The words of a page, a space between two elements."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def text_of(page: str) -> str:
    parser = Text()
    parser.feed(page)
    return re.sub(r"[ \n]+", " ", " ".join(parser.words))


def page_of(state: State) -> str:
    """What the pages of a convention say, with its articles about money."""
    articles = [a for a in own_articles() if a["code"] in MONEY_ARTICLES]
    issue = unsaved_issue(state, articles=articles, visas=[])
    values = document.values(issue.version, issue.order, number=1, mark="0" * 16)
    shell = {"made_at": "", "faces": []}
    return text_of(render_to_string(document.TEMPLATE, values | shell))


def amount_of(figures: str) -> Decimal:
    return Decimal(figures.replace("\u00a0", "").replace(",", "."))


def amount_said(words: str) -> Decimal:
    """An amount read back from its words, knowing nothing of how it was written."""
    euros, _, cents = words.replace("d’", "").partition(" et ")
    said = Decimal(read(euros.split(" ")[0]))
    return said + (Decimal(read(cents.split(" ")[0])) / 100 if cents else 0)


@st.composite
def states(draw) -> State:
    """A state of two or three years, with random costs, request, agreed amount and balance."""
    length = draw(st.integers(2, 3))
    asked = draw(st.lists(CENTS, min_size=length, max_size=length).filter(any))
    own = draw(st.lists(CENTS, min_size=length, max_size=length))
    yearly = [
        draw(st.integers(0, int(amount * 100)).map(lambda cents: Decimal(cents) / 100))
        for amount in asked
    ]
    if not any(yearly):
        yearly = asked
    costs = [ours + theirs for ours, theirs in zip(asked, own, strict=True)]
    base = valid_dossier()
    dossier = base.model_copy(
        update={
            "project": base.project.model_copy(update={"duration_years": length}),
            "budget": base.budget.model_copy(
                update={
                    "expenses": [BudgetLine(id="c", account="604", amounts=costs)],
                    "resources": [BudgetLine(id="r", account="own", funder="Ville", amounts=own)],
                    "requested": asked,
                }
            ),
        }
    )
    share = draw(st.integers(0, 100)) / Decimal(100)
    parts = schedule(yearly, Payments(balance_share=share))
    return make_state(dossier, yearly=yearly, instalments=parts)


@pytest.mark.slow
@settings(max_examples=1000, suppress_health_check=list(HealthCheck))
@given(states())
def test_every_figure_is_the_data_s_and_words_equal_figures__C_4_2b__C_4_2c(state):
    kept = thawed(unsaved_issue(state).version)
    assert kept == state
    assert sum(state.yearly) == state.agreed == sum(part.amount for part in state.instalments)
    text = page_of(kept)
    # Words equal figures, and each pair is one of the three amounts written out.
    pairs = WRITTEN.findall(text)
    assert {amount_of(figures) for figures, _ in pairs} == {state.agreed, state.cost, state.ceiling}
    assert all(amount_of(figures) == amount_said(words) for figures, words in pairs)
    # Years and instalments, as printed.
    for year, budget, amount in state.exercises:
        assert f"Exercice {budget} – année {year} du projet {french.euros(amount)}" in text
    for part in state.instalments:
        assert f"{part.condition} {french.euros(part.amount)}" in text
    # The budget's last lines balance, the gap between asked and agreed written when there is one.
    asked = sum(state.dossier.budget.requested)
    total = french.number(state.cost)
    assert re.search(rf"Total des charges [\d\u00a0, ]*{re.escape(total)}", text)
    assert re.search(rf"Total des produits [\d\u00a0, ]*{re.escape(total)}", text)
    assert ("Écart avec la subvention demandée" in text) == (asked != state.agreed)


@given(st.lists(CENTS, min_size=1, max_size=4), st.integers(0, 100))
def test_instalments_add_up_to_the_cent_whatever_the_balance__C_4_2c__C_5h(yearly, percent):
    parts = schedule(yearly, Payments(balance_share=Decimal(percent) / 100))
    assert sum(part.amount for part in parts) == sum(yearly)
    assert all(part.amount > 0 for part in parts)
    for year, amount in enumerate(yearly, start=1):
        assert sum(part.amount for part in parts if part.year == year) == amount
    assert [part.number for part in parts] == list(range(1, len(parts) + 1))


def test_the_balance_waits_for_the_final_report__C_5h():
    parts = schedule([Decimal(40_000), Decimal(30_000)], Payments())
    assert [(part.label, part.amount) for part in parts] == [
        ("1re tranche", Decimal(40_000)),
        ("2e tranche", Decimal(21_000)),
        ("Solde", Decimal(9_000)),
    ]
    assert "bilan final" in parts[-1].condition
