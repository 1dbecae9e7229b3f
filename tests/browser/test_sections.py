"""Writing a dossier in a browser: nothing typed is ever lost."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import Page, expect

from applications.content import Territory
from applications.drafting import save_section
from applications.models import Application, Call, Section
from tests.browser.conftest import DESK, PHONE
from tests.factories import PASSWORD, make_application

SECTIONS = ("porteur", "territoire", "objectifs", "partenaires", "moyens-humains", "engagements")


@pytest.fixture
def dossier(edition: Call, alice: Any, commune_a: Any) -> Application:
    """Alice's draft in answer to LIMIT'S 2024."""
    Call.objects.update(closes_at=timezone.now() + timezone.timedelta(days=30))
    return make_application(holder=commune_a, by=alice, call=edition)


@pytest.fixture
def visit(page: Page, live_server: Any, dossier: Application) -> Callable[[str], None]:
    """Open a section."""

    def go(section: str, on: Page = page) -> None:
        on.goto(f"{live_server.url}/dossiers/{dossier.reference}/{section}/")

    return go


def content(dossier: Application, section: str = "territoire") -> dict[str, Any]:
    return Section.objects.get(application=dossier, key=section).content


def saved(page: Page) -> Any:
    return expect(page.locator("[data-saved]"))


def sign_in(page: Page, live_server: Any, email: str) -> None:
    """Through the login page, in this tab."""
    page.fill("input[name=login]", email)
    page.fill("input[name=password]", PASSWORD)
    page.locator("input[name=password]").press("Enter")
    page.wait_for_load_state()


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_no_section_has_a_fault(page, visit, alice, log_in, faults, overflow, console, size):
    log_in(alice)
    page.set_viewport_size(size)
    for section in SECTIONS:
        visit(section)
        assert faults(page) == [], section
        assert overflow(page) == 0, section


def test_the_pages_around_the_form_have_no_fault(
    page, live_server, visit, alice, commune_a, dossier, log_in, faults, overflow, console
):
    log_in(alice)
    page.goto(f"{live_server.url}/dossiers/nouveau/")
    assert faults(page) == []
    visit("territoire")
    page.fill("#id_population", "beaucoup")
    page.get_by_role("button", name="Enregistrer et continuer").click()
    expect(page.locator("#erreurs")).to_be_visible()
    assert faults(page) == []
    Application.objects.update(status="submitted", submitted_at=timezone.now())
    visit("territoire")
    expect(page.get_by_text("Ce dossier ne se modifie pas en ce moment")).to_be_visible()
    assert faults(page) == []
    assert overflow(page) == 0
    console.clear()  # the browser reports the refused saves itself


def test_typing_is_saved_with_the_keyboard_alone(page, visit, dossier, alice, log_in, console):
    log_in(alice)
    visit("territoire")
    page.locator("#id_scale").focus()
    page.keyboard.press("Q")
    page.keyboard.press("Tab")
    page.keyboard.type("4 500")
    page.keyboard.press("Tab")
    page.keyboard.type("Les Oliveaux")
    saved(page).to_contain_text("par vous")
    page.get_by_role("button", name="Ajouter un public").focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-row]")).to_have_count(2)
    page.keyboard.press("J")
    page.keyboard.press("Tab")
    page.keyboard.type("40")
    page.get_by_role("button", name="Enregistrer et continuer").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Objectifs")
    assert content(dossier)["name"] == "Les Oliveaux"
    assert content(dossier)["population"] == 4500
    assert [(p["kind"], p["headcount"]) for p in content(dossier)["publics"]] == [("youth", 40)]


def test_the_enter_key_saves_and_removes_no_line(page, visit, dossier, alice, log_in, console):
    log_in(alice)
    visit("territoire")
    page.locator("[data-row] input[name$=headcount]").fill("40")
    page.fill("#id_name", "Les Oliveaux")
    page.locator("#id_name").press("Enter")
    page.wait_for_load_state()
    expect(page.locator("#id_name")).to_have_value("Les Oliveaux")
    assert [p["headcount"] for p in content(dossier)["publics"]] == [40]


def test_saving_with_an_error_is_no_conflict_with_oneself(page, visit, dossier, alice, log_in):
    log_in(alice)
    visit("territoire")
    page.fill("#id_name", "Les Oliveaux")
    page.fill("#id_population", "beaucoup")
    page.get_by_role("button", name="Enregistrer et continuer").click()
    expect(page.locator("#erreurs")).to_be_visible()
    saved(page).to_contain_text("sauf 1 champ à corriger")
    page.fill("#id_population", "4500")
    page.get_by_role("button", name="Enregistrer et continuer").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Objectifs")
    assert content(dossier)["population"] == 4500


def test_a_removed_line_comes_back(page, visit, dossier, alice, log_in, console):
    log_in(alice)
    visit("territoire")
    page.locator("[data-row] input[name$=headcount]").fill("40")
    saved(page).to_contain_text("par vous")
    page.get_by_role("button", name="Supprimer").click()
    expect(page.locator("[data-row]")).to_have_count(0)
    page.get_by_role("button", name="Annuler").click()
    expect(page.locator("[data-row] input[name$=headcount]")).to_have_value("40")


def test_a_wrong_field_is_named_and_the_rest_is_saved(page, visit, dossier, alice, log_in, console):
    log_in(alice)
    visit("territoire")
    page.fill("#id_population", "beaucoup")
    page.fill("#id_name", "Les Oliveaux")
    saved(page).to_contain_text("sauf 1 champ à corriger")
    expect(page.locator("#id_population-desc-error")).to_contain_text("nombre entier")
    expect(page.locator("#id_population")).to_have_value("beaucoup")
    page.fill("#id_population", "4500")
    saved(page).to_contain_text("par vous")
    expect(page.locator("#id_population-desc-error")).to_be_empty()
    assert content(dossier)["name"] == "Les Oliveaux"


def test_the_panel_follows_what_is_typed(page, visit, alice, log_in, console):
    log_in(alice)
    visit("objectifs")
    point = page.locator("#point-DUREE")
    expect(point).to_contain_text("À corriger")
    page.select_option("#id_duration_years", "3")
    expect(point).to_contain_text("Conforme")


def test_a_lost_network_cannot_be_missed_and_loses_nothing(
    page, visit, context, dossier, alice, log_in
):
    log_in(alice)
    visit("territoire")
    context.set_offline(True)
    page.fill("#id_name", "Les Oliveaux")
    alarm = page.locator("#alarme")
    expect(alarm).to_contain_text("Non enregistré depuis")
    context.set_offline(False)
    expect(alarm).to_be_hidden(timeout=15_000)
    saved(page).to_contain_text("par vous")
    assert content(dossier)["name"] == "Les Oliveaux"


def test_a_lost_session_keeps_the_text_until_one_is_back(
    page, visit, live_server, context, dossier, alice, log_in
):
    """F16: the session's row is deleted while typing; one logs in again in a new tab."""
    log_in(alice)
    visit("territoire")
    Session.objects.all().delete()
    page.fill("#id_name", "Les Oliveaux")
    alarm = page.locator("#alarme")
    expect(alarm).to_contain_text("Vous êtes déconnecté. Votre texte est conservé sur cette page")
    with context.expect_page() as opened:
        alarm.get_by_role("link").click()
    sign_in(opened.value, live_server, alice.email)
    alarm.get_by_role("button", name="Reprendre").click()
    expect(alarm).to_be_hidden()
    saved(page).to_contain_text("par vous")
    expect(page.locator("#id_name")).to_have_value("Les Oliveaux")
    assert content(dossier)["name"] == "Les Oliveaux"
    assert page.evaluate(TEXTS) == []


