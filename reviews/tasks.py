"""What Celery beat wakes: the papers of the reviews."""

from celery import shared_task

from reviews import booklets, letters, minutes, workbooks


@shared_task
def make_letters() -> int:
    """Draw the letters that are due; return how many were tried."""
    return letters.WORKSHOP.make_turn()


# A name of its own, for a queue of its own: a booklet takes minutes, a letter must not wait.
@shared_task(name="reviews.booklets.make_booklets")
def make_booklets() -> int:
    """Lay out the booklets that are due, minutes each; return how many were tried."""
    return booklets.WORKSHOP.make_turn()


@shared_task(name="reviews.workbooks.make_workbooks")
def make_workbooks() -> int:
    """Write the workbooks that are due; return how many were tried."""
    return workbooks.WORKSHOP.make_turn()


@shared_task
def make_minutes() -> int:
    """Draw the minutes that are due; return how many were tried."""
    return minutes.WORKSHOP.make_turn()
