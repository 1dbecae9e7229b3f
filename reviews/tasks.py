"""What Celery beat wakes: the papers of the reviews."""

from celery import shared_task

from reviews import booklets, letters, minutes, workbooks

# A tick's share: about a second each, well under the time limit.
LETTERS_PER_TICK = 10


@shared_task
def make_letters() -> int:
    """Draw the letters that are due; return how many were tried."""
    return letters.WORKSHOP.make_due(limit=LETTERS_PER_TICK)


# A name of its own, for a queue of its own: a booklet takes minutes, a letter must not wait.
@shared_task(name="reviews.booklets.make_booklets")
def make_booklets() -> int:
    """Lay out one booklet that is due: minutes for a whole edition; return how many were tried."""
    return booklets.WORKSHOP.make_due(limit=1)


@shared_task(name="reviews.workbooks.make_workbooks")
def make_workbooks() -> int:
    """Write one workbook that is due; return how many were tried."""
    return workbooks.WORKSHOP.make_due(limit=1)


@shared_task
def make_minutes() -> int:
    """Draw the minutes that are due; return how many were tried."""
    return minutes.WORKSHOP.make_due(limit=2)
