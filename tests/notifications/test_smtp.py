"""Mails and a real mail server: what it takes, refuses, puts off, and when it goes silent (F3)."""

import email
from datetime import timedelta
from email.policy import default

import pytest
from django.utils import timezone

from chaos.sink import Act, Conversation, refuses_connections
from notifications import delivery
from notifications.models import Email
from tests.notifications.test_delivery import write

pytestmark = pytest.mark.django_db
Trouble = Email.Trouble


def first_then_take(act: Act):
    """The first try of each mail meets this; the next ones pass."""
    return lambda to, nth: act if nth == 1 else Act.TAKE


def round_of_mails(at_most: int = 1000) -> int:
    """Try what waits, whatever it was told to wait for."""
    Email.objects.filter(delivery="waiting").update(next_attempt_at=timezone.now())
    return delivery.deliver_due(at_most=at_most, seconds=120)


def test_the_text_stored_is_the_text_sent_with_its_own_message_id(mail_host):
    sink = mail_host()
    mail = write(text_body="Bonjour Zoé,\n\nC’est déposé.\n", html_body="<p>C’est déposé.</p>")
    round_of_mails()
    (taken,) = sink.taken
    message = email.message_from_bytes(taken.content, policy=default)
    text, html = message.get_body(("plain",)), message.get_body(("html",))
    assert text.get_content().replace("\r\n", "\n") == mail.text_body
    assert html.get_content().strip() == mail.html_body
    assert taken.message_id == mail.message_id
    assert message["Auto-Submitted"] == "auto-generated"


@pytest.mark.parametrize(
    ("act", "kind"),
    [
        (Act.LEAVE, Trouble.LATER),
        (Act.LATER, Trouble.LATER),
        (Act.HANG, Trouble.SILENT),
        (Act.DROP, Trouble.SILENT),
    ],
)
def test_what_may_pass_is_tried_again_and_leaves_once__F3(mail_host, act, kind):
    sink = mail_host(first_then_take(act))
    mail = write()
    round_of_mails()
    mail.refresh_from_db()
    assert (mail.delivery, mail.trouble) == ("waiting", kind)
    assert mail.error
    assert mail.next_attempt_at - timezone.now() > timedelta(seconds=50)
    round_of_mails()
    mail.refresh_from_db()
    assert (mail.delivery, mail.trouble, mail.attempts) == ("sent", "", 2)
    assert [taken.message_id for taken in sink.taken] == [mail.message_id]


def test_one_bad_address_among_five_hundred_is_shown_and_stops_none__F3(mail_host):
    bad = "p250@example.org"
    sink = mail_host(lambda to, nth: Act.REFUSE if to == bad else Act.TAKE)
    Email.objects.bulk_create(
        Email(to=f"p{n}@example.org", code="essai", subject="x", message_id=f"<{n}@limits>")
        for n in range(500)
    )
    assert round_of_mails() == 500
    refused = Email.objects.get(to=bad)
    assert (refused.delivery, refused.trouble) == ("failed", Trouble.ADDRESS)
    assert refused.error == "550 5.1.1 no such mailbox"
    assert Email.objects.filter(delivery="sent").count() == len(sink.taken) == 499


def test_a_mail_that_makes_the_server_hang_does_not_stop_the_others__F3(mail_host):
    mail_host(lambda to, nth: Act.HANG if to == "p0@example.org" else Act.TAKE)
    for n in range(4):
        write(f"p{n}@example.org")
    assert round_of_mails() == 4
    assert list(Email.objects.exclude(delivery="sent").values_list("to", flat=True)) == [
        "p0@example.org"
    ]


def test_a_server_that_nobody_finds_keeps_every_mail_waiting_and_is_asked_once(mail_host, settings):
    mail_host()
    settings.EMAIL_PORT = refuses_connections()
    for n in range(3):
        write(f"p{n}@example.org")
    assert round_of_mails() == 1
    assert set(Email.objects.values_list("delivery", flat=True)) == {"waiting"}
    assert Email.objects.exclude(trouble="").get().trouble == Trouble.UNREACHABLE


def test_a_server_that_refuses_our_password_loses_no_mail(mail_host, settings):
    mail_host()
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "limits", "périmé"
    write()
    round_of_mails()
    mail = Email.objects.get()
    assert (mail.delivery, mail.trouble) == ("waiting", Trouble.UNREACHABLE)


def test_a_server_that_refuses_our_sender_loses_no_mail(mail_host, monkeypatch):
    monkeypatch.setattr(Conversation, "on_mail", lambda self, rest: self.say("553 not yours"))
    mail_host()
    write()
    round_of_mails()
    mail = Email.objects.get()
    assert (mail.delivery, mail.trouble, mail.error) == ("waiting", Trouble.SENDER, "553 not yours")


def test_a_good_bye_without_an_answer_sends_nothing_twice(mail_host, monkeypatch):
    monkeypatch.setattr(Conversation, "on_quit", lambda self, rest: self.rfile.readline())
    sink = mail_host()
    write()
    round_of_mails()
    round_of_mails()
    assert Email.objects.get().delivery == "sent"
    assert len(sink.taken) == 1


@pytest.mark.parametrize(
    ("return_path", "sender"),
    [("", "ne-pas-repondre@localhost"), ("<>", ""), ("retours+{id}@exemple.fr", "retours+{}@exemple.fr")],
)  # fmt: skip
def test_bounces_go_where_the_settings_say__F18(mail_host, settings, return_path, sender):
    settings.MAIL_RETURN_PATH = return_path
    sink = mail_host()
    mail = write()
    round_of_mails()
    (taken,) = sink.taken
    assert taken.sender == sender.format(mail.pk)
    assert b"From: LIMIT'S <ne-pas-repondre@localhost>" in taken.content
