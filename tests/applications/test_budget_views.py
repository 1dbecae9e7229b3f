"""The budget on screen: a grid of accounts and years that adds up (C-4.1c, C-4.2b, c, d)."""

from decimal import Decimal

import pytest
from django.urls import reverse

from applications import drafting
from applications.content import ActionContent, Budget, Project
from applications.models import Application
from tests.factories import make_application


@pytest.fixture
def application(alice, commune_a) -> Application:
    dossier = make_application(holder=commune_a, by=alice)
    section = dossier.sections.get(key="objectifs")
    drafting.save_section(section, Project(duration_years=2), version=0, by=alice)
    return dossier


@pytest.fixture
def as_alice(client_of, alice):
    return client_of(alice)


def url(name: str, application: Application) -> str:
    return reverse(f"applications:{name}", args=[application.reference])


def stored(application: Application) -> Budget:
    return Budget.model_validate(application.sections.get(key="budget").content)


def typed(**fields: str) -> dict[str, object]:
    return {
        "version": "0",
        "expenses": ["a1"],
        "expenses-a1-account": "604",
        "expenses-a1-label": "Ateliers",
        "expenses-a1-amounts-0": "12 500,50",
        "expenses-a1-amounts-1": "1.000",
        "resources": ["b1"],
        "resources-b1-account": "own",
        "resources-b1-label": "Ville",
        "resources-b1-state": "obtained",
        "resources-b1-amounts-0": "2 500,50",
        "requested-0": "10 000",
        "requested-1": "1 000",
        **fields,
    }


def test_amounts_are_read_as_the_french_type_them(as_alice, application):
    response = as_alice.post(url("budget", application), typed())

    assert response.status_code == 302
    budget = stored(application)
    assert budget.expenses[0].amounts == [Decimal("12500.50"), Decimal(1000)]
    assert budget.requested == [Decimal(10_000), Decimal(1000)]
    application.refresh_from_db()
    assert application.requested_amount == 11_000
    assert application.total_cost == Decimal("13500.50")


def test_the_page_says_the_balance_the_share_and_the_ceiling__C_4_2b_C_4_2d(as_alice, application):
    as_alice.post(url("budget", application), typed(**{"requested-1": "241 000"}))

    page = as_alice.get(url("budget", application)).content.decode().replace("\u00a0", " ")
    assert "11 000 € au-dessus du plafond" in page
    assert "240 000 € de ressources en trop en année 2" in page
    assert "1 %" in page


def test_a_wrong_amount_is_named_and_everything_typed_is_kept(as_alice, application):
    response = as_alice.post(
        url("budget", application), typed(**{"expenses-a1-amounts-0": "douze mille"})
    )

    page = response.content.decode()
    assert response.status_code == 422
    assert "douze mille" in page
    assert "Indiquez un montant en euros" in page
    assert "Ateliers" in page
    assert stored(application) == Budget()


def test_a_line_is_added_without_javascript_and_nothing_is_saved(as_alice, application):
    response = as_alice.post(url("budget", application), typed(line="add expenses"))

    page = response.content.decode()
    assert page.count('data-line="expense"') == 3  # the typed one, the new one, the model
    assert "12 500,50" in page
    assert stored(application) == Budget()


def test_the_plan_s_costs_are_brought_into_the_budget__C_4_3c(as_alice, application, alice):
    action = drafting.add_action(
        application,
        ActionContent(
            title="Théâtre forum",
            has_operator=True,
            costs=[Decimal(11_700), Decimal(0)],
            requested=[Decimal(9_000), Decimal(0)],
        ),
        by=alice,
    )
    as_alice.post(url("budget_fill", application), {"version": "0"})
    as_alice.post(url("budget_fill", application), {"version": "1"})  # again: nothing twice

    budget = stored(application)
    assert [(line.action, line.account, line.total) for line in budget.expenses] == [
        (action.pk, "604", Decimal(11_700))
    ]
    assert sum(budget.requested) == 9_000


def test_bringing_the_costs_keeps_what_is_typed_and_says_how_many_accounts_to_choose(
    as_alice, application, alice
):
    drafting.add_action(application, ActionContent(title="x", costs=[Decimal(5)]), by=alice)

    page = as_alice.post(url("budget_fill", application), typed(), follow=True)

    assert "Choisissez le compte de 1 charge" in page.content.decode()
    assert [line.label for line in stored(application).expenses] == ["Ateliers", "x"]


def test_a_stranger_finds_nothing(client_of, application, charlie):
    stranger = client_of(charlie)

    assert stranger.get(url("budget", application)).status_code == 404
    assert stranger.post(url("budget_fill", application)).status_code == 404


@pytest.mark.parametrize("amount", ["9" * 30, "1e9", "-5", "1,234", "∞", "NaN", "\x00", "12\ud800"])
def test_no_amount_breaks_the_page(as_alice, application, amount):
    data = typed(**{"expenses-a1-amounts-0": amount})
    response = as_alice.post(
        url("budget", application),
        data={
            k: v.encode("utf-8", "surrogatepass") if isinstance(v, str) else v
            for k, v in data.items()
        },
    )

    assert response.status_code in {400, 422}
    assert stored(application) == Budget()


def test_the_page_reads_as_much_however_many_lines_and_actions(
    as_alice, application, alice, django_assert_num_queries
):
    as_alice.post(url("budget", application), typed())
    for rank in range(6):
        drafting.add_action(application, ActionContent(title=f"Action {rank}"), by=alice)

    with django_assert_num_queries(6):
        assert as_alice.get(url("budget", application)).status_code == 200
