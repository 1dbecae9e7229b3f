"""What Celery beat wakes: the documents of the conventions, sealed, signed, sorted, archived."""

from celery import shared_task

from conventions import document, drafts
from conventions.signing import archive, issuing, paper, pile

# A tick's share, well under the time limit: about a second each.
SIGNATURES_PER_TICK = 20


@shared_task
def make_issues() -> int:
    """Draw and seal the issues that are due, open them to signature; return how many were tried."""
    tried = document.WORKSHOP.make_turn()
    issuing.publish_due()
    return tried


@shared_task
def sign_orders() -> int:
    """Give the signatures ordered from the piles; return how many were tried."""
    return pile.sign_due(limit=SIGNATURES_PER_TICK)


@shared_task
def sort_scans() -> int:
    """Sort one pile of scanned pages; return how many were tried."""
    return paper.sort_due(limit=1)


@shared_task
def make_archives() -> int:
    """Pack the archives that are due; return how many were tried."""
    return archive.WORKSHOP.make_turn()


@shared_task
def make_drafts() -> int:
    """Draw the drafts that were asked for; return how many were tried."""
    return drafts.WORKSHOP.make_turn()
