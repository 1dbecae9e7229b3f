"""« Mon projet est-il éligible ? », through HTTP."""

import pytest
from django.urls import reverse

from tests.factories import make_call

GOOD = {
    "porteur": "commune",
    "precedent": "non",
    "duree": "3",
    "axes": ["axe-1", "axe-2", "axe-3", "axe-4"],
    "demande": "240 000,00",
    "cout": "300 000",
    "operateurs": "independent",
    "recrutements": "bounded",
}


@pytest.fixture
def simulate(db, client):
    """Ask the page with these answers; `htmx` asks for the verdict alone."""
    make_call()

    def ask(answers, *, htmx=False):
        headers = {"HX-Request": "true"} if htmx else {}
        return client.get(reverse("simulator"), answers, headers=headers)

    return ask


def test_it_needs_no_account_and_asks_seven_questions(simulate):
    response = simulate({})
    assert response.status_code == 200
    for rank in range(1, 8):
        assert f"{rank}. " in response.text
    assert "Encore 7 questions" in response.text


def test_good_answers_are_eligible_and_lead_to_a_dossier(simulate):
    response = simulate(GOOD)
    assert "Votre projet est éligible, d&#x27;après vos réponses" in response.text
    assert response.context["query"].startswith("porteur=commune&precedent=non&duree=3")


def test_one_cent_above_the_ceiling_is_refused_in_figures__C_4_2b(simulate):
    text = simulate(GOOD | {"demande": "240 000,01"}).text.replace("\u00a0", " ")
    assert "240 000,01 € demandés, plafond 240 000 € : 0,01 € de trop." in text
    assert "Créer mon dossier avec ces réponses" not in text


def test_an_association_is_refused_kindly__C_4_3a(simulate):
    response = simulate({"porteur": "association"})
    assert "Votre organisme ne peut pas porter le dossier" in response.text
    assert "opérateur" in response.text


def test_a_closed_call_is_told_apart_from_a_bad_project__C_4_1k(client, db):
    call = make_call()
    call.opens_at, call.closes_at = (
        call.opens_at.replace(year=2020),
        call.closes_at.replace(year=2021),
    )
    call.save()
    response = client.get(reverse("simulator"), GOOD)
    assert "Votre projet remplit ces règles, mais le dépôt n&#x27;est pas ouvert" in response.text


def test_htmx_gets_the_verdict_alone(simulate):
    response = simulate(GOOD, htmx=True)
    assert "<html" not in response.text
    assert 'id="verdict"' in response.text
    assert 'hx-swap-oob="innerHTML"' in response.text


@pytest.mark.parametrize(
    "answers",
    [
        {"demande": "beaucoup"},
        {"demande": "9" * 40},
        {"demande": "-1"},
        {"demande": "1", "cout": "0"},
        {"duree": str(2**63)},
        {"porteur": "\ud800"},
        {"axes": ["<script>", "x" * 5000]},
        {"fin": "31/02/2024", "precedent": "oui"},
        {"precedent": "oui", "fin": "9999-12-31"},
        {"inconnu": "1"},
    ],
)
@pytest.mark.parametrize("htmx", [False, True])
def test_bad_input_gets_a_page_in_french(simulate, answers, htmx):
    safe = {
        k: v.encode("utf-8", "surrogatepass") if isinstance(v, str) else v
        for k, v in answers.items()
    }
    assert simulate(safe, htmx=htmx).status_code == 200


def test_nul_bytes_are_refused(simulate):
    assert simulate({"demande": "\x00"}).status_code == 400


def test_it_only_reads(simulate, client):
    assert client.post(reverse("simulator"), GOOD).status_code == 405


def test_it_takes_one_query(simulate, django_assert_max_num_queries):
    with django_assert_max_num_queries(3):
        simulate(GOOD)
