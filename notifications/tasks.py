"""What Celery beat wakes: the delivery of the mails that wait."""

from celery import shared_task

from notifications import delivery

# A tick's share; a mail the time limit cuts short is leased, so it waits and goes again.
MAILS_PER_TICK = 50


@shared_task
def deliver_waiting_emails() -> int:
    """Deliver the mails that are due; return how many were tried."""
    return delivery.deliver_due(at_most=MAILS_PER_TICK)
