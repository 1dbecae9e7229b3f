"""Saving as one types, and all that can go wrong meanwhile: no text is ever lost in silence."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Browser, Page, expect

from applications.models import Section
from tests.browser.writing import Pen
from tests.factories import PASSWORD, make_application

NAME = "Nom du territoire visé"
REASON = "Pourquoi ce territoire ?"


@pytest.fixture
def dossier(commune_a, alice, bob):
    """Alice's draft, that Bob may write too."""
    return make_application(holder=commune_a, by=alice)


@pytest.fixture
def section(live_server, dossier) -> str:
    """Address of the section « Territoire et public »."""
    return f"{live_server.url}/dossiers/{dossier.reference}/territoire/"


@pytest.fixture
def another(browser: Browser, browser_context_args: dict[str, Any]):
    """A colleague's browser."""
    context = browser.new_context(**browser_context_args)
    yield context.new_page()
    context.close()


def kept(dossier) -> dict[str, Any]:
    """What the database holds of the section."""
    return Section.objects.get(application=dossier, key="territoire").content


def state(page: Page):
    """Where the page says whether the text is saved."""
    return page.locator("[data-saved]")


def alarm(page: Page):
    """The banner that nobody can miss."""
    return page.locator("#alarme")


def log_in_again(page: Page, user: Any) -> None:
    """Type one's address and password."""
    page.get_by_label("Adresse électronique").fill(user.email)
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Se connecter", exact=True).click()


def test_what_is_typed_is_saved_and_the_hour_said(
    page: Page, section, dossier, alice, log_in, console
):
    log_in(alice)
    page.goto(section)
    page.get_by_label(NAME).press_sequentially("Les Oliveaux")
    expect(state(page)).to_have_text(_saved_by("vous"))
    assert kept(dossier)["name"] == "Les Oliveaux"
    page.reload()
    expect(page.get_by_label(NAME)).to_have_value("Les Oliveaux")
    expect(state(page)).to_have_text(_saved_by("vous"))


def _saved_by(author: str):
    return re.compile(rf"Enregistré à \d\d:\d\d par {author}")


def test_a_wrong_value_is_said_at_once_and_the_rest_saved(
    page: Page, section, dossier, alice, log_in, console
):
    log_in(alice)
    page.goto(section)
    page.get_by_label(NAME).fill("Les Oliveaux")
    page.get_by_label("Nombre d'habitants de ce territoire").fill("beaucoup")
    expect(state(page)).to_contain_text("sauf 1 champ à corriger")
    expect(page.get_by_text("Indiquez un nombre entier, par exemple « 120 ».")).to_be_visible()
    assert kept(dossier)["name"] == "Les Oliveaux"
    page.get_by_label("Nombre d'habitants de ce territoire").fill("8 000")
    expect(state(page)).to_have_text(_saved_by("vous"))
    assert kept(dossier)["population"] == 8000


def test_a_cut_network_cannot_be_missed_and_the_text_goes_when_it_is_back(
    page: Page, section, dossier, alice, log_in, faults
):
    log_in(alice)
    page.goto(section)
    page.context.set_offline(True)
    page.get_by_label(NAME).fill("Écrit dans le train")
    expect(alarm(page)).to_contain_text("la connexion est coupée.")
    expect(alarm(page)).to_contain_text("Votre texte reste sur cette page")
    expect(state(page)).to_contain_text("Non enregistré depuis")
    assert faults(page) == []
    assert kept(dossier)["name"] == ""
    page.get_by_label(REASON).fill("Et ceci aussi")
    page.context.set_offline(False)
    expect(alarm(page)).to_be_hidden()
    expect(state(page)).to_have_text(_saved_by("vous"))
    assert (kept(dossier)["name"], kept(dossier)["description"]) == (
        "Écrit dans le train",
        "Et ceci aussi",
    )


def test_an_ended_session_is_said_and_the_same_page_goes_on_after_a_login__F16(
    page: Page, section, dossier, alice, log_in, faults
):
    log_in(alice)
    page.goto(section)
    Session.objects.all().delete()
    page.get_by_label(REASON).fill("Un long texte")
    expect(alarm(page)).to_contain_text("Vous êtes déconnecté. Votre texte est conservé")
    assert faults(page) == []
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Se reconnecter dans un nouvel onglet").click()
    log_in_again(opened.value, alice)
    expect(opened.value.get_by_role("heading", level=1)).to_contain_text("Territoire")
    opened.value.close()
    page.bring_to_front()
    if alarm(page).is_visible():
        page.get_by_role("button", name="Reprendre").click()
    expect(state(page)).to_have_text(_saved_by("vous"))
    expect(alarm(page)).to_be_hidden()
    assert kept(dossier)["description"] == "Un long texte"


def lose(page: Page, section: str, text: str) -> None:
    """Type a text that cannot be saved, and leave the page all the same."""
    page.goto(section)
    Session.objects.all().delete()
    page.get_by_label(REASON).fill(text)
    expect(alarm(page)).to_contain_text("Vous êtes déconnecté")
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(section)
    expect(page.get_by_role("heading", level=1)).to_have_text("Se connecter")


