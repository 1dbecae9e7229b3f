"""The public pages in a browser: accessible, silent, as wide as the phone."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE

ADDRESSES = [
    "/",
    "/appel-a-projets/",
    "/exemples-d-actions/",
    "/exemples-d-actions/psfp/",
    "/guide/",
    "/plan-du-site/",
    "/accessibilite/",
    "/mentions-legales/",
    "/donnees-personnelles/",
    "/cookies/",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_public_page_has_no_fault_and_says_nothing(
    page: Page, live_server, edition, console, faults, overflow, address
):
    page.set_viewport_size(DESK)
    page.goto(live_server.url + address)
    assert faults(page) == []
    page.set_viewport_size(PHONE)
    assert overflow(page) == 0
    assert faults(page) == []


def test_the_dark_theme_has_no_fault(page: Page, live_server, edition, faults):
    page.emulate_media(color_scheme="dark")
    page.goto(live_server.url + "/")
    assert faults(page) == []


def test_an_unknown_page_has_no_fault(page: Page, live_server, edition, faults, overflow):
    page.set_viewport_size(PHONE)
    page.goto(live_server.url + "/rien/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Page introuvable")
    assert overflow(page) == 0
    assert faults(page) == []


def test_a_person_logged_in_sees_their_menu_on_a_phone(
    page: Page, live_server, edition, alice, log_in, console, faults
):
    log_in(alice)
    page.set_viewport_size(PHONE)
    page.goto(live_server.url + "/")
    expect(page.get_by_text("Vous agissez comme")).to_be_visible()
    page.get_by_role("button", name="Menu").click()
    expect(page.get_by_role("button", name="Se déconnecter").first).to_be_visible()
    assert faults(page) == []
    page.get_by_role("button", name="Se déconnecter").first.click()
    page.wait_for_url(live_server.url + "/")
    expect(page.get_by_text("Vous agissez comme")).to_have_count(0)


@pytest.fixture
def without_scripts(browser):
    context = browser.new_context(java_script_enabled=False, viewport=PHONE)
    yield context.new_page()
    context.close()


def test_without_scripts_the_menu_and_the_answers_stay_in_sight(
    live_server, edition, without_scripts
):
    page = without_scripts
    page.goto(live_server.url + "/guide/")
    expect(page.get_by_role("link", name="Exemples d'actions").first).to_be_visible()
    expect(page.get_by_text("Il donne une délégation de signature écrite")).to_be_visible()
    page.goto(live_server.url + "/exemples-d-actions/")
    page.get_by_label("Rechercher").fill("théâtre")
    page.get_by_role("button", name="Filtrer").click()
    expect(page.get_by_role("status")).to_contain_text("exemple")


def test_the_keyboard_reaches_the_content_first(page: Page, live_server, edition):
    page.goto(live_server.url + "/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Contenu")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
