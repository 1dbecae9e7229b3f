"""Mails wait in the database and leave one by one."""

import smtplib
from datetime import timedelta

import pytest
from django.core.mail import EmailMultiAlternatives, send_mail
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from notifications import delivery
from notifications.models import Email
from notifications.smtp import Line
from notifications.tasks import deliver_waiting_emails

pytestmark = pytest.mark.django_db


class MailServer(BaseEmailBackend):
    """A server that takes everything, or answers with the given error."""

    sent: list[EmailMultiAlternatives]
    error: Exception | None

    def send_messages(self, email_messages):
        if MailServer.error:
            raise MailServer.error
        MailServer.sent += email_messages
        return len(email_messages)


@pytest.fixture
def mail_server(settings):
    """Deliver to a list."""
    settings.EMAIL_BACKEND = "notifications.backend.OutboxBackend"
    settings.DELIVERY_EMAIL_BACKEND = f"{__name__}.MailServer"
    MailServer.sent, MailServer.error = [], None
    return MailServer


def write(to="alice@example.org", **fields) -> Email:
    """A mail that waits."""
    defaults = {"code": "essai", "subject": "Bonjour", "text_body": "Un mot."}
    return Email.objects.create(
        to=to, message_id=f"<{timezone.now().timestamp()}@limits>", **(defaults | fields)
    )


def test_sending_writes_a_row_and_reaches_no_server(mail_server):
    send_mail("Objet", "Texte", None, ["alice@example.org", "bob@example.org"], html_message="<p>x")
    assert list(Email.objects.values_list("to", "html_body", "delivery").order_by("to")) == [
        ("alice@example.org", "<p>x", "waiting"),
        ("bob@example.org", "<p>x", "waiting"),
    ]
    assert mail_server.sent == []


def test_a_waiting_mail_is_sent_once_under_its_own_message_id(mail_server):
    mail = write(html_body="<p>Un mot.</p>")
    assert deliver_waiting_emails() == 1
    assert deliver_waiting_emails() == 0
    mail.refresh_from_db()
    assert (mail.delivery, mail.attempts) == ("sent", 1)
    assert mail.sent_at is not None
    (message,) = mail_server.sent
    assert message.message()["Message-ID"] == mail.message_id
    assert message.message()["Auto-Submitted"] == "auto-generated"
    assert [part.content for part in message.alternatives] == ["<p>Un mot.</p>"]


@pytest.mark.parametrize(
    "error",
    [
        smtplib.SMTPResponseException(421, b"come back later"),
        smtplib.SMTPRecipientsRefused({"alice@example.org": (450, b"greylisted")}),
        smtplib.SMTPServerDisconnected("lost"),
        ConnectionRefusedError("down"),
        TimeoutError("hangs"),
    ],
)
def test_a_passing_trouble_is_tried_again_later(mail_server, error):
    mail = write()
    mail_server.error = error
    deliver_waiting_emails()
    mail.refresh_from_db()
    assert mail.delivery == "waiting"
    assert mail.error
    assert timedelta(0) < mail.next_attempt_at - timezone.now() <= timedelta(minutes=1)
    mail_server.error = None
    Email.objects.update(next_attempt_at=timezone.now())
    deliver_waiting_emails()
    mail.refresh_from_db()
    assert (mail.delivery, mail.attempts, mail.error) == ("sent", 2, "")
    assert mail_server.sent[0].extra_headers["Message-ID"] == mail.message_id


@pytest.mark.parametrize(
    "error",
    [
        smtplib.SMTPResponseException(550, b"no such mailbox"),
        smtplib.SMTPRecipientsRefused({"alice@example.org": (550, b"unknown")}),
    ],
)
def test_a_final_refusal_is_kept_with_its_reason_and_blocks_no_other(mail_server, error):
    refused = write()
    mail_server.error = error
    deliver_waiting_emails()
    refused.refresh_from_db()
    assert refused.delivery == "failed"
    assert "550" in refused.error
    mail_server.error = None
    other = write("bob@example.org")
    deliver_waiting_emails()
    other.refresh_from_db()
    assert other.delivery == "sent"


