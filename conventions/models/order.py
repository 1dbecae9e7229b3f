"""What was asked of a worker: to sign one by one, to pack an archive (C-5g)."""

from django.conf import settings
from django.db import models

from conventions.enums import Party
from conventions.models.act import Act
from conventions.models.signature import Issue
from limits_portal.printouts import Printout


class SigningOrder(models.Model):
    """One signature of a pile that was confirmed at once: a worker gives it, once."""

    class Progress(models.TextChoices):
        """What became of it."""

        PENDING = "pending", "En cours"
        DONE = "done", "Signé"
        REFUSED = "refused", "Refusé"

    issue = models.ForeignKey(Issue, models.PROTECT, related_name="signing_orders")
    party = models.CharField("partie", max_length=10, choices=Party)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="signing_orders"
    )
    # What the signatory read and how they proved who they are (signing.portal.Consent).
    consent = models.JSONField("consentement")
    progress = models.CharField(
        "avancement", max_length=8, choices=Progress, default=Progress.PENDING
    )
    reasons = models.JSONField("motifs du refus", default=list)
    attempts = models.PositiveSmallIntegerField("essais", default=0)
    asked_at = models.DateTimeField("confirmée le")
    done_at = models.DateTimeField("traitée le", null=True, blank=True)

    class Meta:
        verbose_name = "signature à donner"
        verbose_name_plural = "signatures à donner"
        ordering = ["asked_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["issue", "party"],
                condition=models.Q(progress="pending"),
                name="signing_order_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.issue}, {self.get_party_display()}"


class Archive(Printout):
    """Everything of an act in one ZIP: revisions, evidence, journal, hashes."""

    act = models.ForeignKey(Act, models.PROTECT, related_name="archives")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField("demandée le")

    class Meta:
        verbose_name = "archive"
        ordering = ["-asked_at", "-id"]

    def __str__(self) -> str:
        return f"Archive – {self.act}"
