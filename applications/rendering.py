"""The PDFs of a filing: made once by a worker, kept with their SHA-256 and template version.

Claiming a document counts as a try and hides it for LEASE, so that a worker killed in the middle
gives it back by itself; after MAX_ATTEMPTS it is failed, and an administrator sees it.
"""

import logging
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from applications import deadlines
from applications.models import Rendering, Snapshot
from applications.recap import recap
from applications.receipt import receipt
from applications.snapshot import thaw
from limits_portal import pdf

logger = logging.getLogger(__name__)

# Raised whenever a template, a stylesheet or a label changes: says which drawing a file has.
TEMPLATE_VERSION = "2024-1"
MAX_ATTEMPTS = 3
LEASE = timedelta(minutes=3)
TEMPLATES = {
    Rendering.Kind.RECEIPT: "applications/pdf/receipt.html",
    Rendering.Kind.RECAP: "applications/pdf/recap.html",
}


def values(snapshot: Snapshot, kind: str) -> dict[str, Any]:
    """Return what a template draws: formatted text, from the snapshot and the call's texts."""
    texts = snapshot.application.call.texts
    shell = {"brand": settings.BRAND, "operator": settings.OPERATOR}
    if kind == Rendering.Kind.RECEIPT:
        return {**shell, "receipt": receipt(snapshot, texts)}
    return {
        **shell,
        "recap": recap(thaw(snapshot), texts),
        "number": snapshot.receipt_number,
        "received_label": "Déposé le",
        "received": deadlines.exact(snapshot.filed_at),
        "received_locally": deadlines.local(snapshot.filed_at, snapshot.application.departement),
        "signatory": snapshot.signatory_name,
        "capacity": snapshot.signatory_role,
        "sha256": snapshot.sha256,
    }


def draw(snapshot: Snapshot, kind: str) -> pdf.Document:
    """Draw one document of a filing. The same snapshot and call give the same bytes."""
    return pdf.render(
        TEMPLATES[Rendering.Kind(kind)],
        values(snapshot, kind),
        reference=f"{snapshot.receipt_number}/{kind}/{TEMPLATE_VERSION}",
        made_at=snapshot.filed_at,
    )


def claim() -> Rendering | None:
    """Take the oldest document that is due, counting a try; None when nothing is due."""
    now = timezone.now()
    with transaction.atomic():
        rendering = (
            Rendering.objects.select_for_update(skip_locked=True, of=("self",))
            .select_related("snapshot__application__call", "snapshot__application__departement")
            .filter(progress=Rendering.Status.PENDING, next_attempt_at__lte=now)
            .order_by("next_attempt_at", "id")
            .first()
        )
        if rendering is None:
            return None
        if rendering.attempts >= MAX_ATTEMPTS:
            # The last try never came back: its worker was killed.
            rendering.progress = Rendering.Status.FAILED
            rendering.error = rendering.error or "Le dernier essai n’a pas abouti."
            rendering.save(update_fields=["progress", "error"])
            logger.error("rendering %s failed: no answer from the last try", rendering.pk)
            return rendering
        rendering.attempts += 1
        rendering.next_attempt_at = now + LEASE
        rendering.save(update_fields=["attempts", "next_attempt_at"])
    return rendering


def make(rendering: Rendering) -> None:
    """Draw a claimed document and keep it; a failure is noted and tried again later."""
    try:
        document = draw(rendering.snapshot, rendering.kind)
        name = rendering.file.storage.save(
            f"depots/{uuid4().hex}.pdf", ContentFile(document.content)
        )
    except Exception as error:
        logger.exception("rendering %s, try %s", rendering.pk, rendering.attempts)
        is_last = rendering.attempts >= MAX_ATTEMPTS
        Rendering.objects.filter(pk=rendering.pk, progress=Rendering.Status.PENDING).update(
            progress=Rendering.Status.FAILED if is_last else Rendering.Status.PENDING,
            error=f"{type(error).__name__}: {error}"[:2000],
            next_attempt_at=timezone.now() + timedelta(seconds=10 * 3**rendering.attempts),
        )
        return
    kept = Rendering.objects.filter(pk=rendering.pk, progress=Rendering.Status.PENDING).update(
        progress=Rendering.Status.DONE,
        file=name,
        sha256=document.sha256,
        template_version=TEMPLATE_VERSION,
        rendered_at=timezone.now(),
        error="",
    )
    if not kept:
        # Another worker made it first: what was made is never made again.
        rendering.file.storage.delete(name)


def make_due(limit: int = 20) -> int:
    """Make the documents that are due, at most `limit`; return how many were tried."""
    for done in range(limit):
        rendering = claim()
        if rendering is None:
            return done
        if rendering.progress == Rendering.Status.PENDING:
            make(rendering)
    return limit