TEXTS = "Object.keys(sessionStorage).filter((key) => key.startsWith('limits:'))"


def lose_the_session_on_saving(page: Page, visit: Any) -> None:
    """Type, lose the session, press the button: one lands on the login page."""
    visit("territoire")
    page.fill("#id_name", "Les Oliveaux")
    page.locator("[data-row] input[name$=headcount]").fill("40")
    Session.objects.all().delete()
    page.get_by_role("button", name="Enregistrer et continuer").click()
    page.wait_for_url("**/connexion/**")


def test_the_text_is_offered_back_after_login_in_the_same_tab(
    page, visit, live_server, dossier, alice, log_in
):
    log_in(alice)
    lose_the_session_on_saving(page, visit)
    sign_in(page, live_server, alice.email)
    expect(page.get_by_text("Un texte non enregistré a été retrouvé")).to_be_visible()
    page.get_by_role("button", name="Reprendre ce texte").click()
    expect(page.locator("#id_name")).to_have_value("Les Oliveaux")
    expect(page.locator("[data-row] input[name$=headcount]")).to_have_value("40")
    saved(page).to_contain_text("par vous")
    assert content(dossier)["name"] == "Les Oliveaux"
    assert [p["headcount"] for p in content(dossier)["publics"]] == [40]


def test_nobody_else_is_offered_the_text(page, visit, live_server, dossier, alice, bob, log_in):
    log_in(alice)
    lose_the_session_on_saving(page, visit)
    sign_in(page, live_server, bob.email)
    visit("territoire")
    expect(page.locator("#id_name")).to_have_value("")
    expect(page.get_by_text("Un texte non enregistré")).to_have_count(0)
    assert page.evaluate(TEXTS) == []


