"""The filed dossiers, for agents: whose, found how, exported how (A2, A14)."""

import csv
from io import StringIO

import pytest
from django.urls import reverse

from accounts.enums import Role
from applications.enums import ApplicationStatus
from applications.models import Application
from tests.applications.dossiers import changed, valid_dossier
from tests.applications.filings import make_filed, make_limits_call
from tests.factories import make_commune, make_membership, make_user

LIST = reverse("applications:filed")
EXPORT = reverse("applications:filed_export")


def make_mayor(commune):
    mayor = make_user()
    make_membership(mayor, commune, Role.REPRESENTATIVE)
    return mayor


@pytest.fixture
def call(db):
    return make_limits_call()


@pytest.fixture
def filed(call, commune_a, commune_b, commune_c):
    """One filed dossier in each of three communes, two of them in the Nord."""
    titles = {
        commune_a: "Été à l’Œuvre",
        commune_b: '=HYPERLINK("http://example.org")',
        commune_c: "Grandir ici",
    }
    return {
        commune.name: make_filed(
            holder=commune,
            by=make_mayor(commune),
            call=call,
            dossier=changed(valid_dossier(), "project.title", title),
        ).application
        for commune, title in titles.items()
    }


def shown(browser, query: str = "") -> list[str]:
    return [row.application.holder.name for row in browser.get(LIST + query).context["rows"]]


@pytest.mark.parametrize(
    ("person", "names"),
    [
        ("flora", {"Loos", "Haubourdin"}),
        ("flora_chief", {"Loos", "Haubourdin"}),
        ("gaston", {"Lormont"}),
        ("martin", {"Loos", "Haubourdin", "Lormont"}),
        ("karim", set()),
    ],
)
def test_each_agent_reads_their_own_scope_in_page_and_export__A2(
    client_of, request, filed, person, names
):
    browser = client_of(request.getfixturevalue(person))
    assert set(shown(browser)) == names
    rows = list(
        csv.reader(StringIO(browser.get(EXPORT).getvalue().decode("utf-8-sig")), delimiter=";")
    )
    assert {row[2] for row in rows[1:]} == names


@pytest.mark.parametrize("person", ["alice", "bob", "nora", "edgar"])
def test_others_have_no_such_page(client_of, request, filed, person):
    browser = client_of(request.getfixturevalue(person))
    assert browser.get(LIST).status_code == 403
    assert browser.get(EXPORT).status_code == 403


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("?q=loos", ["Loos"]),
        ("?q=LOOS+59120", ["Loos"]),
        ("?q=ete+oeuvre", ["Loos"]),
        ("?q=Été à l'œuvre", ["Loos"]),
        ("?q=nulle+part", []),
        ("?departement=33", ["Lormont"]),
        ("?tri=porteur", ["Haubourdin", "Loos", "Lormont"]),
        ("?tri=-porteur", ["Lormont", "Loos", "Haubourdin"]),
        ("?etat=admissible", []),
        ("?appel=inconnu", []),
        ("?tri=;drop&etat=x&page=abc&tri=zzz", None),
        ("?q=%00&departement=%ED%A0%80", None),
        ("?page=99999999999999999999", None),
    ],
)
def test_search_filters_and_order_are_in_the_address(client_of, martin, filed, query, names):
    browser = client_of(martin)
    if names is None:
        assert browser.get(LIST + query).status_code in (200, 400)
    else:
        assert shown(browser, query) == names


def test_the_export_is_safe_and_follows_the_filters__A14(client_of, martin, filed):
    answer = client_of(martin).get(EXPORT + "?q=haubourdin")
    rows = list(csv.reader(StringIO(answer.getvalue().decode("utf-8-sig")), delimiter=";"))
    assert len(rows) == 2
    assert rows[1][6] == '\'=HYPERLINK("http://example.org")'
    assert rows[1][8] == "90000,00"
    assert "attachment" in answer["Content-Disposition"]


def test_a_published_result_is_read_and_filtered_by(client_of, flora, filed):
    Application.objects.filter(pk=filed["Loos"].pk).update(status=ApplicationStatus.SELECTED)
    browser = client_of(flora)
    assert shown(browser, "?etat=selected") == ["Loos"]
    assert shown(browser, "?etat=in_committee") == []
    assert "Retenu" in browser.get(EXPORT).getvalue().decode()


def test_the_list_costs_the_same_for_one_dossier_and_for_thirty(
    client_of, martin, call, django_assert_max_num_queries
):
    browser = client_of(martin)
    for count in (1, 4):
        for _ in range(count):
            commune = make_commune()
            make_filed(holder=commune, by=make_mayor(commune), call=call)
        with django_assert_max_num_queries(8):
            browser.get(LIST)
    assert browser.get(LIST).context["page"].paginator.count == 5


def test_an_empty_list_says_what_will_be_there(client_of, martin, db):
    text = client_of(martin).get(LIST).content.decode()
    assert "apparaîtront ici" in text
    assert "Aucun dossier ne correspond" in client_of(martin).get(LIST + "?q=x").content.decode()
