"""Filing in a browser: with a mouse that double-clicks, the keyboard alone, and no scripts."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from applications import filing, rendering
from applications.models import Application, Snapshot
from notifications.dispatch import dispatch_due
from tests.applications.filings import make_limits_call, make_ready
from tests.browser.conftest import DESK, PHONE


@pytest.fixture
def ready(transactional_db, bob, commune_a) -> Application:
    """A draft that conforms to everything, the call closing in twelve days."""
    now = timezone.now()
    call = make_limits_call(
        opens_at=now - timedelta(days=30), closes_at=now + timedelta(days=12, hours=3)
    )
    return make_ready(holder=commune_a, by=bob, call=call)


def sign_page(live_server, application: Application) -> str:
    return f"{live_server.url}/dossiers/{application.reference}/deposer/"


def test_a_double_click_files_once_and_the_pdfs_come_by_themselves(
    page: Page, live_server, ready, bob, log_in, console
):
    log_in(bob)
    page.goto(sign_page(live_server, ready))
    page.get_by_label("J’ai relu le dossier.", exact=False).check(force=True)
    page.get_by_role("button", name="Déposer le dossier").dblclick()
    expect(page.get_by_role("heading", level=1)).to_have_text("Accusé de réception")
    expect(page.get_by_text("en préparation").first).to_be_visible()
    assert Snapshot.objects.count() == 1

    rendering.WORKSHOP.make_due()
    expect(page.get_by_role("link", name="Accusé de réception PDF")).to_be_visible(timeout=15_000)
    with page.expect_download() as download:
        page.get_by_role("link", name="Accusé de réception PDF").click()
    assert download.value.suggested_filename.startswith(f"AR-{ready.reference}-1")


def test_filing_with_the_keyboard_alone(page: Page, live_server, ready, bob, log_in, console):
    log_in(bob)
    page.goto(sign_page(live_server, ready))
    page.get_by_role("link", name="Aller à la signature").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Vos prénom et nom")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Control+A")
    page.keyboard.type("Maire de Loos")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Déposer le dossier")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Accusé de réception")
    assert Snapshot.objects.get().signatory_role == "Maire de Loos"


def test_filing_taking_back_and_withdrawing_without_scripts(
    browser: Browser, live_server, ready, bob, log_in, context
):
    log_in(bob)
    bare = browser.new_context(java_script_enabled=False, storage_state=context.storage_state())
    page = bare.new_page()
    page.goto(sign_page(live_server, ready))
    page.get_by_role("button", name="Déposer le dossier").click()
    expect(page.get_by_role("alert")).to_contain_text("Cochez cette case")
    page.get_by_label("J’ai relu le dossier.", exact=False).check(force=True)
    page.get_by_role("button", name="Déposer le dossier").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Accusé de réception")
    rendering.WORKSHOP.make_due()
    page.get_by_role("link", name="Actualiser").first.click()
    page.reload()
    expect(page.get_by_role("link", name="Accusé de réception PDF")).to_be_visible()

    page.get_by_role("link", name="Reprendre pour modifier").click()
    page.get_by_role("button", name="Reprendre le dossier").click()
    expect(page.get_by_role("status").first).to_contain_text("de nouveau un brouillon")
    page.goto(f"{live_server.url}/dossiers/{ready.reference}/retirer/")
    page.get_by_label("Pourquoi retirez-vous le dossier ?").fill("Projet reporté d’un an.")
    page.get_by_label("Je confirme le retrait du dossier.").check(force=True)
    page.get_by_role("button", name="Retirer le dossier").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Mes dossiers")
    bare.close()


def test_the_folded_dossier_opens_part_by_part_and_whole_on_paper(
    browser: Browser, page: Page, live_server, ready, bob, log_in, context
):
    log_in(bob)
    page.goto(sign_page(live_server, ready))
    answer = page.get_by_text("FR76 3000 1007 9412 3456 7890 185")
    expect(answer).to_be_hidden()
    page.locator("summary", has_text="compte bancaire").click()
    expect(answer).to_be_visible()
    page.get_by_role("button", name="Tout déplier").click()
    expect(page.locator(".recap-fold:not([open])")).to_have_count(0)

    bare = browser.new_context(java_script_enabled=False, storage_state=context.storage_state())
    paper = bare.new_page()
    paper.goto(sign_page(live_server, ready))
    paper.emulate_media(media="print")
    expect(paper.get_by_text("FR76 3000 1007 9412 3456 7890 185")).to_be_visible()
    bare.close()


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_no_page_of_the_filing_has_a_fault(
    page: Page, live_server, ready, bob, ines, log_in, faults, overflow, console, size
):
    """Every page of this chapter, before and after the filing: axe finds nothing (RGAA)."""
    page.set_viewport_size(size)
    reference = ready.reference

    def look(person, *addresses: str) -> None:
        log_in(person)
        for address in addresses:
            page.goto(live_server.url + address)
            assert faults(page) == [], address
            assert overflow(page) == 0, address

    look(
        bob,
        "/dossiers/",
        f"/dossiers/{reference}/deposer/",
        f"/dossiers/{reference}/recapitulatif/",
        f"/dossiers/{reference}/retirer/",
    )
    page.get_by_role("button", name="Retirer le dossier").click()
    expect(page.get_by_role("alert").first).to_contain_text("à corriger")
    assert faults(page) == []
    console.clear()  # Chromium notes the 422 of the refused form
    filing.submit(ready, by=bob, received_at=timezone.now())
    look(bob, f"/dossiers/{reference}/depots/1/")
    rendering.WORKSHOP.make_due()
    dispatch_due()
    look(
        bob,
        "/dossiers/",
        f"/dossiers/{reference}/depots/1/",
        f"/dossiers/{reference}/journal/",
        f"/dossiers/{reference}/reprendre/",
        "/notifications/",
    )
    look(ines, "/dossiers/deposes/", f"/dossiers/{reference}/recapitulatif/")
