"""Filing works while everything around it is down: broker, mail, renderer (F1, F3, F10)."""

import pytest
from celery import Celery
from django.urls import reverse
from django.utils import timezone

from applications import rendering
from applications.models import Rendering, Snapshot
from limits_portal.celery import app
from notifications.models import Email
from tests.applications.dossiers import CLOSES_AT, OPENS_AT
from tests.applications.filings import make_limits_call, make_ready


@pytest.fixture
def open_call(db):
    now = timezone.now()
    return make_limits_call(
        opens_at=now - (CLOSES_AT - OPENS_AT), closes_at=now.replace(year=now.year + 1)
    )


def test_filing_never_speaks_to_the_broker_nor_to_a_mail_server__F1(
    client_of, bob, commune_a, open_call, monkeypatch, settings
):
    def refuse(*args, **kwargs):
        raise ConnectionError("Redis est arrêté")

    monkeypatch.setattr(app.conf, "broker_url", "redis://127.0.0.1:1/0")
    monkeypatch.setattr(Celery, "send_task", refuse)
    monkeypatch.setattr(Celery, "connection_for_write", refuse)
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    application = make_ready(holder=commune_a, by=bob, call=open_call)
    browser = client_of(bob)
    address = reverse("applications:file", args=[application.reference])
    read_as = browser.get(address).context["form"]["read_as"].value()
    answer = browser.post(
        address,
        {
            "read_as": read_as,
            "signatory_name": "Bob Essai",
            "signatory_role": "Maire",
            "is_confirmed": "on",
        },
    )
    receipt = browser.get(answer["Location"])
    assert receipt.status_code == 200
    assert Snapshot.objects.get().receipt_number in receipt.content.decode()
    assert not Email.objects.exists()


def test_a_renderer_that_always_fails_leaves_the_receipt_page_whole__F10(
    client_of, bob, commune_a, open_call, monkeypatch
):
    from applications import filing

    application = make_ready(holder=commune_a, by=bob, call=open_call)
    filing.submit(application, by=bob, received_at=timezone.now())

    def broken(*args):
        raise OSError("police introuvable")

    monkeypatch.setattr(rendering, "draw", broken)
    for _ in range(4):
        Rendering.objects.update(next_attempt_at=timezone.now())
        rendering.WORKSHOP.make_due()
    page = client_of(bob).get(reverse("applications:receipt", args=[application.reference, 1]))
    assert page.status_code == 200
    assert "n’a pas pu être produit" in page.content.decode()
