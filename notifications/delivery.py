"""Mails leave: one row at a time, at least once, always under the same Message-ID.

A row is first leased (its next attempt pushed back), then sent, then marked. A worker killed in
between loses nothing: the lease ends and another sends the mail again, under the same
Message-ID, so that mail programs show it once (security.md, finding 4).
"""

import logging
import time
from contextlib import suppress
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.utils import timezone

from accounts.enums import Role
from accounts.models import User
from notifications import restraint, troubles
from notifications.models import Email
from notifications.smtp import Line
from notifications.troubles import Trouble
from workflow.engine import Refused, record

logger = logging.getLogger(__name__)
# A mail that no server took so long after its first try is shown to an administrator.
GIVE_UP_AFTER = timedelta(hours=48)
LONGEST_WAIT = timedelta(hours=1)
# Seconds after which a round begins no other mail: deliveries and dispatches take turns, so that
# a crowd to tell never keeps a password waiting.
ROUND_SECONDS = 5
# So many mails in a row without an answer: the server is down, the others would wait in vain.
SILENCES = 2
# Mails an administrator puts back with one click: what a page may take the time to do.
AT_ONCE = 500


def lease_next(*, now: datetime) -> Email | None:
    """Take the next mail due, out of the other workers' reach; None when nothing is due.

    Urgent ones first, then the oldest. Those whose address has had its share are held on the way;
    stale reminders are put aside.
    """
    due = Email.objects.filter(delivery__in=Email.UNSENT, next_attempt_at__lte=now)
    while True:
        with transaction.atomic():
            mail = (
                due.select_for_update(skip_locked=True)
                .order_by("-is_urgent", "next_attempt_at", "id")
                .first()
            )
            if mail is None:
                return None
            if mail.stale_at is not None and mail.stale_at <= now:
                mail.delivery = Email.Status.STALE
                mail.save(update_fields=["delivery"])
                continue
            until = restraint.held_until(mail, now=now)
            if until is None:
                _lease(mail, now)
                return mail
            _hold(mail, until)


def _lease(mail: Email, now: datetime) -> None:
    mail.delivery, mail.attempts = Email.Status.WAITING, mail.attempts + 1
    mail.first_tried_at, mail.tried_at = mail.first_tried_at or now, now
    mail.next_attempt_at = now + settings.MAIL_LEASE
    mail.save(
        update_fields=["delivery", "attempts", "first_tried_at", "tried_at", "next_attempt_at"]
    )


def _hold(mail: Email, until: datetime) -> None:
    if mail.delivery != Email.Status.HELD:
        logger.warning("mail %s is held: its address has had its share of the hour", mail.pk)
    mail.delivery, mail.trouble, mail.next_attempt_at = (
        Email.Status.HELD,
        Email.Trouble.LIMIT,
        until,
    )
    mail.save(update_fields=["delivery", "trouble", "next_attempt_at"])


def deliver(mail: Email, *, through: Line, now: datetime) -> Trouble | None:
    """Send a leased mail and note what came of it; return what went wrong, if anything did."""
    try:
        through.send(message_of(mail))
    except Exception as error:
        trouble = troubles.read(error)
        if trouble.kind == Email.Trouble.MALFORMED:
            logger.warning("mail %s cannot be sent", mail.pk, exc_info=error)
        note_failure(mail, trouble, now=now)
        return trouble
    # Taken by the server: whoever holds the lease by now, it has left.
    Email.objects.filter(pk=mail.pk).exclude(delivery=Email.Status.SENT).update(
        delivery=Email.Status.SENT, sent_at=now, trouble="", error=""
    )
    return None


def message_of(mail: Email) -> EmailMultiAlternatives:
    """The message as it leaves: what is stored, nothing rendered again."""
    # One click turns a topic off, in the mail program itself (RFC 8058).
    unsubscribe = (
        {
            "List-Unsubscribe": f"<{mail.unsubscribe_url}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }
        if mail.unsubscribe_url
        else {}
    )
    message = EmailMultiAlternatives(
        subject=mail.subject,
        body=mail.text_body,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[mail.to],
        reply_to=[mail.reply_to] if mail.reply_to else None,
        headers={
            "Message-ID": mail.message_id,
            # Robots do not answer robots (RFC 3834; the second is Exchange's own).
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
            **unsubscribe,
        },
    )
    if mail.html_body:
        message.attach_alternative(mail.html_body, "text/html")
    path = settings.MAIL_RETURN_PATH.replace("{id}", str(mail.pk))
    message.return_path = path  # type: ignore[attr-defined]  # read by our SMTP backend
    return message


def note_failure(mail: Email, trouble: Trouble, *, now: datetime) -> None:
    """Keep the reason; try again later when the refusal may pass, give up when it may not.

    Changes nothing when the lease was lost: another worker's try stands.
    """
    assert mail.first_tried_at is not None, "a mail is leased before it is tried"
    goes_on = trouble.is_transient and now - mail.first_tried_at < GIVE_UP_AFTER
    Email.objects.filter(pk=mail.pk, delivery=Email.Status.WAITING, tried_at=mail.tried_at).update(
        delivery=Email.Status.WAITING if goes_on else Email.Status.FAILED,
        next_attempt_at=now + wait_before_next(mail.attempts),
        trouble=trouble.kind,
        error=trouble.words[:1000],
    )


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
        fresh.first_tried_at = None
        fresh.save(update_fields=["delivery", "attempts", "next_attempt_at", "first_tried_at"])
        record("email.retry", subject=fresh, by=by, role=Role.ADMINISTRATOR)
    return fresh


def try_all_again(trouble: str, *, by: User, now: datetime) -> int:
    """Put back every mail given up for this reason; return how many. One journal row each."""
    count = 0
    given_up = Email.objects.filter(delivery=Email.Status.FAILED, trouble=trouble)
    for mail in given_up.order_by("id")[:AT_ONCE]:
        # Another administrator may have put it back meanwhile.
        with suppress(Refused):
            try_again(mail, by=by, now=now)
            count += 1
    return count


def wait_before_next(attempts: int) -> timedelta:
    """1, 2, 4, 8… minutes, an hour at most."""
    return min(settings.MAIL_FIRST_WAIT * 2 ** min(attempts - 1, 10), LONGEST_WAIT)


def deliver_due(*, at_most: int, seconds: float = ROUND_SECONDS) -> int:
    """Deliver what is due, one mail after the other; return how many were tried.

    Stops after so many seconds, or when the mail server cannot be reached or stays silent twice
    in a row: the others would wait for nothing. One mail that makes it hang does not stop the next.
    """
    tried = silences = 0
    until = time.monotonic() + seconds
    line = Line()
    try:
        while tried < at_most and silences < SILENCES and time.monotonic() < until:
            mail = lease_next(now=timezone.now())
            if mail is None:
                break
            tried += 1
            trouble = deliver(mail, through=line, now=timezone.now())
            if trouble is None or not trouble.is_of_the_server:
                silences = 0
            else:
                silences += SILENCES if trouble.kind == Email.Trouble.UNREACHABLE else 1
    finally:
        line.close()
    return tried
