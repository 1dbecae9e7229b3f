"""Mails leave: one row at a time, at least once, always under the same Message-ID.

A row is first leased (its next attempt pushed back), then sent, then marked. A worker killed in
between loses nothing: the lease ends and another sends the mail again, under the same
Message-ID, so that mail programs show it once (security.md, finding 4).
"""

import smtplib
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.utils import timezone

from accounts.enums import Role
from accounts.models import User
from notifications.models import Email
from workflow.engine import Refused, record

# How long a worker keeps a mail to itself; longer than any conversation with a mail server.
LEASE = timedelta(minutes=2)
# A mail that no server took after this long is shown to an administrator.
GIVE_UP_AFTER = timedelta(hours=48)
LONGEST_WAIT = timedelta(hours=1)
# Replies outside 400-499 that a server may take back (pretalx's list).
TRANSIENT_CODES = {-1, 101, 111, 552}
ANSWERS = (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused)


def lease_next(*, now: datetime) -> Email | None:
    """Take the oldest mail due, out of the other workers' reach; None when nothing is due."""
    with transaction.atomic():
        mail = (
            Email.objects.select_for_update(skip_locked=True)
            .filter(delivery=Email.Status.WAITING, next_attempt_at__lte=now)
            .order_by("next_attempt_at", "id")
            .first()
        )
        if mail is not None:
            mail.attempts += 1
            mail.next_attempt_at = now + LEASE
            mail.save(update_fields=["attempts", "next_attempt_at"])
    return mail


def deliver(mail: Email, *, through: BaseEmailBackend, now: datetime) -> bool:
    """Send a leased mail and note what came of it; return whether the server answered."""
    try:
        through.send_messages([message_of(mail)])
    except (OSError, ValueError) as error:  # smtplib's are OSError, a bad header is ValueError
        note_failure(mail, error, now=now)
        return not isinstance(error, OSError) or isinstance(error, ANSWERS)
    mail.delivery, mail.sent_at, mail.error = Email.Status.SENT, now, ""
    mail.save(update_fields=["delivery", "sent_at", "error"])
    return True


def message_of(mail: Email) -> EmailMultiAlternatives:
    """The message as it leaves: what is stored, nothing rendered again."""
    message = EmailMultiAlternatives(
        subject=mail.subject,
        body=mail.text_body,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[mail.to],
        reply_to=[mail.reply_to] if mail.reply_to else None,
        headers={"Message-ID": mail.message_id, "Auto-Submitted": "auto-generated"},
    )
    if mail.html_body:
        message.attach_alternative(mail.html_body, "text/html")
    return message


def note_failure(mail: Email, error: Exception, *, now: datetime) -> None:
    """Keep the reason; try again later when the refusal may pass, give up when it may not."""
    mail.error = f"{type(error).__name__} : {error}"[:1000]
    if is_transient(error) and now - mail.created_at < GIVE_UP_AFTER:
        mail.next_attempt_at = now + wait_before_next(mail.attempts)
    else:
        mail.delivery = Email.Status.FAILED
    mail.save(update_fields=["error", "next_attempt_at", "delivery"])


def try_again(mail: Email, *, by: User, now: datetime) -> Email:
    """Put a mail given up back among those that wait; journaled.

    Raises Refused when it is not one that was given up.
    """
    with transaction.atomic():
        fresh = Email.objects.select_for_update().get(pk=mail.pk)
        if fresh.delivery != Email.Status.FAILED:
            raise Refused("Ce courriel n'est pas en échec.")
        fresh.delivery, fresh.attempts, fresh.next_attempt_at = Email.Status.WAITING, 0, now
        # The two days of patience start again.
        fresh.created_at = now
        fresh.save(update_fields=["delivery", "attempts", "next_attempt_at", "created_at"])
        record("email.retry", subject=fresh, by=by, role=Role.ADMINISTRATOR)
    return fresh


def is_transient(error: Exception) -> bool:
    """Whether the same mail may pass later: no answer, or an answer in 4xx."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(is_transient_code(code) for code, _ in error.recipients.values())
    if isinstance(error, smtplib.SMTPResponseException):
        return is_transient_code(error.smtp_code)
    return isinstance(error, OSError)


def is_transient_code(code: int) -> bool:
    """Whether an SMTP reply invites to try again."""
    return 400 <= code < 500 or code in TRANSIENT_CODES


def wait_before_next(attempts: int) -> timedelta:
    """1, 2, 4, 8… minutes, an hour at most."""
    return min(timedelta(minutes=2 ** min(attempts - 1, 10)), LONGEST_WAIT)


def deliver_due(*, at_most: int) -> int:
    """Deliver what is due, one mail after the other; return how many were tried.

    Stops at once when the mail server does not answer: the others would wait for nothing.
    """
    tried = 0
    connection = get_connection(settings.DELIVERY_EMAIL_BACKEND)
    while tried < at_most and (mail := lease_next(now=timezone.now())):
        tried += 1
        if not deliver(mail, through=connection, now=timezone.now()):
            break
    return tried
