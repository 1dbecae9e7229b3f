"""Long workbooks: written by a worker, for one reader, of what they may read (row 9, A4)."""

from io import BytesIO
from urllib.parse import urlencode

import openpyxl
import pytest
from django.urls import reverse

from reviews import workbooks
from reviews.enums import RecusalGround, RecusalOrigin
from reviews.models import Recusal, Workbook
from tests.applications.filings import make_limits_call
from tests.factories import make_membership, make_user
from tests.reviews.decisions import make_examined
from workflow.engine import NotAllowed


@pytest.fixture
def call(commune_a, commune_b, ines):
    """Two dossiers before the committee."""
    made = make_limits_call()
    for commune in (commune_a, commune_b):
        mayor = make_user()
        make_membership(mayor, commune, "representative")
        make_examined(holder=commune, by=mayor, instructor=ines, call=made)
    return made


@pytest.fixture
def low(monkeypatch):
    """One row is already too long for a request."""
    monkeypatch.setattr(workbooks, "MOST_AT_ONCE", 1)


def at(call, name: str = "workbook", kind: str = "dossiers") -> str:
    return reverse(f"reviews:{name}", args=[kind, call.slug])


def cells(answer) -> list[tuple]:
    return list(openpyxl.load_workbook(BytesIO(answer.content)).active.values)


def test_a_short_workbook_is_written_at_once_a_long_one_is_asked_for(
    client_of, call, ines, monkeypatch
):
    browser, address = client_of(ines), reverse("reviews:board_export", args=["xlsx"])
    short = browser.get(address)
    assert short.status_code == 200
    assert b"".join(short.streaming_content).startswith(b"PK")
    monkeypatch.setattr(workbooks, "MOST_AT_ONCE", 1)
    assert browser.get(address, {"nature": "commune"}).url == f"{at(call)}?nature=commune"
    assert not Workbook.objects.exists()


def test_a_long_export_of_readings_is_asked_for_too(client_of, call, ines, monkeypatch):
    monkeypatch.setattr(workbooks, "MOST_AT_ONCE", -1)
    answer = client_of(ines).get(
        reverse("reviews:reviews_export", args=[call.slug]), {"format": "xlsx"}
    )
    assert answer.url == at(call, kind="lectures")


def test_the_page_shows_the_progress_then_the_file(client_of, call, ines, low):
    browser = client_of(ines)
    assert "2 lignes" in browser.get(at(call)).content.decode()
    browser.post(at(call))
    assert "en attente de son tour" in browser.get(at(call)).content.decode()
    Workbook.objects.update(rows_done=1)
    assert "1 ligne sur 2" in browser.get(at(call, "workbook_progress")).content.decode()
    assert browser.get(at(call, "workbook_file")).status_code == 302
    assert "disabled" in browser.get(at(call, "workbook_progress")).content.decode()
    assert workbooks.WORKSHOP.make_due() == 1
    assert "Télécharger le classeur" in browser.get(at(call)).content.decode()
    fragment = browser.get(at(call, "workbook_progress")).content.decode()
    assert "Écrire un nouveau classeur" in fragment and "disabled" not in fragment
    rows = cells(browser.get(at(call, "workbook_file")))
    assert [row[0] for row in rows[1:]] == sorted(a.reference for a in call.applications.all())


def test_the_filters_of_the_list_are_kept(client_of, call, ines, commune_a):
    reference = call.applications.get(holder=commune_a).reference
    browser, query = client_of(ines), f"?q={reference}"
    browser.post(at(call) + query)
    assert workbooks.WORKSHOP.make_due() == 1
    rows = cells(browser.get(at(call, "workbook_file") + query))
    assert [row[0] for row in rows[1:]] == [reference]
    # Another list is another workbook.
    assert browser.get(at(call, "workbook_file")).status_code == 404


def test_a_search_of_a_hundred_letters_is_kept_however_long_its_address(client_of, call, ines):
    browser, query = client_of(ines), urlencode({"q": "€" * 100})
    answer = browser.post(f"{at(call)}?{query}")
    assert answer.url == f"{at(call)}?{query}"
    assert Workbook.objects.get().query == query


def test_asking_twice_asks_once(client_of, call, ines):
    browser = client_of(ines)
    browser.post(at(call))
    browser.post(at(call))
    assert Workbook.objects.count() == 1


def test_a_dossier_closed_since_closes_the_workbook__A4(client_of, call, ines, commune_a):
    browser = client_of(ines)
    browser.post(at(call))
    workbooks.WORKSHOP.make_due()
    assert browser.get(at(call, "workbook_file")).status_code == 200
    Recusal.objects.create(
        application=call.applications.get(holder=commune_a),
        person=ines,
        ground=RecusalGround.PERSONAL,
        origin=RecusalOrigin.DECLARED,
        declared_by=ines,
    )
    assert browser.get(at(call, "workbook_file")).status_code == 404
    browser.post(at(call))
    workbooks.WORKSHOP.make_due()
    assert len(cells(browser.get(at(call, "workbook_file")))) == 2


def test_nobody_has_the_workbook_of_another_nor_one_they_may_not_ask__A4(
    client_of, call, ines, martin, karim
):
    workbooks.ask("lectures", call, "", by=ines)
    workbooks.WORKSHOP.make_due()
    browser = client_of(martin)
    assert browser.get(at(call, "workbook_file", "lectures")).status_code == 404
    assert browser.get(at(call)).status_code == 403
    assert client_of(ines).get(at(call, kind="autre")).status_code == 404
    with pytest.raises(NotAllowed):
        workbooks.ask("dossiers", call, "", by=karim)
