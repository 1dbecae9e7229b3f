"""The committee's booklet: made by a worker, for one reader, of what they may read (C-5d, A4)."""

import subprocess
from io import BytesIO

import pikepdf
import pytest
from django.urls import reverse
from django.utils import timezone

from reviews import booklets
from reviews.enums import RecusalGround, RecusalOrigin
from reviews.models import Booklet, Recusal, Seat, Sitting
from tests.applications.filings import make_limits_call
from tests.factories import make_commune, make_membership, make_user
from tests.reviews.decisions import make_examined
from workflow.engine import NotAllowed, Refused


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
def convened(call, karim):
    """Karim sits in the committee, has signed, and the session is convened."""
    Seat.objects.create(call=call, person=karim, declared_at=timezone.now())
    Sitting.objects.create(call=call, held_at=timezone.now(), status="convened")


def page(call, name: str = "booklet") -> str:
    return reverse(f"reviews:{name}", args=[call.slug])


def text_of(booklet: Booklet, tmp_path) -> str:
    booklet.refresh_from_db()
    place = tmp_path / "livret.pdf"
    place.write_bytes(booklet.file.read())
    booklet.file.close()
    command = ["pdftotext", "-layout", str(place), "-"]
    return subprocess.run(command, capture_output=True, check=True, text=True).stdout


def recuse(person, application) -> None:
    Recusal.objects.create(
        application=application,
        person=person,
        ground=RecusalGround.PERSONAL,
        origin=RecusalOrigin.DECLARED,
        declared_by=person,
    )


def test_it_holds_every_dossier_with_contents_bookmarks_and_page_numbers(call, ines, tmp_path):
    booklet = booklets.ask(call, by=ines)
    assert booklets.WORKSHOP.make_due() == 1
    text = text_of(booklet, tmp_path)
    assert text.index("Sommaire") < text.index("Haubourdin") < text.rindex("Haubourdin")
    for words in ("Loos", "Plan d’actions", "règles sont conformes", "Avis de la préfecture"):
        assert words in text
    with pikepdf.open(BytesIO((tmp_path / "livret.pdf").read_bytes())) as document:
        with document.open_outline() as outline:
            titles = str([item.title for part in outline.root for item in part.children])
        assert "Loos" in titles and "Haubourdin" in titles
        assert document.Root.MarkInfo.Marked


def test_each_dossier_holds_in_two_pages(call, ines):
    booklet = booklets.ask(call, by=ines)
    drawn = booklets.draw(booklet)
    assert drawn.pages <= 1 + 2 * 2


def test_a_recused_member_has_nothing_of_the_dossier_in_theirs__A4(
    call, karim, convened, commune_a, tmp_path
):
    recuse(karim, call.applications.get(holder=commune_a))
    booklet = booklets.ask(call, by=karim)
    booklets.WORKSHOP.make_due()
    text = text_of(booklet, tmp_path)
    assert "Haubourdin" in text
    assert "Loos" not in text


def test_a_conflict_declared_since_closes_the_booklet_at_once__A4(
    client_of, call, karim, convened, commune_a
):
    booklets.ask(call, by=karim)
    booklets.WORKSHOP.make_due()
    browser = client_of(karim)
    assert browser.get(page(call, "booklet_file")).status_code == 200
    recuse(karim, call.applications.get(holder=commune_a))
    assert browser.get(page(call, "booklet_file")).status_code == 404
    assert "Télécharger" not in browser.get(page(call)).content.decode()


def test_a_dossier_closed_while_it_waits_its_turn_is_not_drawn__A4(
    call, karim, convened, commune_a, tmp_path
):
    booklet = booklets.ask(call, by=karim)
    recuse(karim, call.applications.get(holder=commune_a))
    booklets.WORKSHOP.make_due()
    assert "Loos" not in text_of(booklet, tmp_path)


def test_asking_twice_asks_once(client_of, call, ines):
    browser = client_of(ines)
    browser.post(page(call))
    browser.post(page(call))
    assert Booklet.objects.count() == 1


def test_the_page_shows_the_progress_then_the_file(client_of, call, ines):
    browser = client_of(ines)
    browser.post(page(call))
    assert "en attente de son tour" in browser.get(page(call)).content.decode()
    Booklet.objects.update(pages_done=4)
    assert "4 pages sur 6" in browser.get(page(call, "booklet_progress")).content.decode()
    booklets.WORKSHOP.make_due()
    assert "Télécharger le livret (2 dossiers" in browser.get(page(call)).content.decode()
    answer = browser.get(page(call, "booklet_file"))
    assert answer.content.startswith(b"%PDF")


def test_nobody_has_the_booklet_of_another(client_of, call, ines, martin):
    booklets.ask(call, by=ines)
    booklets.WORKSHOP.make_due()
    assert client_of(martin).get(page(call, "booklet_file")).status_code == 404


def test_a_member_to_whom_nothing_is_open_is_told_so(call, karim, alice):
    with pytest.raises(Refused, match="Aucun dossier"):
        booklets.ask(call, by=karim)
    with pytest.raises(NotAllowed):
        booklets.ask(call, by=alice)


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_for_one_dossier_and_for_three(
    client_of, ines, count, django_assert_num_queries
):
    made = make_limits_call()
    for _ in range(count):
        commune, mayor = make_commune(), make_user()
        make_membership(mayor, commune, "representative")
        make_examined(holder=commune, by=mayor, instructor=ines, call=made)
    booklets.ask(made, by=ines)
    browser = client_of(ines)
    with django_assert_num_queries(11):
        browser.get(page(made))
