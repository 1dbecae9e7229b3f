"""The whole application with JavaScript off: scripts are comfort, never a condition."""

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from applications.models import Application
from tests.browser import answers
from tests.browser.applicant import Applicant
from tests.browser.signatory import check_receipt, sign


@pytest.fixture
def scriptless(browser: Browser, browser_context_args: dict[str, Any]) -> Iterator[Page]:
    """A browser without JavaScript."""
    context = browser.new_context(**browser_context_args, java_script_enabled=False)
    yield context.new_page()
    context.close()


def one_title(page: Page) -> None:
    """A page without scripts shows its title, and no script's leftover."""
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    expect(page.get_by_text("__")).to_have_count(0)


def add_and_remove_a_partner(writer: Applicant) -> None:
    """The first line is removed: the second, with its text, becomes the first."""
    pen = writer.pen
    pen.answer(("text", "Nom du partenaire", "À retirer"), legend="Partenaire n° 1")
    pen.press("Ajouter un partenaire")
    pen.answer(("text", "Nom du partenaire", "À garder"), legend="Partenaire n° 2")
    pen.press("Supprimer partenaire n° 1")
    expect(pen.within("Partenaire n° 2")).to_have_count(0)
    name = pen.within("Partenaire n° 1").get_by_label("Nom du partenaire")
    expect(name).to_have_value("À garder")


def test_a_whole_application_is_written_and_filed_without_scripts(
    scriptless: Page, live_server, open_edition, bob, log_in, rib
):
    page = scriptless
    log_in(bob, page.context)
    writer = Applicant(page, one_title)
    page.goto(live_server.url + "/dossiers/nouveau/")
    writer.pen.press("Créer le dossier")
    writer.who_and_where()
    writer.project()
    writer.plan()
    add_and_remove_a_partner(writer)
    writer.partners_and_team()
    writer.budget()
    writer.papers(rib)
    writer.commitments()

    dossier = Application.objects.get()
    assert dossier.requested_amount == Decimal("240000.00")
    page.get_by_role("link", name="Aller au dépôt").click()
    expect(page.get_by_text("aucun point bloquant")).to_be_visible()
    sign(page)
    snapshot = check_receipt(page, dossier, 1)
    content = json.loads(snapshot.canonical)
    assert [p["name"] for p in content["partnership"]["partners"]] == [
        name for _category, name in answers.PARTNERS
    ]
    assert [len(a["content"]["indicators"]) for a in content["actions"]][1] == 5
    page.get_by_role("link", name="Journal du dossier").click()
    expect(page.locator(".journal > li").first).to_contain_text(snapshot.receipt_number)
