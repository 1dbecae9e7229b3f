"""The instruction's board: what a row says, found how, in how many queries, exported how."""

import csv
from datetime import timedelta
from decimal import Decimal
from io import BytesIO, StringIO

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone

from applications import completion
from applications.enums import ApplicationStatus
from applications.models import Application, CompletionRequest
from applications.workflow import LIFE
from reviews import instructing, thread
from reviews.board import EVENTS
from reviews.models import Opinion, Recusal, SavedView
from reviews.workflow import OPINION
from tests.applications.dossiers import changed, valid_dossier
from tests.applications.filings import make_filed, make_limits_call
from tests.reviews.instructions import make_many_filed, verify_all
from tests.reviews.opinions import make_prepared

pytestmark = pytest.mark.django_db
BOARD = reverse("reviews:board")
CSV, XLSX = (reverse("reviews:board_export", args=[kind]) for kind in ("csv", "xlsx"))


@pytest.fixture
def call():
    return make_limits_call()


@pytest.fixture
def filed(call, commune_a, bob):
    dossier = changed(valid_dossier(), "project.title", "=HYPERLINK(1) Été à l’Œuvre")
    return make_filed(holder=commune_a, by=bob, call=call, dossier=dossier).application


def rows(browser, query=""):
    return browser.get(BOARD + query).context["rows"]


def names(browser, query=""):
    return [row.application.holder.name for row in rows(browser, query)]


def test_a_row_says_where_the_dossier_stands(filed, ines, client_of):
    (row,) = rows(client_of(ines))
    assert row.rules == "22/22" or row.points
    assert (row.event, row.status.label) == ("Déposé", "Déposé")
    assert row.application.readers is None


def test_the_prefecture_s_opinion_shows_once_it_is_given(filed, ines, flora_chief, client_of):
    browser = client_of(ines)
    make_prepared(filed, by=flora_chief)
    assert rows(browser)[0].opinion == ""
    OPINION.perform(Opinion.objects.get(), "give", by=flora_chief)
    assert rows(browser)[0].opinion == "Favorable, rang 1"
    assert "Favorable, rang 1" in browser.get(CSV).getvalue().decode()


def test_rules_to_look_at_are_named(call, commune_a, bob, ines, client_of):
    dossier = changed(valid_dossier(), "team.referent_fte", Decimal("0.1"))
    make_filed(holder=commune_a, by=bob, call=call, dossier=dossier)
    (row,) = rows(client_of(ines))
    total, found = row.application.rule_count, len(row.points)
    assert found >= 1
    assert row.rules == f"{total - found}/{total}"
    assert names(client_of(ines), "?attention=regles") == ["Loos"]


@pytest.mark.parametrize(
    "query", ["?q=ete+oeuvre", "?q=loos", "?departement=59", "?nature=commune"]
)
def test_filters_find_without_accents(filed, ines, client_of, query):
    make_many_filed(1)
    assert "Loos" in names(client_of(ines), f"{query}&appel={filed.call.slug}")


@pytest.mark.parametrize(
    "query", ["?q=zzz", "?departement=33", "?nature=epci", "?etat=admissible", "?attention=message"]
)
def test_filters_leave_aside(filed, ines, client_of, query):
    assert names(client_of(ines), query) == []


def test_what_is_to_be_done_is_found(filed, alice, ines, client_of):
    browser = client_of(ines)
    assert names(browser, "?attention=verifier") == ["Loos"]
    verify_all(filed, by=ines)
    assert names(browser, "?attention=verifier") == []
    thread.send(filed, text="Une question.", by=alice)
    assert names(browser, "?attention=message") == ["Loos"]
    thread.send(filed, text="Une réponse.", by=ines)
    assert names(browser, "?attention=message") == []
    instructing.set_check(filed, clause="C-3c", verdict="problem", note="Vague", version=1, by=ines)
    assert names(browser, "?attention=probleme") == ["Loos"]


def test_a_late_answer_shows(filed, ines, client_of):
    completion.add_remark(filed, section="budget", unit="", label="Budget", text="?", by=ines)
    completion.ask(filed, due_on=timezone.localdate() + timedelta(days=2), by=ines)
    browser = client_of(ines)
    assert names(browser, "?attention=retard") == []
    CompletionRequest.objects.update(due_on=timezone.localdate() - timedelta(days=1))
    assert names(browser, "?attention=retard") == ["Loos"]


def test_counters_count_each_state_and_filter(call, ines, client_of):
    first, _ = make_many_filed(2, call=call)
    LIFE.perform(first, "admit", by=ines)
    browser = client_of(ines)
    counters = {c.label: c.number for c in browser.get(BOARD).context["counters"]}
    assert counters == {"Tous": 2, "Déposé": 1, "Recevable": 1}
    assert len(rows(browser, "?etat=admissible")) == 1


