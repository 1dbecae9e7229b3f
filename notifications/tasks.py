"""What Celery beat wakes: the mails that wait, the events not told yet."""

from celery import shared_task

from notifications import delivery, dispatch

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
