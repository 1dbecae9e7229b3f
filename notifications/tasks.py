"""What Celery beat wakes: the mails that wait, the events not told yet, what is due by the clock."""

from celery import shared_task
from django.utils import timezone

from notifications import delivery, digest, dispatch, reminders

# A tick's share, that its seconds usually end first: each beat wakes another worker, if there is
# one. A mail the time limit cuts short is leased, so it waits and goes again.
MAILS_PER_TICK = 5000
EVENTS_PER_TICK = 5000


@shared_task
def deliver_waiting_emails() -> int:
    """Deliver the mails that are due; return how many were tried."""
    return delivery.deliver_due(at_most=MAILS_PER_TICK)


@shared_task
def dispatch_events() -> int:
    """Turn the journal's new events into notices and mails; return how many events were."""
    return dispatch.dispatch_due(at_most=EVENTS_PER_TICK)


@shared_task
def give_reminders() -> int:
    """Give the reminders that are due; return how many were."""
    return reminders.give_due(now=timezone.now())


@shared_task
def send_digests() -> int:
    """Write the day's digests that are due; return how many were."""
    return digest.send_due(now=timezone.now())