@pytest.mark.parametrize(
    "order", ["numero", "-numero", "porteur", "departement", "-demande", "depot", "-evenement"]
)
def test_every_order_is_served(call, ines, client_of, order):
    make_many_filed(2, call=call)
    assert len(rows(client_of(ines), f"?tri={order}")) == 2


@pytest.mark.parametrize(
    "query", ["?page=999", "?page=x", "?tri=zzz", "?etat=zzz", "?appel=zzz", "?departement=zz"]
)
def test_a_strange_address_is_served_all_the_same(filed, ines, client_of, query):
    assert client_of(ines).get(BOARD + query).status_code == 200


def test_the_board_takes_as_many_queries_for_one_row_and_for_more__row_3(
    call, ines, client_of, django_assert_max_num_queries
):
    browser = client_of(ines)
    make_many_filed(1, call=call)
    browser.get(BOARD)
    with django_assert_max_num_queries(8) as one:
        browser.get(BOARD)
    make_many_filed(4, call=call)
    with django_assert_max_num_queries(8) as five:
        response = browser.get(BOARD)
    assert len(one) == len(five)
    assert len(response.content) < 120_000


def test_a_closed_dossier_is_neither_shown_counted_nor_exported(filed, ines, nora, client_of):
    Recusal.objects.create(
        application=filed, person=ines, ground="personal", origin="declared", declared_by=nora
    )
    browser = client_of(ines)
    response = browser.get(BOARD)
    assert response.context["rows"] == []
    assert response.context["counters"][0].number == 0
    assert filed.reference not in browser.get(CSV).getvalue().decode("utf-8-sig")
    assert browser.get(reverse("reviews:sheet", args=[filed.reference])).status_code == 404


def test_exports_hold_the_rows_and_no_formula__A14(filed, ines, client_of):
    browser = client_of(ines)
    table = list(
        csv.reader(StringIO(browser.get(CSV).getvalue().decode("utf-8-sig")), delimiter=";")
    )
    assert table[1][0] == filed.reference
    assert table[1][5].startswith("'=HYPERLINK")
    answer = browser.get(XLSX)
    sheet = openpyxl.load_workbook(BytesIO(b"".join(answer.streaming_content))).active
    cells = list(sheet.iter_rows())
    assert cells[1][0].value == filed.reference
    assert cells[1][5].value.startswith("=HYPERLINK")
    assert {cell.data_type for row in cells for cell in row} <= {"s", "n", "d"}
    assert cells[1][7].value == 90_000
    assert browser.get(reverse("reviews:board_export", args=["pdf"])).status_code == 404


def test_a_view_keeps_the_filters_under_a_name_for_its_owner(filed, ines, client_of):
    browser = client_of(ines)
    browser.post(reverse("reviews:view_add"), {"name": "Nord", "query": "departement=59"})
    view = SavedView.objects.get(person=ines)
    assert "departement=59" in browser.get(BOARD).content.decode()
    browser.post(reverse("reviews:view_add"), {"name": "Nord", "query": "departement=62"})
    assert SavedView.objects.get().query == "departement=62"
    browser.post(reverse("reviews:view_remove", args=[view.pk]))
    assert not SavedView.objects.exists()


def test_several_dossiers_are_admitted_after_one_confirmation(call, ines, client_of):
    applications = make_many_filed(3, call=call)
    LIFE.perform(applications[2], "refuse", by=ines, reason="Hors sujet")
    data = {"step": "admit", "dossiers": [a.reference for a in applications]}
    browser = client_of(ines)
    asked = browser.post(reverse("reviews:bulk"), data)
    assert "Ne change pas" in asked.content.decode()
    assert not Application.objects.filter(status=ApplicationStatus.ADMISSIBLE).exists()
    refused = browser.post(reverse("reviews:bulk"), data | {"confirmed": "1"})
    assert refused.status_code == 422  # nothing is verified: a reason is asked for
    done = browser.post(reverse("reviews:bulk"), data | {"confirmed": "1", "reason": "Vérifiés."})
    text = done.content.decode()
    assert "2 dossiers" in text
    assert "1 dossier inchangé" in text
    assert "Vérifiés." in text  # to be copied for the one that is left
    assert Application.objects.filter(status=ApplicationStatus.ADMISSIBLE).count() == 2


def test_choosing_nothing_is_said(filed, ines, client_of):
    answer = client_of(ines).post(reverse("reviews:bulk"), {"step": "admit"})
    assert answer.status_code == 422
    assert "Cochez au moins un dossier" in answer.content.decode()


def test_every_step_of_a_dossier_is_told_in_words():
    assert {f"application.{step.name}" for step in LIFE.transitions} - set(EVENTS) == set()
