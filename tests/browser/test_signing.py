"""A convention signed in a browser: read, consent, code, signature; the pile; the verdict (C-5g)."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from playwright.sync_api import Page, expect

from conventions import mandates, tasks
from conventions.enums import Party
from conventions.models import Issue, Signature
from conventions.signing import certifying, pile
from conventions.signing.marks import mark_of
from tests.accounts.browser import code
from tests.conventions import documents
from tests.conventions.issues import (
    addresses_of,
    brought,
    content_of,
    make_mandate,
    mandate_of,
)
from tests.conventions.laureates import frozen, make_convention
from tests.factories import make_second_factor


def by_a_worker(task) -> None:
    """Run a task as a worker does: Playwright's loop holds this thread, and pyHanko has its own."""

    def run() -> None:
        try:
            task()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        pool.submit(run).result()


@pytest.fixture
def issue(
    transactional_db, alice, bob, flora_chief, martin, ines, commune_a, prefecture_a, mildeca
):
    """The real document of commune A's convention; everybody has a mandate and a second factor."""
    for person, organisation, by in (
        (bob, commune_a, bob),
        (flora_chief, prefecture_a, flora_chief),
        (martin, mildeca, ines),
    ):
        make_mandate(person, organisation, by=by)
        make_second_factor(person)
    convention = make_convention(holder=commune_a, by=bob, instructor=ines, president=martin)
    frozen(convention, ines=ines, others=[bob, flora_chief, ines])
    by_a_worker(tasks.make_issues)
    return Issue.objects.select_related("act__convention").get()


def test_three_parties_sign_and_anybody_verifies(
    page: Page, live_server, issue, bob, flora_chief, martin, log_in, sound, console, tmp_path
):  # fmt: skip
    address = f"{live_server.url}/conventions/{issue.act.convention.reference}/0/"
    log_in(bob)
    page.goto(address)
    page.get_by_role("link", name="Lire et signer").click()
    expect(page.get_by_role("heading", name="À vous de signer")).to_be_visible()
    expect(page.get_by_role("img", name=re.compile("^Page 1 sur"))).to_be_visible()
    sound(page)
    page.get_by_role("link", name="Signer autrement").click()
    sound(page)
    page.go_back()
    page.get_by_role("link", name="Signer", exact=True).click()
    sound(page)
    page.get_by_text("J’ai lu ce document en entier.").click()
    page.get_by_label("Code de vérification").fill(code())
    page.get_by_role("button", name="Signer").click()
    expect(page.get_by_text("C’est signé.")).to_be_visible()
    sound(page)

    log_in(flora_chief)
    page.goto(f"{address}signature/signer/")
    page.get_by_text("J’ai lu ce document en entier.").click()
    page.get_by_label("Code de vérification").fill(code())
    page.get_by_role("button", name="Signer").click()
    expect(page.get_by_text("C’est signé.")).to_be_visible()

    log_in(martin)
    page.goto(f"{live_server.url}/conventions/parapheur/")
    sound(page)
    page.get_by_text("Loos – Convention").click()
    page.get_by_text("J’ai relu les documents choisis.").click()
    page.get_by_label("Code de vérification").fill(code())
    page.get_by_role("button", name="Signer les documents choisis").click()
    expect(page.get_by_text("Signature en cours")).to_be_visible()
    by_a_worker(pile.sign_due)
    page.get_by_role("link", name="Actualiser").click()
    expect(page.get_by_text("Rien n’attend votre signature.")).to_be_visible()
    assert Signature.objects.count() == 3
    page.goto(f"{address}signature/editions/1/preuves/")
    sound(page)
    page.goto(f"{address}signature/archive/")
    page.get_by_role("button", name="Établir l’archive").click()
    sound(page)

    page.context.clear_cookies()
    signed = tmp_path / "convention.pdf"
    signed.write_bytes(content_of(issue))
    page.goto(f"{live_server.url}/verifier/")
    sound(page)
    page.get_by_label("Le PDF à vérifier").set_input_files(signed)
    page.get_by_role("button", name="Vérifier", exact=True).click()
    expect(page.get_by_role("heading", name="Document authentique")).to_be_visible()
    sound(page)
    signed.write_bytes(documents.drawn("999 999 €", mark_of(issue, 1).code))
    page.get_by_label("Le PDF à vérifier").set_input_files(signed)
    page.get_by_role("button", name="Vérifier", exact=True).click()
    expect(page.get_by_role("heading", name="Document modifié")).to_be_visible()
    sound(page)


def test_paper_mandates_and_the_guide_are_sound(
    page: Page, live_server, issue, bob, ines, commune_a, log_in, sound, console
):  # fmt: skip
    pages = range(1, issue.pages + 1)
    found = brought(["", *addresses_of(issue, *pages)], by=ines).copies.get()
    log_in(ines)
    page.goto(f"{live_server.url}/conventions/numerisations/{found.pile_id}/")
    sound(page)
    page.get_by_role("link", name="Déclarer qui a signé").click()
    sound(page)
    line = (Party.HOLDER, mandate_of(bob, commune_a), mandates.today())
    certifying.declare(found, [line], by=ines)
    for path in (
        "conventions/numerisations/",
        f"conventions/numerisations/copies/{found.pk}/",
        "conventions/habilitations/",
        f"conventions/habilitations/organisations/{commune_a.pk}/",
        "conventions/guide-de-la-signature/",
    ):
        page.goto(f"{live_server.url}/{path}")
        sound(page)
