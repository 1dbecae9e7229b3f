"""From the journal to the mailboxes: each undispatched event becomes notices and mails, once.

Rows are unique per (event, notice, recipient), so a tick that is run twice, or killed in the
middle, tells nobody twice. What is written here is delivered by `notifications.delivery`.
"""

import logging

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone

from accounts.models import User
from notifications.models import Email, Notice
from notifications.notices import rules_for
from notifications.rule import Message, Rule
from workflow.models import Event

logger = logging.getLogger(__name__)


def dispatch_due(at_most: int = 200) -> int:
    """Dispatch the waiting events, oldest first; return how many were.

    An event that fails is noted in the log and left waiting; it never holds back the others.
    """
    done = 0
    failed: set[int] = set()
    while done + len(failed) < at_most:
        with transaction.atomic():
            event = (
                Event.objects.select_for_update(skip_locked=True)
                .filter(dispatched_at=None)
                .exclude(pk__in=failed)
                .order_by("id")
                .first()
            )
            if event is None:
                break
            try:
                with transaction.atomic():
                    _dispatch(event)
            except Exception:
                logger.exception("event %s (%s) could not be dispatched", event.pk, event.name)
                failed.add(event.pk)
                continue
            event.dispatched_at = timezone.now()
            event.save(update_fields=["dispatched_at"])
            done += 1
    return done


def _dispatch(event: Event) -> None:
    for rule in rules_for(event):
        message = rule.message(event)
        recipients = list(rule.to(event))
        Notice.objects.bulk_create(
            (
                Notice(
                    recipient=person,
                    event_id=event.pk,
                    code=rule.code,
                    title=message.title[:200],
                    body=message.body,
                    url=message.url,
                )
                for person in recipients
            ),
            ignore_conflicts=True,
        )
        if rule.is_mailed:
            Email.objects.bulk_create(
                (_mail(event, rule, message, person) for person in recipients),
                ignore_conflicts=True,
            )


def _mail(event: Event, rule: Rule, message: Message, person: User) -> Email:
    values = {
        **message.values,
        "title": message.title,
        "body": message.body,
        "address": f"{settings.BASE_URL}{message.url}",
        "person": person,
    }
    text = render_to_string(f"notifications/{rule.code}.txt", values).strip() + "\n"
    paragraphs = [part.strip() for part in text.split("\n\n") if part.strip()]
    return Email(
        to=person.email,
        event_id=event.pk,
        code=rule.code,
        # A subject is one line, whatever was typed in a name.
        subject=" ".join(message.title.split())[:300],
        text_body=text,
        html_body=render_to_string("notifications/mail.html", {**values, "paragraphs": paragraphs}),
        message_id=f"<event-{event.pk}.{rule.code}.{person.pk}.{event.hash[:16]}@limits>",
    )
