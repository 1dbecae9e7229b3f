"""« File d’envoi à l’arrêt », to administrators alone, on every page, for one question."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from notifications import backlog, dispatch
from notifications.models import Email, Notice
from tests.notifications.test_delivery import write
from workflow.engine import record
from workflow.models import Event

pytestmark = pytest.mark.django_db
STOPPED = "File d’envoi à l’arrêt"
LONG_AGO = timedelta(minutes=6)


def late(**fields) -> Email:
    """A mail that should have left a while ago."""
    mail = write(**fields)
    Email.objects.filter(pk=mail.pk).update(next_attempt_at=timezone.now() - LONG_AGO)
    return mail


def texts(user) -> str:
    return " ".join(alarm.text for alarm in backlog.news(user, now=timezone.now())[1])


def test_nothing_is_said_while_mails_leave(nora):
    write()
    Event.objects.update(dispatched_at=timezone.now())
    assert backlog.news(nora, now=timezone.now()) == (0, [])


def test_an_administrator_is_told_on_every_page_that_nothing_moves(client_of, nora):
    late()
    for page in ("/", "/administration/courriels/", "/aide/", "/nulle-part/"):
        assert STOPPED in client_of(nora).get(page).content.decode(), page


@pytest.mark.parametrize("name", ["nobody", "alice", "flora", "ines", "martin"])
def test_nobody_else_is_told(request, client_of, name):
    late()
    user = None if name == "nobody" else request.getfixturevalue(name)
    assert STOPPED not in client_of(user).get("/").content.decode()


def test_a_held_mail_past_its_hour_is_late_too(nora):
    late(delivery="held")
    assert STOPPED in texts(nora)


def test_a_mail_server_that_takes_nothing_is_said_until_one_leaves(nora):
    write(trouble="unreachable", first_tried_at=timezone.now() - LONG_AGO)
    assert "le serveur de courriels n’en prend aucun" in texts(nora)
    write("bob@example.org", delivery="sent", sent_at=timezone.now())
    assert texts(nora) == ""


def test_one_address_that_puts_off_its_mail_is_no_alarm(nora):
    write(trouble="later", first_tried_at=timezone.now() - LONG_AGO)
    assert texts(nora) == ""


def test_events_that_nobody_dispatches_are_said(nora, alice):
    record("application.submit", subject=alice, at=timezone.now() - LONG_AGO)
    assert STOPPED in texts(nora)


def test_an_event_that_fails_is_said_for_itself_and_stops_nothing(nora, alice):
    event = record("application.submit", subject=alice, at=timezone.now() - LONG_AGO)
    for _ in range(backlog.STUBBORN):
        dispatch.set_back(event, RuntimeError("x"), now=timezone.now())
    assert STOPPED not in texts(nora)
    assert "n’ont pu être annoncés à personne" in texts(nora)


def test_held_mails_are_said(nora):
    mail = write(delivery="held")
    Email.objects.filter(pk=mail.pk).update(next_attempt_at=timezone.now() + LONG_AGO)
    assert "retenus" in texts(nora)


def test_an_administrator_s_unread_notices_are_counted_with_the_alarms(nora):
    for n in range(3):
        Notice.objects.create(recipient=nora, event_id=n, code="x", title="x", body="x")
    Notice.objects.update(read_at=timezone.now())
    Notice.objects.create(recipient=nora, event_id=9, code="x", title="x", body="x")
    assert backlog.news(nora, now=timezone.now())[0] == 1


def test_it_costs_an_administrator_s_page_no_question_more_than_another_s(client_of, nora, ines):
    def questions(user) -> int:
        browser = client_of(user)
        browser.get("/")
        with CaptureQueriesContext(
            connection,
        ) as found:
            browser.get("/")
        return len(found)

    assert questions(nora) == questions(ines)
