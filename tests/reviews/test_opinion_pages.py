"""The opinion's screens: the grid, the desk, the wall (screens.md, C-1.1a, C-5c)."""

import pytest
from django.urls import reverse

from applications.models import Application
from reviews.models import Opinion
from reviews.workflow import OPINION
from tests.applications.filings import make_limits_call
from tests.reviews.opinions import (
    filed,
    make_dossier,
    make_draft,
    make_given,
    make_prepared,
    typed,
)
from workflow.models import Event


@pytest.fixture
def application(commune_a, bob) -> Application:
    return filed(commune_a, bob)


def url(name: str, application: Application, *more: object) -> str:
    return reverse(f"reviews:{name}", args=[application.reference, *more])


def test_the_page_shows_the_dossier_beside_the_grid(client_of, application, flora):
    page = client_of(flora).get(url("opinion", application)).content.decode()
    for part in ("Loos", "Plan d’actions", "Budget", "Partenaires", "Règles de l’appel"):
        assert part in page
    assert "90\u00a0000\u00a0€ au plus" in page
    assert "Prochain rang libre\u00a0: 1." in page
    assert not Opinion.objects.exists()  # reading writes nothing


def test_an_opinion_is_saved_prepared_and_given_from_its_pages__C_5c(
    client_of, application, flora, flora_chief
):
    place = url("opinion", application)
    line = {"funding": "abc", "funding-abc-source": "FIPD", "funding-abc-amount": "12 000,50"}
    answer = client_of(flora).post(place, typed(**line, go="prepare"))
    assert answer.status_code == 302
    opinion = Opinion.objects.get()
    assert opinion.status == "prepared"
    assert opinion.content["partners"] == ["parquet", "ars"]
    assert opinion.content["funding"][0]["amount"] == "12000.50"
    chief = client_of(flora_chief)
    page = chief.get(place).content.decode()
    assert "Rendre l’avis" in page and "FIPD" in page
    step = url("opinion_step", application, "give")
    assert "Favorable, rang 1 dans le département, 50\u00a0000\u00a0€ conseillés" in (
        chief.get(step).content.decode()
    )
    hidden = {"version": opinion.version, "filing": 1}
    assert chief.post(step, hidden).status_code == 422  # one confirmation
    assert chief.post(step, hidden | {"is_confirmed": "on"}).status_code == 302
    opinion.refresh_from_db()
    assert (opinion.status, opinion.given_by) == ("given", flora_chief)
    assert chief.post(place, typed()).status_code == 409


def test_an_agent_does_not_give(client_of, application, flora):
    make_prepared(application, by=flora)
    step = url("opinion_step", application, "give")
    assert client_of(flora).post(step, {"is_confirmed": "on"}).status_code == 403


def test_what_lacks_is_said_and_what_was_typed_is_saved(client_of, application, flora):
    page = client_of(flora).post(
        url("opinion", application), typed(go="prepare", context="", rank="")
    )
    assert page.status_code == 409
    assert "Décrivez le contexte local" in page.content.decode()
    opinion = Opinion.objects.get()
    assert (opinion.status, opinion.content["holder_capacity"]) == ("draft", "Un CLSPD actif.")


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"rank": "1er"}, "nombre entier"),
        ({"rank": "9" * 30}, "au plus"),
        ({"recommended_amount": "beaucoup"}, "montant en euros"),
        ({"stance": "autre"}, "choix valide"),
        ({"partners": ["nasa"]}, "choix valide"),
        ({"context": "x\x00"}, "illisible"),
    ],
)
def test_a_wrong_answer_is_explained_and_kept(client_of, application, flora, fields, said):
    page = client_of(flora).post(url("opinion", application), typed(**fields))
    assert page.status_code == 422
    assert said in page.content.decode()


def test_only_the_grid_s_fields_are_written__A8(client_of, application, flora, gaston):
    forged = {"status": "given", "given_by": gaston.pk, "departement": "33", "number": "7"}
    client_of(flora).post(url("opinion", application), typed(**forged))
    opinion = Opinion.objects.get()
    assert (opinion.status, opinion.given_by, opinion.departement_id) == ("draft", None, "59")
    assert opinion.number == 1


def test_two_people_at_once_see_both_texts_and_nothing_is_lost(
    client_of, application, flora, flora_chief
):
    place = url("opinion", application)
    client_of(flora).post(place, typed(context="Texte de Flora"))
    page = client_of(flora_chief).post(place, typed(context="Texte du chef"))
    assert page.status_code == 409
    said = page.content.decode()
    assert "Texte de Flora" in said and "Texte du chef" in said
    answer = client_of(flora_chief).post(
        place, typed(context="Texte du chef", version="1", **{"choice-context": "mine"})
    )
    assert answer.status_code == 302
    assert Opinion.objects.get().content["context"] == "Texte du chef"


