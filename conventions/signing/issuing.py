"""An issue once drawn and sealed: its first revision, and the signature opens (C-5g, F14)."""

import logging

from django.db import transaction
from django.utils import timezone

from conventions.enums import ActStatus
from conventions.models import Issue, Revision
from conventions.signing.circuit import bytes_of, locked
from conventions.workflow import ACT
from limits_portal.printouts import Printout

logger = logging.getLogger(__name__)


def publish_due(limit: int = 20) -> int:
    """Open to signature the issues whose document is ready; return how many."""
    ready = Issue.objects.filter(
        progress=Printout.Status.DONE, voided_at=None, act__status=ActStatus.ISSUING
    ).order_by("issued_at", "pk")[:limit]
    return sum(_published(issue) for issue in ready)


def _published(issue: Issue) -> bool:
    """Whether an issue is now open to signature; one that cannot be does not stop the others."""
    try:
        return publish(issue)
    except Exception:
        logger.exception("issue %s cannot be opened to signature", issue.pk)
        return False


def publish(issue: Issue) -> bool:
    """Open an issue to signature; False when another worker did, or when it was voided.

    Raises circuit.Damaged when its file is not the one that was drawn.
    """
    with transaction.atomic():
        act = locked(issue)
        fresh = Issue.objects.get(pk=issue.pk)
        if fresh.voided_at is not None or act.status != ActStatus.ISSUING:
            return False
        sealed = Revision.objects.create(
            issue=fresh,
            number=0,
            file=fresh.file.name,
            sha256=fresh.sha256,
            size=fresh.file.size,
            made_at=fresh.rendered_at or timezone.now(),
        )
        bytes_of(sealed)
        ACT.perform(act, "issue", by=None, issue=fresh.number, sha256=fresh.sha256)
    return True
