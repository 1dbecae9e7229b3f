"""Redis stopped: people log in, type, file and download; the mails leave when it returns (F1).

A real Redis, a real Celery worker and beat, a real mail server: nothing is pretended.
"""

import os
import random
import tempfile
import time
from pathlib import Path

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from applications import documents
from bench.database import address_of
from chaos.herd import Herd
from chaos.sink import listening
from limits_portal.celery import app
from limits_portal.private_servers import Redis, socket_folder
from notifications.models import Email
from tests.applications.dossiers import CLOSES_AT, OPENS_AT
from tests.applications.filings import make_limits_call, make_ready
from tests.applications.sections_driver import save, stored, typed_in
from tests.applications.sound_files import pdf as sound_pdf
from tests.factories import PASSWORD, make_application

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def redis(monkeypatch):
    """A private Redis, running."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        server = Redis(folder, socket_folder(folder))
        server.start()
        monkeypatch.setattr(app.conf, "broker_url", server.address)
        yield server
        server.stop()


@pytest.fixture
def sink():
    with listening() as server:
        yield server


@pytest.fixture
def at_work(redis, sink, settings, tmp_path):
    """A worker and a beat of the portal, on the database of this test."""
    settings.EMAIL_BACKEND = "notifications.backend.OutboxBackend"
    settings.CELERY_BROKER_URL = redis.address
    environment = os.environ | {
        "DATABASE_URL": address_of(os.environ["DATABASE_URL"], connection.settings_dict["NAME"]),
        "REDIS_URL": redis.address,
        "DJANGO_SETTINGS_MODULE": "chaos.settings",
        "SECRET_KEY": settings.SECRET_KEY,
        "EMAIL_URL": f"smtp://127.0.0.1:{sink.port}",
    }
    herd = Herd(tmp_path, environment, random.Random(1), pairs=1)
    herd.tend()
    yield herd
    herd.end()


def until(condition, seconds=90) -> None:
    """Wait for a condition; fail when it never comes."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "trop long"
        time.sleep(0.1)


def test_everything_goes_on_while_redis_is_away_and_the_mails_follow__F1(
    redis, sink, at_work, client, bob, alice, commune_a
):
    mail.send_mail("Avant", "Redis marche.", None, ["avant@example.org"])
    until(lambda: len(sink.taken) == 1)
    now = timezone.now()
    call = make_limits_call(
        opens_at=now - (CLOSES_AT - OPENS_AT), closes_at=now.replace(year=now.year + 1)
    )
    ready = make_ready(holder=commune_a, by=bob, call=call)
    draft = make_application(holder=commune_a, by=bob)
    redis.stop()
    assert not redis.is_running

    start = time.monotonic()
    entered = client.post(reverse("account_login"), {"login": bob.email, "password": PASSWORD})
    assert entered.status_code == 302
    assert client.get(reverse("applications:list")).status_code == 200

    typed = typed_in(client, draft, "territoire", name="Les Oliveaux")
    assert save(client, draft, "territoire", typed, autosave="1").json()["errors"] == {}
    assert stored(draft, "territoire")["name"] == "Les Oliveaux"

    address = reverse("applications:file", args=[ready.reference])
    form = client.get(address).context["form"]
    filed = client.post(
        address,
        {
            "read_as": form["read_as"].value(),
            "signatory_name": "Bob Essai",
            "signatory_role": "Maire",
            "is_confirmed": "on",
        },
    )
    assert "Accusé de réception" in client.get(filed["Location"]).content.decode()
    assert client.get(reverse("applications:recap", args=[ready.reference])).status_code == 200
    document = documents.attach(
        draft, category="rib", upload=SimpleUploadedFile("rib.pdf", sound_pdf()), by=bob
    )
    file = client.get(reverse("applications:document", args=[draft.reference, document.pk]))
    assert file.content.startswith(b"%PDF")
    client.post(reverse("account_logout"))
    client.post(reverse("account_reset_password"), {"email": alice.email})
    assert Email.objects.filter(to=alice.email, delivery="waiting").exists()
    assert time.monotonic() - start < 30, "nobody waits for Redis"
    assert len(sink.taken) == 1

    redis.start()
    until(lambda: len(sink.taken) == 4)
    until(lambda: not Email.objects.exclude(delivery="sent").exists())
    assert sorted(taken.to for taken in sink.taken) == [
        alice.email, alice.email, "avant@example.org", bob.email
    ]  # fmt: skip
    assert len({taken.message_id for taken in sink.taken}) == 4
