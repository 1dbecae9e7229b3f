"""Way (c): signed by hand, scanned, sorted by the code of each page, certified by another (product.md).

In law a « signature manuscrite, copie numérisée »: the paper is the original.
"""

import hashlib
import logging
from collections import Counter
from datetime import timedelta
from io import BytesIO
from uuid import uuid4

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from pikepdf import Pdf

from accounts.models import User
from applications import documents
from applications.models.document import ScanStatus
from conventions.models import Issue, PaperCopy, ScanPile
from conventions.signing import marks, opening
from conventions.signing.finding import issue_of
from workflow.engine import record

logger = logging.getLogger(__name__)
FOLDER = "conventions/copies"
MAX_ATTEMPTS = 3
LEASE = timedelta(minutes=3)


def bring(upload: UploadedFile, *, by: User) -> ScanPile:
    """Keep a pile of scanned pages; a worker sorts it. Raises documents.FileRefused."""
    columns = documents.receive(upload)
    pile = ScanPile(uploaded_by=by, **columns)
    try:
        if columns["content_type"] != "application/pdf":
            raise documents.FileRefused("type", "Déposez un PDF : votre scanner sait en faire.")
        with transaction.atomic():
            pile.save(force_insert=True)
            record("scan_pile.bring", subject=pile, by=by, payload={"sha256": pile.sha256})
    except BaseException:
        documents.discard(pile)
        raise
    return pile


def sort_due(limit: int = 3) -> int:
    """Sort the piles that wait, at most `limit`; return how many were tried."""
    for done in range(limit):
        pile = _claim()
        if pile is None:
            return done
        if pile.sorting != ScanPile.Sorting.PENDING:
            continue
        try:
            sort(pile)
        except Exception:
            logger.exception("scan pile %s, try %s", pile.pk, pile.attempts)
            if pile.attempts >= MAX_ATTEMPTS:
                _finish(pile, ScanPile.Sorting.FAILED)
    return limit


def _claim() -> ScanPile | None:
    """Take the oldest pile that is due, counting a try: a killed worker gives it back by itself."""
    now = timezone.now()
    with transaction.atomic():
        pile = (
            ScanPile.objects.select_for_update(skip_locked=True, of=("self",))
            .filter(sorting=ScanPile.Sorting.PENDING, next_attempt_at__lte=now)
            .exclude(scan_status__in=[ScanStatus.PENDING, ScanStatus.INFECTED])
            .order_by("next_attempt_at", "pk")
            .first()
        )
        if pile is None:
            return None
        if pile.attempts >= MAX_ATTEMPTS:
            # The last try never came back: its worker was killed.
            logger.error("scan pile %s failed: no answer from the last try", pile.pk)
            _finish(pile, ScanPile.Sorting.FAILED)
            pile.sorting = ScanPile.Sorting.FAILED
            return pile
        pile.attempts += 1
        pile.next_attempt_at = now + LEASE
        pile.save(update_fields=["attempts", "next_attempt_at"])
    return pile


def sort(pile: ScanPile) -> None:
    """Read the code of each page and make up one copy an issue found. Sorted once."""
    with pile.file.open("rb") as file:
        content = bytes(file.read())
    try:
        codes = opening.codes_of(content)
    except opening.Unreadable as refusal:
        is_heavy = refusal.code == "heavy"
        _finish(pile, ScanPile.Sorting.HEAVY if is_heavy else ScanPile.Sorting.FAILED)
        return
    found = [_mark(texts) for texts in codes]
    issues = {mark[:4]: issue_of(mark) for mark in found if mark is not None}
    with transaction.atomic():
        if not _finish(pile, ScanPile.Sorting.DONE, [mark.code if mark else "" for mark in found]):
            return
        for key, issue in issues.items():
            if issue is not None:
                pages = [
                    (mark.page, sheet)
                    for sheet, mark in enumerate(found)
                    if mark is not None and mark[:4] == key
                ]
                _make_up(pile, issue, sorted(pages), content)


def _mark(texts: list[str]) -> marks.Mark | None:
    found = [mark for mark in map(marks.read, texts) if mark is not None and mark.page]
    return found[0] if found else None


def _finish(pile: ScanPile, outcome: str, found: list[str] | None = None) -> int:
    return ScanPile.objects.filter(pk=pile.pk, sorting=ScanPile.Sorting.PENDING).update(
        sorting=outcome, marks=found or []
    )


def _make_up(pile: ScanPile, issue: Issue, pages: list[tuple[int, int]], content: bytes) -> None:
    counts = Counter(number for number, _ in pages)
    sheets = [sheet for _, sheet in pages]
    copied = _picked(content, sheets)
    PaperCopy.objects.create(
        pile=pile,
        issue=issue,
        sheets=sheets,
        missing=[n for n in range(1, issue.pages + 1) if not counts[n]],
        doubled=[n for n, count in sorted(counts.items()) if count > 1],
        file=default_storage.save(f"{FOLDER}/{uuid4().hex}.pdf", ContentFile(copied)),
        sha256=hashlib.sha256(copied).hexdigest(),
    )


def _picked(content: bytes, sheets: list[int]) -> bytes:
    """Some pages of a PDF, in this order."""
    with Pdf.open(BytesIO(content)) as pile, Pdf.new() as copied:
        for sheet in sheets:
            copied.pages.append(pile.pages[sheet])
        saved = BytesIO()
        copied.save(saved)
    return saved.getvalue()
