"""Joining a collectivité and looking after its team, in a browser."""

import pytest
from playwright.sync_api import Page, expect

from accounts import invitations
from accounts.enums import Role
from accounts.workflow import ask
from tests.browser.conftest import DESK, PHONE
from tests.factories import make_user


@pytest.fixture
def newcomer(transactional_db):
    return make_user("henri@example.org")


def test_searching_and_asking_with_the_keyboard_alone(
    page: Page, live_server, commune_a, newcomer, log_in, console
):
    log_in(newcomer)
    page.goto(live_server.url + "/collectivites/rejoindre/")
    page.get_by_label("Commune ou intercommunalité").focus()
    page.keyboard.type("loos")
    expect(page.get_by_role("status")).to_have_text("1 réponse.")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Rejoindre « Loos »")
    page.get_by_label("Votre fonction").focus()
    page.keyboard.type("Animateur de prévention")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=2).first).to_have_text(
        "Votre demande attend d'être validée"
    )
    assert newcomer.memberships.get().role == Role.WRITER


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_no_page_of_a_team_has_a_fault(
    page: Page,
    live_server,
    commune_a,
    alice,
    bob,
    newcomer,
    log_in,
    faults,
    overflow,
    console,
    size,
):
    link = ask(organisation=commune_a, role=Role.REPRESENTATIVE, by=newcomer)
    invitation = invitations.invite(
        organisation=commune_a, email="jeanne@example.org", role=Role.WRITER, by=bob
    )
    member = alice.memberships.get().pk
    team = f"/collectivites/{commune_a.pk}/equipe/"
    log_in(bob)
    page.set_viewport_size(size)
    for address in (
        team,
        f"/collectivites/{commune_a.pk}/inviter/",
        f"/rattachements/{link.pk}/refuser/",
        f"/rattachements/{member}/retirer/",
        f"/rattachements/{member}/role/",
        f"/collectivites/rejoindre/?organisation={commune_a.pk}",
        "/collectivites/recherche/?q=loos",
        f"/invitations/{invitations.token(invitation)}/",
    ):
        page.goto(live_server.url + address)
        assert (address, faults(page), overflow(page)) == (address, [], 0)


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_the_requests_of_a_departement_have_no_fault(
    page: Page, live_server, commune_a, flora, newcomer, log_in, faults, overflow, console, size
):
    ask(organisation=commune_a, role=Role.WRITER, by=newcomer)
    log_in(flora)
    page.set_viewport_size(size)
    page.goto(live_server.url + "/rattachements/?q=loos")
    assert (faults(page), overflow(page)) == ([], 0)
    page.get_by_role("button", name="Valider la demande de Henri Essai").click()
    expect(page.get_by_role("status")).to_contain_text("Henri Essai fait désormais partie")


@pytest.fixture
def without_scripts(browser):
    context = browser.new_context(java_script_enabled=False, viewport=PHONE)
    yield context
    context.close()


def test_without_scripts_one_joins_and_gives_up(
    live_server, commune_a, newcomer, without_scripts, client_of, settings
):
    session = client_of(newcomer).cookies[settings.SESSION_COOKIE_NAME]
    without_scripts.add_cookies(
        [{"name": session.key, "value": session.value, "url": live_server.url}]
    )
    page = without_scripts.new_page()
    page.goto(live_server.url + "/collectivites/rejoindre/")
    page.get_by_label("Commune ou intercommunalité").fill("59120")
    page.get_by_role("button", name="Rechercher").click()
    page.get_by_role("link", name="Loos").click()
    page.get_by_label("Votre fonction").fill("Animateur")
    page.get_by_role("button", name="Demander à rejoindre l'équipe").click()
    page.get_by_role("link", name="Annuler ma demande").click()
    page.get_by_role("button", name="Annuler ma demande").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Rejoindre ma collectivité")
    assert newcomer.memberships.get().status == "removed"