def test_logging_out_forgets_the_text(page, visit, context, alice, log_in):
    log_in(alice)
    visit("territoire")
    page.route("**/territoire/", lambda route: route.abort())
    page.fill("#id_name", "Les Oliveaux")
    expect(page.locator("#alarme")).to_be_visible()
    assert len(page.evaluate(TEXTS)) == 1
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Se déconnecter").click()
    page.wait_for_load_state()
    assert page.evaluate(TEXTS) == []


def test_two_texts_are_compared_and_chosen(page, visit, dossier, alice, bob, log_in, faults):
    log_in(alice)
    visit("territoire")
    section = Section.objects.get(application=dossier, key="territoire")
    save_section(section, Territory(name="Texte de Bob"), version=0, by=bob)
    page.fill("#id_name", "Texte d'Alice")
    page.get_by_role("button", name="Comparer les deux textes").click()
    expect(page.get_by_text("Deux textes pour cette section")).to_be_visible()
    assert faults(page) == []
    page.locator("label", has_text="Texte enregistré").click()
    page.get_by_role("button", name="Enregistrer ces choix").click()
    expect(page.locator("#id_name")).to_have_value("Texte de Bob")


def test_everything_works_without_javascript(browser, live_server, dossier, alice, bob, log_in):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/dossiers/{dossier.reference}/territoire/")
    sign_in(page, live_server, alice.email)
    page.fill("#id_name", "Texte d'Alice")
    page.get_by_role("button", name="Ajouter un public").click()
    expect(page.locator("[data-row]")).to_have_count(2)
    expect(page.locator("#id_name")).to_have_value("Texte d'Alice")
    page.locator("[data-row] input[name$=headcount]").nth(1).fill("40")
    page.get_by_role("button", name="Monter").last.click()
    expect(page.locator("[data-row] input[name$=headcount]").first).to_have_value("40")
    section = Section.objects.get(application=dossier, key="territoire")
    save_section(section, Territory(name="Texte de Bob"), version=0, by=bob)
    page.get_by_role("button", name="Enregistrer et continuer").click()
    expect(page.get_by_text("Deux textes pour cette section")).to_be_visible()
    page.get_by_role("button", name="Garder tout mon texte").click()
    expect(page.locator("#id_name")).to_have_value("Texte d'Alice")
    context.close()
    assert content(dossier)["name"] == "Texte d'Alice"
    assert [p["headcount"] for p in content(dossier)["publics"]] == [40]
