"""The prefecture's main path in a browser: the desk, the grid, prepared, given, read by MILDECA."""

import pytest
from playwright.sync_api import Page, expect

from applications.models import Application
from reviews.models import Opinion
from tests.browser.conftest import DESK, PHONE
from tests.reviews.opinions import filed


@pytest.fixture
def application(transactional_db, commune_a, bob) -> Application:
    return filed(commune_a, bob)


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_an_opinion_is_written_prepared_and_given(
    page: Page, live_server, application, flora, flora_chief, ines, log_in, faults, overflow,
    console, size,
):  # fmt: skip
    def sound() -> None:
        assert (page.url, faults(page)) == (page.url, [])
        assert (page.url, overflow(page)) == (page.url, 0)

    page.set_viewport_size(size)
    log_in(flora)
    page.goto(f"{live_server.url}/avis/")
    sound()
    page.get_by_role("link", name="Rédiger l’avis").click()
    sound()
    page.get_by_text("Favorable", exact=True).click()
    page.get_by_label("Rang dans le département").fill("1")
    page.get_by_label("Montant conseillé, en euros").fill("50 000")
    page.get_by_label("Contexte local").fill("Deux points de deal.")
    expect(page.locator("[data-saved]")).to_contain_text("Enregistré à")
    page.get_by_label("Capacité de la collectivité").fill("Un CLSPD actif.")
    page.get_by_role("button", name="Préparer l’avis").click()
    expect(page.get_by_text("Le chef de projet MILDECA le relit")).to_be_visible()
    sound()

    log_in(flora_chief)
    page.goto(f"{live_server.url}/avis/")
    page.get_by_role("link", name="Rendre l’avis").click()
    page.get_by_role("link", name="Rendre l’avis").click()
    sound()
    page.get_by_text("J’ai relu l’avis").click()
    page.get_by_role("button", name="Rendre l’avis").click()
    expect(page.get_by_text("Il ne se modifie plus.")).to_be_visible()
    sound()
    assert Opinion.objects.get().status == "given"

    log_in(ines)
    page.goto(f"{live_server.url}/avis/prefectures/")
    sound()
    page.get_by_role("link", name="Loos").click()
    expect(page.get_by_text("Deux points de deal.")).to_be_visible()
    sound()


def test_an_opinion_is_written_with_the_keyboard_alone(
    page: Page, live_server, application, flora, log_in, faults
):
    log_in(flora)
    page.goto(f"{live_server.url}/avis/dossiers/{application.reference}/")
    page.get_by_label("Très favorable").focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_label("Favorable", exact=True)).to_be_checked()
    page.keyboard.press("Tab")
    page.keyboard.type("2")
    page.keyboard.press("Enter")
    expect(page.locator("[data-saved]")).to_contain_text("Enregistré à")
    page.get_by_role("button", name="Préparer l’avis").press("Enter")
    expect(page.get_by_text("l’avis n’est pas encore prêt")).to_be_visible()
    assert faults(page) == []
    opinion = Opinion.objects.get()
    assert (opinion.content["stance"], opinion.content["rank"]) == ("favourable", 2)