def test_a_mail_is_given_up_two_days_after_its_first_try(mail_server):
    mail = write(first_tried_at=timezone.now() - timedelta(hours=49))
    mail_server.error = ConnectionRefusedError("down")
    deliver_waiting_emails()
    mail.refresh_from_db()
    assert mail.delivery == "failed"


def test_a_mail_that_waited_for_a_worker_all_week_end_keeps_its_two_days(mail_server):
    mail = write()
    Email.objects.update(created_at=timezone.now() - timedelta(hours=60))
    mail_server.error = ConnectionRefusedError("down")
    deliver_waiting_emails()
    mail.refresh_from_db()
    assert mail.delivery == "waiting"


def test_a_silent_server_is_not_asked_for_every_mail_in_a_row(mail_server):
    for name in ("alice", "bob", "charlie", "dora"):
        write(f"{name}@example.org")
    mail_server.error = TimeoutError("hangs")
    assert deliver_waiting_emails() == 2


def test_what_a_person_waits_for_leaves_before_the_crowd(mail_server):
    for rank in range(3):
        write(f"{rank}@example.org")
    send_mail("Votre mot de passe", "Texte", None, ["alice@example.org"])
    deliver_waiting_emails()
    assert mail_server.sent[0].to == ["alice@example.org"]


def test_a_worker_that_lost_its_lease_does_not_bring_back_a_mail_that_left(mail_server):
    write()
    start = timezone.now()
    stalled = delivery.lease_next(now=start)
    later = start + timedelta(minutes=5)
    other = delivery.lease_next(now=later)
    assert delivery.deliver(other, through=Line(), now=later) is None
    mail_server.error = TimeoutError("hangs")
    delivery.deliver(stalled, through=Line(), now=later)
    mail = Email.objects.get()
    assert (mail.delivery, mail.attempts, mail.error) == ("sent", 2, "")


def test_a_lease_is_longer_than_the_longest_task(settings):
    assert settings.MAIL_LEASE.total_seconds() > settings.CELERY_TASK_TIME_LIMIT


def test_a_subject_is_one_short_line_whatever_was_typed(mail_server):
    send_mail("Objet\nBcc: tous@example.org" + "x" * 400, "Texte", None, ["alice@example.org"])
    subject = Email.objects.get().subject
    assert len(subject) == 300
    assert "\n" not in subject


def test_an_attachment_is_refused_rather_than_lost(mail_server):
    message = EmailMultiAlternatives("Objet", "Texte", None, ["alice@example.org"])
    message.attach("convention.pdf", b"%PDF", "application/pdf")
    with pytest.raises(ValueError, match="pièce jointe"):
        message.send()


def test_a_header_that_a_name_would_forge_fails_that_mail_alone(mail_server, monkeypatch):
    mail = write(subject="Bonjour\r\nBcc: tous@example.org")
    monkeypatch.setattr(
        MailServer, "send_messages", lambda self, mails: [m.message() for m in mails]
    )
    deliver_waiting_emails()
    mail.refresh_from_db()
    assert mail.delivery == "failed"


def test_a_leased_mail_is_out_of_the_others_reach_until_its_lease_ends(mail_server):
    now = timezone.now()
    mail = write()
    assert delivery.lease_next(now=now + timedelta(seconds=1)) == mail
    assert delivery.lease_next(now=now + timedelta(seconds=2)) is None
    assert delivery.lease_next(now=now + timedelta(minutes=5)) == mail


def test_waits_grow_up_to_an_hour():
    waits = [delivery.wait_before_next(n).seconds // 60 for n in (1, 2, 3, 4, 9, 400)]
    assert waits == [1, 2, 4, 8, 60, 60]