def test_the_autosave_answers_its_version_then_says_a_conflict(
    client_of, application, flora, flora_chief
):
    place = url("opinion", application)
    first = client_of(flora).post(place, typed(autosave="1"))
    assert first.json()["version"] == 1
    second = client_of(flora_chief).post(place, typed(autosave="1", context="Autre"))
    assert second.status_code == 409
    assert "Flora" in second.json()["conflict"]


def test_a_new_opinion_is_asked_with_a_reason_and_the_old_one_stays_readable(
    client_of, application, flora, flora_chief
):
    make_given(application, by=flora_chief, context="Premier texte")
    browser = client_of(flora)
    renew = url("opinion_renew", application)
    assert browser.post(renew, {"reason": ""}).status_code == 409
    assert browser.post(renew, {"reason": "Un fait nouveau"}).status_code == 302
    second = Opinion.objects.get(number=2)
    client_of(flora).post(
        url("opinion", application), typed(version=str(second.version), go="prepare")
    )
    OPINION.perform(second, "give", by=flora_chief)
    old = browser.get(url("opinion_numbered", application, 1)).content.decode()
    assert "Premier texte" in old and "remplacé le" in old


def test_the_desk_shows_its_own_departement_the_most_urgent_first(
    client_of, application, flora, flora_chief, departements
):
    make_given(application, by=flora_chief)
    waiting = make_dossier("Wattrelos", call=application.call)
    prepared = make_prepared(make_dossier("Denain", call=application.call), by=flora, rank=2)
    make_dossier("CANARI", call=application.call, departement=departements["33"])
    page = client_of(flora_chief).get(reverse("reviews:opinions"))
    order = [task.application.pk for task, _ in page.context["tasks"]]
    assert order == [prepared.application_id, waiting.pk, application.pk]
    assert "CANARI" not in page.content.decode()


def test_the_wall_says_what_is_in_and_missing__C_5c(
    client_of, application, flora, flora_chief, ines, departements
):
    make_given(application, by=flora_chief)
    make_prepared(make_dossier("Denain", call=application.call), by=flora, rank=2)
    make_dossier("Bègles", call=application.call, departement=departements["33"])
    page = client_of(ines).get(reverse("reviews:opinion_wall"))
    assert [page.context[n] for n in ("given", "prepared", "missing")] == [1, 1, 2]
    text = (
        client_of(ines).get(reverse("reviews:opinion_wall_export")).getvalue().decode("utf-8-sig")
    )
    assert "Bègles" in text and "Favorable" in text


def test_a_prefecture_is_reminded_once_a_day_and_the_journal_says_it(
    client_of, application, flora, gaston, ines, martin, departements
):
    make_dossier("Bègles", call=application.call, departement=departements["33"])
    place = reverse("reviews:opinion_remind", args=[application.call.slug])
    assert client_of(martin).post(place).status_code == 404
    client_of(ines).post(place, {"departement": "59"})
    event = Event.objects.get(name="opinion.reminded")
    assert event.subject_id == flora.links[0].organisation_id
    assert event.payload["missing"] == [application.reference]
    client_of(ines).post(place)  # all: the Nord was reminded already
    assert Event.objects.filter(name="opinion.reminded").count() == 2
    client_of(ines).post(place)
    assert Event.objects.filter(name="opinion.reminded").count() == 2


def test_a_prefecture_without_an_account_is_told_to_mildeca(client_of, application, ines):
    page = client_of(ines).get(reverse("reviews:opinion_wall")).content.decode()
    assert "Aucun compte à la préfecture" in page


@pytest.mark.parametrize("name", ["opinions", "opinions_export", "opinion_wall"])
def test_the_lists_cost_the_same_with_one_dossier_or_three(client_of, flora, ines, name):
    costs = []
    call = make_limits_call()
    for count in (1, 2):
        for _ in range(count):
            make_draft(make_dossier(call=call), by=flora)
        browser = client_of(ines if name == "opinion_wall" else flora)
        costs.append(queries(browser, reverse(f"reviews:{name}")))
    assert costs[0] == costs[1]


def test_the_grid_costs_at_most_twelve_queries(client_of, application, flora):
    make_draft(application, by=flora)
    assert queries(client_of(flora), url("opinion", application)) <= 12


def queries(browser, place: str) -> int:
    """Queries of a page once warm."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    browser.get(place)
    with CaptureQueriesContext(connection) as counted:
        assert browser.get(place).status_code == 200
    return len(counted)
