"""Files joined to a dossier, in private storage under random names (C-4.1j)."""

from django.conf import settings
from django.db import models

from applications.models.application import Application


class ScanStatus(models.TextChoices):
    """What the antivirus says of a file."""

    PENDING = "pending", "Analyse en cours"
    CLEAN = "clean", "Sain"
    INFECTED = "infected", "Infecté"
    NOT_SCANNED = "not_scanned", "Non analysé"


class JoinedFile(models.Model):
    """A file somebody joined: inspected, scanned, kept in private storage (applications.documents)."""

    name = models.CharField("nom du fichier", max_length=200)
    file = models.FileField("fichier", max_length=200)
    size = models.PositiveIntegerField("taille en octets")
    content_type = models.CharField("type", max_length=100)
    sha256 = models.CharField("empreinte", max_length=64)
    scan_status = models.CharField(
        "analyse", max_length=12, choices=ScanStatus, default=ScanStatus.PENDING
    )
    scanned_at = models.DateTimeField("analysé le", null=True, blank=True)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField("ajouté le", auto_now_add=True)
    removed_at = models.DateTimeField("retiré le", null=True, blank=True)

    # Name of the event written when the antivirus finds something in it.
    infected_event = ""

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def dossier(self) -> models.Model:
        """What the file belongs to, a dossier most often: its journal tells of an infection."""
        raise NotImplementedError


class Document(JoinedFile):
    """One attachment. Removing it hides it; a snapshot that lists it keeps its file."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="documents")
    category = models.CharField("catégorie", max_length=40)

    infected_event = "application.document_infected"

    class Meta:
        verbose_name = "pièce jointe"
        verbose_name_plural = "pièces jointes"
        ordering = ["category", "id"]

    @property
    def dossier(self) -> Application:
        """The dossier that the file belongs to."""
        return self.application
