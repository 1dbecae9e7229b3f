"""What Celery beat wakes: the PDFs of the filings that wait."""

from celery import shared_task

from applications import rendering

# A tick's share: two documents a filing, about two seconds each, well under the time limit.
DOCUMENTS_PER_TICK = 10


@shared_task
def render_filings() -> int:
    """Make the PDFs that are due; return how many were tried."""
    return rendering.make_due(limit=DOCUMENTS_PER_TICK)
