"""Conventions signed by hand: piles of scanned pages, and the copies they make up (C-5g)."""

from django.conf import settings
from django.db import models

from applications.models.document import JoinedFile
from conventions.models.signature import Issue


class ScanPile(JoinedFile):
    """A file of scanned pages, of one or several conventions, that a worker sorts by their codes."""

    class Sorting(models.TextChoices):
        """Progress of the sorting."""

        PENDING = "pending", "Tri en cours"
        DONE = "done", "Triée"
        FAILED = "failed", "Illisible"
        HEAVY = "heavy", "Trop lourde"

    sorting = models.CharField("tri", max_length=8, choices=Sorting, default=Sorting.PENDING)
    attempts = models.PositiveSmallIntegerField("essais", default=0)
    next_attempt_at = models.DateTimeField("prochain essai", auto_now_add=True)
    # For each page: the mark it bears, or an empty text.
    marks = models.JSONField("codes lus", default=list)

    infected_event = "scan_pile.infected"

    class Meta:
        verbose_name = "pile de pages numérisées"
        verbose_name_plural = "piles de pages numérisées"
        ordering = ["-uploaded_at", "-id"]

    @property
    def dossier(self) -> models.Model:
        """What the file belongs to: itself, since it may concern several conventions."""
        return self


class PaperCopy(models.Model):
    """The pages of one issue found in a pile: what somebody declares, what another certifies."""

    pile = models.ForeignKey(ScanPile, models.PROTECT, related_name="copies")
    issue = models.ForeignKey(Issue, models.PROTECT, related_name="copies")
    # Pages of the pile, from 0, in the order of the document.
    sheets = models.JSONField("pages de la pile", default=list)
    # Numbers of the pages of the document that the pile lacks, or has twice.
    missing = models.JSONField("pages manquantes", default=list)
    doubled = models.JSONField("pages en double", default=list)
    file = models.FileField("copie", max_length=200, blank=True)
    sha256 = models.CharField("empreinte", max_length=64, blank=True)
    # [{"party": …, "mandate": …, "signed_on": …}], in the order of signature.
    declared = models.JSONField("signatures déclarées", default=list)
    declared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    declared_at = models.DateTimeField("déclarée le", null=True, blank=True)
    certified_at = models.DateTimeField("certifiée le", null=True, blank=True)
    refused_at = models.DateTimeField("refusée le", null=True, blank=True)
    refusal = models.TextField("motif du refus", blank=True)

    class Meta:
        verbose_name = "copie numérisée"
        verbose_name_plural = "copies numérisées"
        ordering = ["pile", "issue"]
        constraints = [
            models.UniqueConstraint(fields=["pile", "issue"], name="paper_copy_once_a_pile")
        ]

    def __str__(self) -> str:
        return f"{self.issue}, copie numérisée"

    @property
    def awaits_certification(self) -> bool:
        """Whether it was declared, and neither certified nor sent back since."""
        return (
            self.declared_at is not None and self.certified_at is None and self.refused_at is None
        )

    @property
    def is_whole(self) -> bool:
        """Whether every page is there once."""
        return not self.missing and not self.doubled
