"""What Celery beat wakes: the documents of the conventions."""

from celery import shared_task

from conventions import document
from conventions.signing import issuing

# A tick's share: about two seconds each, well under the time limit.
PER_TICK = 5


@shared_task
def make_issues() -> int:
    """Draw and seal the issues that are due, open them to signature; return how many were tried."""
    tried = document.WORKSHOP.make_due(limit=PER_TICK)
    issuing.publish_due()
    return tried
