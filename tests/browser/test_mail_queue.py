"""An administrator sees what does not leave, and sends it again, on a desk and on a phone."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from notifications import dispatch
from notifications.models import Email
from tests.notifications.test_delivery import write
from workflow.engine import record

pytestmark = pytest.mark.django_db(transaction=True)
PAGE = "/administration/courriels/"


def test_an_empty_queue_says_so(page, live_server, log_in, nora, sound, console):
    log_in(nora)
    page.goto(live_server.url + PAGE)
    expect(page.get_by_text("Tous les courriels sont partis.")).to_be_visible()
    sound(page)


def test_failures_are_read_by_reason_and_sent_again(
    page, live_server, log_in, nora, alice, sound, console
):
    for n in range(40):
        write(
            f"prenom.nom-compose{n}@mairie-de-saint-martin-des-champs.fr",
            delivery="failed",
            trouble="address",
            error="550 5.1.1 Recipient address rejected: User unknown in virtual mailbox table",
        )
    write("retenu@example.org", delivery="held", trouble="limit")
    write("attend@example.org", trouble="later", error="450 greylisted", attempts=3)
    event = record("application.submit", subject=alice)
    for _ in range(3):
        dispatch.set_back(event, RuntimeError("gabarit cassé"), now=timezone.now())
    log_in(nora)
    page.goto(live_server.url + PAGE)
    expect(page.get_by_text("Des événements n’ont pu être annoncés à personne.")).to_be_visible()
    sound(page)

    page.get_by_role("link", name="40 courriels").click()
    expect(page.get_by_role("status")).to_have_text("40 courriels")
    page.get_by_role("link", name="Page suivante").click()
    expect(page.get_by_role("button", name="Renvoyer le courriel à")).to_have_count(15)
    page.get_by_role("button", name="Renvoyer le courriel à").first.click()
    expect(page.get_by_text("va repartir.")).to_be_visible()
    page.get_by_role("button", name="Renvoyer les 39 courriels").click()
    expect(page.get_by_text("39 courriels vont repartir.")).to_be_visible()
    assert not Email.objects.filter(delivery="failed").exists()
    sound(page)


def test_a_mail_that_went_meanwhile_is_said_in_words(page, live_server, log_in, nora, sound):
    mail = write(delivery="failed", trouble="content", error="554 spam")
    log_in(nora)
    page.goto(live_server.url + PAGE)
    Email.objects.filter(pk=mail.pk).update(delivery="sent", sent_at=timezone.now())
    page.get_by_role("button", name="Renvoyer le courriel à alice@example.org").click()
    expect(page.get_by_text("Ce courriel n'est pas en échec.")).to_be_visible()
    sound(page)


def test_a_queue_at_a_standstill_is_said_on_another_page(page, live_server, log_in, nora, sound):
    mail = write()
    Email.objects.filter(pk=mail.pk).update(next_attempt_at=timezone.now() - timedelta(hours=1))
    log_in(nora)
    page.goto(live_server.url + "/administration/appels/")
    expect(page.get_by_text("File d’envoi à l’arrêt")).to_be_visible()
    sound(page)
    page.get_by_role("link", name="Voir la file d’envoi").click()
    expect(page).to_have_url(live_server.url + PAGE)
