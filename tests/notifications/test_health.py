"""The page of the probes, and who may read it."""

from datetime import timedelta
from unittest import mock

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from notifications import dispatch
from notifications.models import Email
from tests.notifications.test_delivery import write
from workflow.engine import record
from workflow.models import Event


@pytest.fixture
def ask(client, db):
    """Ask /sante/ from an address, with headers."""

    def get(address="127.0.0.1", **headers):
        return client.get("/sante/", REMOTE_ADDR=address, headers=headers)

    return get


def test_a_probe_of_the_same_machine_reads_every_measure(ask):
    response = ask()
    assert response.status_code == 200
    assert response.json()["etat"] == "bon"
    assert set(response.json()["mesures"]) == {
        *("base", "horloge", "disque", "redis"),
        *("courriels", "serveur de courriels", "retenus", "avis", "avis impossibles"),
    }


def test_the_page_does_not_exist_for_another_machine(ask):
    assert ask("203.0.113.5").status_code == 404


def test_what_an_undeclared_proxy_forwards_is_not_local(ask):
    assert ask("127.0.0.1", x_forwarded_for="203.0.113.5").status_code == 404


def test_another_machine_may_ask_with_the_token(ask, settings):
    settings.HEALTH_TOKEN = "un-jeton"
    assert ask("203.0.113.5", authorization="Bearer un-jeton").status_code == 200
    assert ask("203.0.113.5", authorization="Bearer autre").status_code == 404


def test_an_empty_token_opens_nothing(ask):
    assert ask("203.0.113.5", authorization="Bearer ").status_code == 404


def test_a_mail_that_does_not_leave_is_bad(ask):
    mail = Email.objects.create(to="a@example.org", code="x", subject="x", message_id="x")
    assert ask().status_code == 200
    Email.objects.filter(pk=mail.pk).update(next_attempt_at=timezone.now() - timedelta(minutes=6))
    response = ask()
    assert response.status_code == 503
    assert response.json()["mesures"]["courriels"]["is_good"] is False


def test_a_mail_that_a_server_told_to_wait_is_not_late(ask):
    mail = write(attempts=4, trouble="later", next_attempt_at=timezone.now())
    Email.objects.filter(pk=mail.pk).update(
        created_at=timezone.now() - timedelta(hours=1),
        next_attempt_at=timezone.now() + timedelta(minutes=8),
    )
    assert ask().status_code == 200


def test_a_mail_server_that_takes_nothing_is_bad(ask):
    write(trouble="silent", first_tried_at=timezone.now() - timedelta(minutes=6))
    assert ask().json()["mesures"]["serveur de courriels"]["is_good"] is False
    write("bob@example.org", delivery="sent", sent_at=timezone.now())
    assert ask().status_code == 200


def test_a_broker_that_is_away_is_said_within_a_second(ask, settings, tmp_path):
    settings.CELERY_BROKER_URL = f"redis+socket://{tmp_path}/nobody.sock"
    response = ask()
    assert response.status_code == 503
    assert response.json()["mesures"]["redis"] == {"value": "ConnectionError", "is_good": False}


def test_an_event_that_fails_again_and_again_is_bad(ask, alice):
    event = record("application.submit", subject=alice)
    for _ in range(3):
        dispatch.set_back(event, RuntimeError("x"), now=timezone.now())
    assert ask().json()["mesures"]["avis impossibles"]["is_good"] is False


def test_an_event_nobody_is_told_of_is_bad(ask, alice):
    event = record("test.done", subject=alice, at=timezone.now() - timedelta(minutes=6))
    assert ask().json()["mesures"]["avis"]["is_good"] is False
    Event.objects.filter(pk=event.pk).update(dispatched_at=timezone.now())
    assert ask().status_code == 200


def test_a_database_that_is_away_is_said_and_is_no_error_page(ask):
    with mock.patch.object(connection, "cursor", side_effect=OperationalError("away")):
        response = ask()
    assert response.status_code == 503
    assert response.json()["mesures"]["base"] == {"value": "OperationalError", "is_good": False}


def test_a_disk_nearly_full_is_bad(ask, monkeypatch):
    monkeypatch.setattr("notifications.health.DISK_RESERVE", 2**62)
    assert ask().json()["mesures"]["disque"]["is_good"] is False
