"""Getting in, looking after one's account, and the administrator's people, in a browser."""

import re

import pytest
from playwright.sync_api import Page, expect

from accounts.enums import Role
from notifications.models import Email
from tests.accounts.browser import NEW_PASSWORD, code, link_of
from tests.browser.conftest import DESK, PHONE
from tests.factories import make_membership, make_user


@pytest.fixture(autouse=True)
def outbox(settings):
    """Mails go to the database, as on the site."""
    settings.EMAIL_BACKEND = "notifications.backend.OutboxBackend"


def test_from_sign_up_to_second_factor_with_the_keyboard_alone(
    page: Page, live_server, transactional_db, console
):
    page.goto(live_server.url + "/compte/inscription/")
    page.get_by_label("Prénom").focus()
    for typed in ("Zoé", "Essai", "Chargée de mission", "zoe@example.org", *[NEW_PASSWORD] * 2):
        page.keyboard.type(typed)
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Confirmez votre adresse")

    page.goto(live_server.url + link_of(Email.objects.get(to="zoe@example.org")))
    page.get_by_role("button", name="Confirmer mon adresse").press("Enter")
    page.wait_for_url(re.compile("/bureau|/dossiers|/collectivites"))

    page.goto(live_server.url + "/compte/double-authentification/activer/")
    page.get_by_label("Mot de passe").fill(NEW_PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Activer la double authentification")
    qr = page.locator("img.accounts-qr")
    assert qr.evaluate("image => image.complete && image.naturalWidth > 0"), (
        "the CSP lets it be seen"
    )
    page.get_by_label("Code de vérification").fill(
        code(page.locator(".accounts-secret").inner_text())
    )
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Codes de secours")
    assert page.locator(".accounts-codes li").count() == 10


ENTRANCE = (
    "connexion/",
    "inscription/",
    "mot-de-passe/oublie/",
    "mot-de-passe/oublie/envoye/",
    "adresse/a-confirmer/",
    "adresse/confirmer/abc/",
    "mot-de-passe/nouveau/1-abc/",
    "mot-de-passe/change/",
    "desactive/",
)
OWN = (
    "",
    "adresse/",
    "mot-de-passe/",
    "double-authentification/",
    "confirmation/",
    "sessions/",
    "deconnexion/",
)


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_no_page_of_an_account_has_a_fault(
    page: Page, live_server, alice, log_in, faults, overflow, console, size
):
    page.set_viewport_size(size)

    def look(path: str) -> None:
        page.goto(f"{live_server.url}/compte/{path}")
        assert (path, faults(page), overflow(page)) == (path, [], 0)

    for path in ENTRANCE:
        look(path)
    page.goto(live_server.url + "/compte/inscription/")
    page.get_by_role("button", name="Créer mon compte").click()
    expect(page.get_by_role("alert")).to_contain_text("6 points sont à corriger")
    assert (faults(page), overflow(page)) == ([], 0)
    log_in(alice)
    for path in OWN:
        look(path)


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_no_page_of_the_administration_of_people_has_a_fault(
    page: Page, live_server, nora, mildeca, commune_a, log_in, faults, overflow, console, size
):
    person = make_user("zoe@example.org", first_name="Zoé")
    role = make_membership(person, mildeca, Role.COMMITTEE)
    Email.objects.create(
        to="x@example.org",
        code="x",
        subject="Objet",
        message_id="<1>",
        delivery="failed",
        error="550 inconnu",
    )
    make_membership(person, commune_a)
    log_in(nora)
    page.set_viewport_size(size)
    for path in (
        "personnes/",
        "personnes/?q=zzz",
        f"personnes/{person.pk}/",
        f"personnes/{person.pk}/fermer/",
        f"roles/{role.pk}/retirer/",
        "journal/",
        "courriels/",
    ):
        page.goto(f"{live_server.url}/administration/{path}")
        assert (path, faults(page), overflow(page)) == (path, [], 0)
