"""Files made by a worker: claimed, drawn once, kept with their SHA-256 and template version.

Claiming a file counts as a try and hides it for LEASE, so that a worker killed in the middle
gives it back by itself; after MAX_ATTEMPTS it is failed, and an administrator sees it. Apps keep
rows of their own (`Printout`) and say how one is drawn (`Workshop`).
"""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.core.files.base import ContentFile
from django.db import models, transaction
from django.utils import timezone

from limits_portal.drawn import Drawn

logger = logging.getLogger(__name__)

MAX_ATTEMPTS = 3
LEASE = timedelta(minutes=3)
# Seconds after which a worker's turn begins no other file: the kinds of documents take turns, so
# that a night of filings never keeps a convention waiting.
TURN = 10


class Printout(models.Model):
    """A file to make, or made: what was made is never made again."""

    class Status(models.TextChoices):
        """Progress of the making."""

        PENDING = "pending", "En préparation"
        DONE = "done", "Disponible"
        FAILED = "failed", "En échec"

    progress = models.CharField("avancement", max_length=8, choices=Status, default=Status.PENDING)
    file = models.FileField("fichier", max_length=200, blank=True)
    sha256 = models.CharField("empreinte", max_length=64, blank=True)
    template_version = models.CharField("version du modèle", max_length=20, blank=True)
    attempts = models.PositiveSmallIntegerField("essais", default=0)
    next_attempt_at = models.DateTimeField("prochain essai", auto_now_add=True)
    error = models.TextField("erreur", blank=True)
    rendered_at = models.DateTimeField("produit le", null=True, blank=True)

    class Meta:
        abstract = True


@dataclass(frozen=True)
class Workshop:
    """How one kind of rows becomes files.

    `rows` gives the queryset of all rows with what drawing needs; `draw` makes the bytes of one;
    `folder` is where they are kept; `version` changes whenever a template, a stylesheet or a
    label does.
    """

    rows: Callable[[], models.QuerySet[Any]]
    draw: Callable[[Any], Drawn]
    folder: str
    version: str
    lease: timedelta = LEASE
    suffix: str = "pdf"

    def claim(self) -> Any:
        """Take the oldest file that is due, counting a try; None when nothing is due."""
        now = timezone.now()
        with transaction.atomic():
            row = (
                self.rows()
                .select_for_update(skip_locked=True, of=("self",))
                .filter(progress=Printout.Status.PENDING, next_attempt_at__lte=now)
                .order_by("next_attempt_at", "id")
                .first()
            )
            if row is None:
                return None
            if row.attempts >= MAX_ATTEMPTS:
                # The last try never came back: its worker was killed.
                row.progress = Printout.Status.FAILED
                row.error = row.error or "Le dernier essai n’a pas abouti."
                row.save(update_fields=["progress", "error"])
                logger.error("%s %s failed: no answer from the last try", self.folder, row.pk)
                return row
            row.attempts += 1
            row.next_attempt_at = now + self.lease
            row.save(update_fields=["attempts", "next_attempt_at"])
        return row

    def make(self, row: Any) -> None:
        """Draw a claimed file and keep it; a failure is noted and tried again later."""
        pending = type(row)._base_manager.filter(pk=row.pk, progress=Printout.Status.PENDING)
        try:
            document = self.draw(row)
            name = row.file.storage.save(
                f"{self.folder}/{uuid4().hex}.{self.suffix}", ContentFile(document.content)
            )
        except Exception as error:
            logger.exception("%s %s, try %s", self.folder, row.pk, row.attempts)
            is_last = row.attempts >= MAX_ATTEMPTS
            pending.update(
                progress=Printout.Status.FAILED if is_last else Printout.Status.PENDING,
                error=f"{type(error).__name__}: {error}"[:2000],
                next_attempt_at=timezone.now() + timedelta(seconds=10 * 3**row.attempts),
            )
            return
        kept = pending.update(
            progress=Printout.Status.DONE,
            file=name,
            sha256=document.sha256,
            template_version=self.version,
            rendered_at=timezone.now(),
            error="",
        )
        if not kept:
            # Another worker made it first: what was made is never made again.
            row.file.storage.delete(name)

    def make_due(self, limit: int = 20) -> int:
        """Make the files that are due, at most `limit`; return how many were tried."""
        for done in range(limit):
            row = self.claim()
            if row is None:
                return done
            if row.progress == Printout.Status.PENDING:
                self.make(row)
        return limit

    def make_turn(self, seconds: float = TURN) -> int:
        """Make files that are due, one after the other, for a turn; return how many were tried."""
        until, tried = time.monotonic() + seconds, 0
        while time.monotonic() < until and self.make_due(limit=1):
            tried += 1
        return tried
