"""A newcomer: is our project eligible, an account, one's town, a first dossier."""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from applications.models import Application
from notifications.models import Email
from tests.browser.writing import Pen

PASSPHRASE = "quatre tortues dans le canal"


@pytest.fixture(autouse=True)
def outbox(settings, transactional_db, empty_cache):
    """Mails go to the database, as on the site; no attempt is remembered."""
    settings.EMAIL_BACKEND = "notifications.backend.OutboxBackend"


def choose(page: Page, question: str, answer: str) -> None:
    """Answer one of the simulator's questions with a click."""
    group = page.get_by_role("radiogroup", name=re.compile(f"^{question}"))
    box = group.get_by_label(answer, exact=True)
    box.locator("xpath=following-sibling::label").click()


def test_the_verdict_changes_as_one_answers(page: Page, live_server, open_edition, console, sound):
    page.goto(live_server.url + "/")
    sound(page)
    page.get_by_role("link", name="Mon projet est-il éligible ?").first.click()
    verdict = page.locator("#verdict")
    expect(verdict).to_contain_text("Encore 7 questions")
    sound(page)

    choose(page, "1", "Une association")
    expect(verdict).to_contain_text("Votre organisme ne peut pas porter le dossier")
    expect(verdict.get_by_role("link", name="Créer mon dossier")).to_have_count(0)
    choose(page, "1", "Une commune")
    expect(verdict).to_contain_text("Encore 6 questions")
    choose(page, "2", "Non")
    choose(page, "3", "4 ans ou plus")
    expect(verdict).to_contain_text("4 ans : l'appel admet les projets de 2 ou 3 ans.")
    choose(page, "3", "3 ans")
    for box in page.locator("input[name=axes]").all():
        box.locator("xpath=following-sibling::label").click()
    asked = page.get_by_label(re.compile(r"^\s*5\."))
    asked.press_sequentially("240 000,01")
    expect(verdict).to_contain_text("0,01 € de trop")
    expect(verdict).to_contain_text("Votre projet n'est pas éligible en l'état")
    asked.fill("240 000")
    choose(page, "6", "Non, la collectivité met elle-même en œuvre ses actions")
    choose(page, "7", "Oui, pour la durée du projet au plus")
    expect(verdict).to_contain_text("Votre projet est éligible, d'après vos réponses")
    sound(page)
    verdict.get_by_role("link", name="Créer mon dossier avec ces réponses").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Se connecter")
    sound(page)


def test_a_newcomer_signs_up_joins_a_town_and_begins_at_once(
    page: Page, live_server, open_edition, commune_a, console, sound
):
    pen = Pen(page)
    page.goto(live_server.url + "/")
    page.get_by_role("link", name="Créer un compte").first.click()
    sound(page)
    pen.answer(
        ("text", "Prénom", "Zoé"),
        ("text", "Nom", "Essai"),
        ("text", "Fonction", "Coordinatrice du CLSPD"),
        ("text", "Adresse électronique professionnelle", "zoe@example.org"),
    )
    page.get_by_label("Mot de passe").first.fill(PASSPHRASE)
    page.get_by_label("Mot de passe, une seconde fois").fill(PASSPHRASE)
    pen.press("Créer mon compte")
    expect(page.get_by_text("zoe@example.org")).to_be_visible()
    sound(page)

    mail = Email.objects.get(to="zoe@example.org")
    [link] = re.findall(r"http\S+/compte/\S+", mail.text_body)
    page.goto(live_server.url + urlsplit(link).path)
    sound(page)
    pen.press("Confirmer mon adresse")
    expect(page.get_by_role("heading", level=1)).to_have_text("Rejoindre ma collectivité")

    page.get_by_label("Commune ou intercommunalité").press_sequentially("loos")
    page.locator("#resultats").get_by_role("link", name="Loos").click()
    sound(page)
    role = page.get_by_label("Rédacteur ou rédactrice")
    if not role.is_checked():
        pen.tick(role)
    pen.press("Demander à rejoindre l'équipe")
    expect(page.get_by_text("Votre demande attend d'être validée")).to_be_visible()
    expect(page.get_by_text("rattachement en attente de validation")).to_be_visible()
    sound(page)
    zoe = User.objects.get(email="zoe@example.org")
    assert [(link.organisation, link.status) for link in zoe.memberships.all()] == [
        (commune_a, "pending")
    ]

    pen.follow("Mes dossiers")
    expect(page.get_by_text("Rattachement à valider")).to_be_visible()
    pen.follow("Ouvrir un dossier")
    pen.press("Créer le dossier")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Porteur")
    assert Application.objects.get().created_by == zoe

    pen.press("Se déconnecter")
    page.get_by_role("link", name="Se connecter").first.click()
    pen.answer(("text", "Adresse électronique", "zoe@example.org"))
    page.get_by_label("Mot de passe").fill(PASSPHRASE)
    pen.press("Se connecter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Mes dossiers")
    expect(page.get_by_text("Vous agissez comme rédacteur (Loos, rattachement en")).to_be_visible()
