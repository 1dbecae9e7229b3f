"""What Celery beat wakes: the filings' PDFs, the documents to scan, the reminders of what is due."""

from celery import shared_task
from django.utils import timezone

from applications import expiry, rendering, scanning

# At most thirty seconds each, and the round stops at the first that gets no answer.
DOCUMENTS_PER_SCAN = 20


@shared_task
def render_filings() -> int:
    """Make the PDFs that are due; return how many were tried."""
    return rendering.WORKSHOP.make_turn()


@shared_task
def scan_documents() -> int:
    """Scan the documents that wait; return how many were."""
    return scanning.scan_waiting(limit=DOCUMENTS_PER_SCAN)


@shared_task
def erase_expired_drafts() -> int:
    """Erase the drafts never filed whose time has come; return how many were."""
    return expiry.erase_expired(now=timezone.now())
