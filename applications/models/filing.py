"""What a filing leaves: an immutable snapshot, and the PDFs rendered from it."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from applications.models.application import Application
from limits_portal.printouts import Printout


class Snapshot(models.Model):
    """One filing of a dossier: its whole content, frozen. A trigger refuses any change.

    The row is the receipt: number, instant, signatory, and the SHA-256 of `canonical`, the
    canonical JSON text of the `Dossier` (sorted keys, no spaces, UTF-8).
    """

    application = models.ForeignKey(Application, models.PROTECT, related_name="snapshots")
    number = models.PositiveSmallIntegerField("rang du dépôt")
    receipt_number = models.CharField("numéro d'accusé de réception", max_length=32, unique=True)
    canonical = models.TextField("contenu canonique")
    sha256 = models.CharField("empreinte", max_length=64)
    findings = models.JSONField("constats", encoder=DjangoJSONEncoder)
    filed_at = models.DateTimeField("déposé le")
    filed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    signatory_name = models.CharField("signataire", max_length=200)
    signatory_role = models.CharField("qualité du signataire", max_length=200)

    class Meta:
        verbose_name = "dépôt"
        ordering = ["application", "number"]
        constraints = [
            models.UniqueConstraint(fields=["application", "number"], name="snapshot_number")
        ]

    def __str__(self) -> str:
        return self.receipt_number


class Rendering(Printout):
    """A PDF made from a snapshot by a worker; what was made is never made again."""

    class Kind(models.TextChoices):
        """The documents of a filing."""

        RECEIPT = "receipt", "Accusé de réception"
        RECAP = "recap", "Dossier (cadres 1, 6 et 7 du Cerfa)"

    snapshot = models.ForeignKey(Snapshot, models.PROTECT, related_name="renderings")
    kind = models.CharField("document", max_length=10, choices=Kind)

    class Meta:
        verbose_name = "document produit"
        constraints = [
            models.UniqueConstraint(fields=["snapshot", "kind"], name="rendering_one_per_kind")
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.snapshot}"