def test_a_text_left_behind_is_offered_back_after_a_login__F16(
    page: Page, section, dossier, alice, log_in, faults
):
    log_in(alice)
    lose(page, section, "Un texte perdu")
    log_in_again(page, alice)
    expect(page.get_by_text("Un texte non enregistré a été retrouvé")).to_be_visible()
    assert faults(page) == []
    page.get_by_role("button", name="Reprendre ce texte").click()
    expect(page.get_by_label(REASON)).to_have_value("Un texte perdu")
    expect(state(page)).to_have_text(_saved_by("vous"))
    assert kept(dossier)["description"] == "Un texte perdu"
    page.reload()
    expect(page.get_by_text("Un texte non enregistré")).to_have_count(0)


def test_another_person_of_the_same_browser_never_sees_it__F16(
    page: Page, section, dossier, alice, bob, log_in
):
    log_in(alice)
    lose(page, section, "Le texte d'Alice")
    log_in_again(page, bob)
    expect(page.get_by_label(REASON)).to_have_value("")
    expect(page.get_by_text("Un texte non enregistré")).to_have_count(0)
    assert "Alice" not in page.evaluate("JSON.stringify(sessionStorage)")
    assert kept(dossier)["description"] == ""


def open_both(
    page: Page, another: Page, section: str, log_in: Callable[..., None], alice: Any, bob: Any
) -> None:
    """Alice at `page` and Bob at `another`, on one section; Bob saves first."""
    log_in(alice)
    log_in(bob, another.context)
    page.goto(section)
    another.goto(section)
    another.get_by_label(NAME).fill("Le quartier selon Bob")
    expect(state(another)).to_have_text(_saved_by("vous"))


def test_two_people_on_one_point_are_shown_both_texts(
    page: Page, another: Page, section, dossier, alice, bob, log_in, sound
):
    open_both(page, another, section, log_in, alice, bob)
    page.get_by_label(NAME).fill("Le quartier selon Alice")
    page.get_by_label(REASON).fill("Ce qu'Alice seule écrit")
    expect(alarm(page)).to_contain_text("Bob Essai")
    assert kept(dossier)["name"] == "Le quartier selon Bob"
    page.get_by_role("button", name="Comparer les deux textes").click()
    expect(page.get_by_text("Le quartier selon Alice")).to_be_visible()
    expect(page.get_by_text("Le quartier selon Bob")).to_be_visible()
    sound(page)
    page.get_by_label("Texte enregistré").locator("xpath=following-sibling::label").click()
    page.get_by_role("button", name="Enregistrer ces choix").click()
    expect(page.get_by_label(NAME)).to_have_value("Le quartier selon Bob")
    assert (kept(dossier)["name"], kept(dossier)["description"]) == (
        "Le quartier selon Bob",
        "Ce qu'Alice seule écrit",
    )


def test_two_people_on_two_points_keep_both(
    page: Page, another: Page, section, dossier, alice, bob, log_in
):
    open_both(page, another, section, log_in, alice, bob)
    page.get_by_label(REASON).fill("Ce qu'Alice seule écrit")
    expect(alarm(page)).to_be_visible()
    page.get_by_role("button", name="Comparer les deux textes").click()
    expect(page.get_by_text("les deux sont conservés")).to_be_visible()
    assert (kept(dossier)["name"], kept(dossier)["description"]) == (
        "Le quartier selon Bob",
        "Ce qu'Alice seule écrit",
    )


def test_back_forward_and_reload_neither_lose_nor_overwrite__F17(
    page: Page, section, dossier, alice, log_in, console
):
    log_in(alice)
    page.goto(section)
    page.get_by_label(NAME).fill("Première version")
    expect(state(page)).to_have_text(_saved_by("vous"))
    page.get_by_label(NAME).fill("Seconde version")
    Pen(page).press("Enregistrer et continuer")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Objectifs")

    page.go_back()
    expect(page.get_by_label(NAME)).to_have_value("Seconde version")
    expect(page.get_by_text("Un texte non enregistré")).to_have_count(0)
    page.get_by_label(NAME).fill("Troisième version")
    expect(state(page)).to_have_text(_saved_by("vous"))
    assert kept(dossier)["name"] == "Troisième version"

    page.go_forward()
    page.reload()  # nothing is sent again
    page.go_back()
    expect(page.get_by_label(NAME)).to_have_value("Troisième version")
    page.reload()
    expect(page.get_by_label(NAME)).to_have_value("Troisième version")
    assert kept(dossier)["name"] == "Troisième version"


def test_an_old_tab_never_overwrites_in_silence__F17(page: Page, section, dossier, alice, log_in):
    log_in(alice)
    page.goto(section)
    copy = page.context.new_page()
    copy.goto(section)
    page.get_by_label(NAME).fill("De cet onglet")
    expect(state(page)).to_have_text(_saved_by("vous"))
    copy.get_by_label(NAME).fill("De l'autre")
    copy.get_by_role("button", name="Enregistrer", exact=True).last.click()
    expect(copy.get_by_text("dans un autre onglet")).to_be_visible()
    assert kept(dossier)["name"] == "De cet onglet"
    copy.get_by_role("button", name="Garder tout mon texte").click()
    expect(copy.get_by_label(NAME)).to_have_value("De l'autre")
    assert kept(dossier)["name"] == "De l'autre"
