"""The instructor's main path in a browser: board, sheet, checks, a request, its answer, the outcome."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from applications import completion
from applications.enums import ApplicationStatus
from applications.models import Application
from reviews import instructing, thread
from tests.applications.filings import make_filed
from tests.browser.conftest import DESK, PHONE
from tests.reviews.instructions import a_pdf, verify_all


@pytest.fixture
def filed(transactional_db, commune_a, bob, alice, ines) -> Application:
    """A filed dossier with something written in every panel."""
    application = make_filed(holder=commune_a, by=bob).application
    instructing.add_note(application, text="À relire.", by=ines)
    thread.send(application, text="Une question.", by=alice, files=[a_pdf()])
    return application


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_no_page_of_the_instruction_has_a_fault(
    page: Page, live_server, filed, ines, log_in, faults, overflow, console, size
):
    log_in(ines)
    page.set_viewport_size(size)
    sheet = f"{filed.reference}/"
    panels = [f"{sheet}?volet={p}" for p in ("complement", "notes", "messages", "journal")]
    point = f"{sheet}commenter/?section=objectifs&unit=diagnosis"
    pages = [sheet, *panels, point, f"{sheet}verifications/C-4.3c/", f"{sheet}comparer/"]
    steps = [f"{sheet}etapes/refuse/", f"{sheet}etapes/admit/", f"{sheet}complement/", "guide/"]
    for address in ("", *pages, *steps):
        page.goto(f"{live_server.url}/instruction/{address}")
        expect(page.get_by_role("heading", level=1)).to_have_count(1)
        assert faults(page) == [], address
        assert overflow(page) <= 0, address


def test_a_dossier_is_completed_then_admitted(
    page: Page, live_server, filed, ines, alice, bob, log_in, faults, console
):
    log_in(ines)
    page.set_viewport_size(DESK)
    page.goto(f"{live_server.url}/instruction/")
    page.get_by_role("link", name="Loos").click()
    page.get_by_role("link", name="Commenter : Diagnostic").first.click()
    page.get_by_role("textbox", name="Commentaire").fill("Donnez des chiffres.")
    page.get_by_role("button", name="Enregistrer le commentaire").click()
    page.get_by_role("link", name="Relire et envoyer la demande").click()
    page.get_by_role("button", name="Envoyer la demande").click()
    expect(page.get_by_text("La demande est envoyée au porteur.")).to_be_visible()

    log_in(bob)
    page.goto(f"{live_server.url}/dossiers/{filed.reference}/complement/")
    assert faults(page) == []
    page.get_by_role("link", name="Modifier").first.click()
    title = page.get_by_label("Intitulé du projet")
    expect(title).to_be_disabled()
    assert faults(page) == []
    page.locator("#id_diagnosis").fill("Ce que nous observons : 120 jeunes.")
    page.get_by_role("button", name="Enregistrer", exact=True).last.click()
    page.goto(f"{live_server.url}/dossiers/{filed.reference}/complement/")
    expect(page.locator("ins").first).to_be_visible()
    assert faults(page) == []
    page.get_by_label("Votre qualité").fill("Maire")
    page.get_by_text("J’ai relu le dossier complété").click()
    page.get_by_role("button", name="Envoyer le complément").click()
    expect(page.get_by_text("Le complément de Loos est reçu")).to_be_visible()

    verify_all(filed, by=ines)
    log_in(ines)
    page.goto(f"{live_server.url}/instruction/{filed.reference}/comparer/")
    expect(page.locator(".comparison__text ins").first).to_contain_text("120 jeunes")
    assert faults(page) == []
    page.goto(f"{live_server.url}/instruction/{filed.reference}/etapes/admit/")
    page.get_by_role("button", name="Déclarer recevable").click()
    expect(page.get_by_text("Recevable", exact=True)).to_be_visible()
    assert Application.objects.get(pk=filed.pk).status == ApplicationStatus.ADMISSIBLE


def test_a_point_is_verified_with_the_keyboard_alone(
    page: Page, live_server, filed, ines, log_in, console
):
    log_in(ines)
    page.goto(f"{live_server.url}/instruction/{filed.reference}/")
    page.get_by_role("link", name="Vérifier : Pas de fonctionnement courant").focus()
    page.keyboard.press("Enter")
    page.get_by_label("À vérifier").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.type("Aucun loyer.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Aucun loyer.")).to_be_visible()


def test_a_request_reopens_its_points_to_a_phone_s_reader(
    page: Page, live_server, filed, ines, alice, log_in, faults, overflow, console
):
    completion.add_remark(
        filed, section="budget", unit="notes", label="Précisions", text="Un devis ?", by=ines
    )
    due_on = timezone.localdate() + timedelta(days=5)
    completion.ask(filed, due_on=due_on, by=ines)
    log_in(alice)
    page.set_viewport_size(PHONE)
    for address in ("complement/", "budget/", "objectifs/", "pieces-jointes/", "actions/"):
        page.goto(f"{live_server.url}/dossiers/{filed.reference}/{address}")
        assert faults(page) == [], address
        assert overflow(page) <= 0, address
