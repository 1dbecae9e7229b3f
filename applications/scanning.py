"""Scanning the documents that wait, one by one, away from any request."""

import logging
from datetime import timedelta

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from applications import antivirus
from applications.models import Document
from applications.models.document import JoinedFile, ScanStatus
from workflow.engine import record

logger = logging.getLogger(__name__)
# Waiting longer than this is worth a line in the log (security.md, F21).
PATIENCE = timedelta(minutes=10)
# Each kind of file that waits, and how its dossier is reached; apps above add theirs at start.
KINDS: list[tuple[type[JoinedFile], str]] = [(Document, "application")]


def scan_waiting(*, limit: int) -> int:
    """Scan at most `limit` documents that wait, the oldest first; return how many were.

    An antivirus that does not answer stops the round: the documents wait for the next one.
    """
    if not antivirus.is_configured():
        return 0
    scanned = 0
    for kind, dossier in KINDS:
        waiting = kind._base_manager.filter(scan_status=ScanStatus.PENDING, removed_at=None)
        for document in waiting.select_related(dossier).order_by("id")[: limit - scanned]:
            try:
                scanned += scan_one(document)
            except antivirus.Unavailable as error:
                late = waiting.filter(uploaded_at__lt=timezone.now() - PATIENCE).count()
                logger.warning("The antivirus does not answer (%s); %s wait too long", error, late)
                return scanned
    return scanned


def scan_one(document: JoinedFile) -> bool:
    """Scan a document and write what was found; whether it was done.

    Raises antivirus.Unavailable. A file that is missing or too large for the antivirus cannot
    be scanned, and says so.
    """
    try:
        with default_storage.open(str(document.file), "rb") as file:
            found = antivirus.scan(file)
    except antivirus.TooLarge as error:
        logger.error("Document %s: %s", document.pk, error)
        return _write(document, ScanStatus.NOT_SCANNED)
    except FileNotFoundError:
        logger.error("Document %s: its file is missing", document.pk)
        return _write(document, ScanStatus.NOT_SCANNED)
    if found.is_infected:
        return _write(document, ScanStatus.INFECTED, signature=found.signature)
    return _write(document, ScanStatus.CLEAN)


def _write(document: JoinedFile, outcome: str, *, signature: str = "") -> bool:
    """Write the outcome once, whoever scanned first; an infection goes to the journal."""
    with transaction.atomic():
        changed = (
            type(document)
            ._base_manager.filter(pk=document.pk, scan_status=ScanStatus.PENDING)
            .update(scan_status=outcome, scanned_at=timezone.now())
        )
        if changed and outcome == ScanStatus.INFECTED:
            record(
                document.infected_event,
                subject=document.dossier,
                payload={
                    "document": document.pk,
                    "name": document.name,
                    "signature": signature,
                    "uploaded_by": document.uploaded_by_id,
                },
            )
    return bool(changed)
