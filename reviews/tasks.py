"""What Celery beat wakes: the papers of the reviews."""

from celery import shared_task

from reviews import letters

# A tick's share: about a second each, well under the time limit.
LETTERS_PER_TICK = 10


@shared_task
def make_letters() -> int:
    """Draw the letters that are due; return how many were tried."""
    return letters.WORKSHOP.make_due(limit=LETTERS_PER_TICK)
