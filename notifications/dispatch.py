"""From the journal to the mailboxes: each undispatched event becomes notices and mails, once.

Rows are unique per (event, notice, recipient), so a tick that is run twice, or killed in the
middle, tells nobody twice. What is written here is delivered by `notifications.delivery`.
"""

import logging
import time
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import islice

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from accounts.models import User
from notifications import preferences
from notifications.backend import MESSAGE_DOMAIN
from notifications.drawing import draw
from notifications.models import Email, Notice, Setback
from notifications.notices import rules_for
from notifications.preferences import Mode
from notifications.rule import Message, Rule
from workflow.models import Event

logger = logging.getLogger(__name__)
# Seconds after which a round begins no other event: see notifications.delivery.
ROUND_SECONDS = 5
# Recipients written at once: their mails take well under the seconds that PostgreSQL leaves to
# an idle transaction.
CHUNK = 200
FIRST_WAIT = timedelta(seconds=10)
LONGEST_WAIT = timedelta(hours=1)


def dispatch_due(at_most: int = 200, *, seconds: float = ROUND_SECONDS) -> int:
    """Dispatch the waiting events, oldest first, for so many seconds; return how many were.

    An event that fails is set back, for a longer time at each failure; it holds back no other.
    """
    done = tried = 0
    until = time.monotonic() + seconds
    while tried < at_most and time.monotonic() < until:
        with transaction.atomic():
            event = next_event(now=timezone.now())
            if event is None:
                break
            tried += 1
            done += tell(event, now=timezone.now())
    return done


def next_event(*, now: datetime) -> Event | None:
    """Lock the oldest event to tell, out of the other workers' reach; None when there is none."""
    set_back = Setback.objects.filter(event_id=OuterRef("pk"), next_attempt_at__gt=now)
    return (
        Event.objects.select_for_update(skip_locked=True, of=("self",))
        .filter(~Exists(set_back), dispatched_at=None)
        .order_by("id")
        .first()
    )


def tell(event: Event, *, now: datetime) -> bool:
    """Tell everyone of a locked event, all or nobody; set it back and return False on failure."""
    try:
        with transaction.atomic():
            _dispatch(event, now)
            # A statement of its own: the journal lets nothing else be written.
            Event.objects.filter(pk=event.pk).update(dispatched_at=now)
            Setback.objects.filter(event_id=event.pk).delete()
    except Exception as error:
        logger.exception("event %s (%s) could not be dispatched", event.pk, event.name)
        set_back(event, error, now=now)
        return False
    return True


def set_back(event: Event, error: Exception, *, now: datetime) -> Setback:
    """Note why a locked event could not be told, and when to try again."""
    setback = Setback.objects.filter(event_id=event.pk).first() or Setback(event_id=event.pk)
    setback.attempts += 1
    setback.error = f"{type(error).__name__} : {error}"[:1000]
    wait = FIRST_WAIT * 2 ** min(setback.attempts - 1, 10)
    setback.next_attempt_at = now + min(wait, LONGEST_WAIT)
    setback.save()
    return setback


def hurry(*, now: datetime) -> int:
    """Try at the next tick the events that were set back; return how many there are."""
    return Setback.objects.update(next_attempt_at=now)


def stale_at(event: Event) -> datetime | None:
    """When what a reminder says is no longer true; None for anything but a reminder."""
    said = event.payload.get("stale_at")
    return datetime.fromisoformat(said) if said else None


def _dispatch(event: Event, now: datetime) -> None:
    until = stale_at(event)
    if until is not None and until <= now:
        return
    for rule in rules_for(event):
        message = None
        for people in _chunks(rule.to(event)):
            # Once there is someone to read it: an event may say too little for a notice that
            # concerns nobody.
            message = message or rule.message(event)
            modes = preferences.modes(people, rule.topic) if rule.is_mailed else {}
            Notice.objects.bulk_create(
                [
                    Notice(
                        recipient=person,
                        event_id=event.pk,
                        code=rule.code,
                        title=message.title[:200],
                        body=message.body,
                        url=message.url,
                        awaits_digest=modes.get(person.pk) == Mode.DAILY,
                    )
                    for person in people
                ],
                ignore_conflicts=True,
            )
            if rule.is_mailed:
                Email.objects.bulk_create(
                    [
                        _mail(event, rule, message, person)
                        for person in people
                        if modes.get(person.pk, Mode.EACH) == Mode.EACH
                    ],
                    ignore_conflicts=True,
                )


def _chunks(people: Iterable[User]) -> Iterator[list[User]]:
    rest = iter(people)
    while some := list(islice(rest, CHUNK)):
        yield some


def _mail(event: Event, rule: Rule, message: Message, person: User) -> Email:
    drawn = draw(rule, message, person)
    return Email(
        to=person.email,
        event_id=event.pk,
        code=rule.code,
        subject=drawn.subject,
        text_body=drawn.text,
        html_body=drawn.html,
        reply_to=message.reply_to,
        unsubscribe_url=drawn.unsubscribe,
        stale_at=stale_at(event),
        message_id=message_id(event, rule.code, person),
    )


def message_id(event: Event, code: str, person: User) -> str:
    """The name of a mail for mail programs: the same, however often the mail is written."""
    return f"<event-{event.pk}.{code}.{person.pk}.{event.hash[:16]}@{MESSAGE_DOMAIN}>"
