"""What is issued and signed: documents, their revisions, signatures, mandates (C-5g)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Organisation
from applications.models.document import JoinedFile
from conventions.enums import MandateKind, Party, SignatureWay
from conventions.models.act import Act, Version
from limits_portal import french
from limits_portal.printouts import Printout


class Mandate(models.Model):
    """What lets a person sign for an organisation, and between which days."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="mandates")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="mandates")
    kind = models.CharField("nature", max_length=12, choices=MandateKind)
    # « Maire », « Préfet du Nord », « Directrice de cabinet, par délégation ».
    function = models.CharField("qualité", max_length=120)
    # The deliberation, decree or delegation that gives it, with its number.
    basis = models.CharField("acte qui la donne", max_length=200)
    basis_on = models.DateField("date de l’acte")
    starts_on = models.DateField("à compter du")
    ends_on = models.DateField("jusqu’au", null=True, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField("enregistré le", auto_now_add=True)
    revoked_at = models.DateTimeField("retiré le", null=True, blank=True)

    class Meta:
        verbose_name = "habilitation à signer"
        verbose_name_plural = "habilitations à signer"
        ordering = ["organisation", "-starts_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=models.F("starts_on")),
                name="mandate_days_in_order",
                violation_error_message="La fin de l’habilitation précède son début.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.function}"


class MandateFile(JoinedFile):
    """Copy of the deliberation, decree or delegation that gives a mandate."""

    mandate = models.OneToOneField(Mandate, models.PROTECT, related_name="copy")

    infected_event = "mandate.file_infected"

    class Meta:
        verbose_name = "copie de l’acte"
        verbose_name_plural = "copies des actes"

    @property
    def dossier(self) -> models.Model:
        """What the file belongs to: the journal of the mandate tells of an infection."""
        return self.mandate


class Issue(Printout):
    """A version frozen as a PDF: drawn once, sealed, then signed; a new one voids it (F14).

    `file` and `sha256` are those of the sealed document, the first of its `Revision`s.
    """

    act = models.ForeignKey(Act, models.PROTECT, related_name="issues")
    version = models.ForeignKey(Version, models.PROTECT, related_name="issues")
    number = models.PositiveSmallIntegerField("édition")
    # The parties in the order in which they sign, as the call had it on that day.
    order = models.JSONField("ordre de signature", default=list)
    issued_at = models.DateTimeField("figée le")
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    pages = models.PositiveSmallIntegerField("pages", default=0)
    voided_at = models.DateTimeField("annulée le", null=True, blank=True)
    void_reason = models.TextField("motif de l’annulation", blank=True)

    class Meta:
        verbose_name = "édition"
        ordering = ["act", "number"]
        constraints = [
            models.UniqueConstraint(fields=["act", "number"], name="issue_number"),
            models.UniqueConstraint(
                fields=["act"], condition=Q(voided_at=None), name="issue_one_standing"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.act}, édition {self.number}"


class Revision(models.Model):
    """Exact bytes of an issue after the seal (number 0) or after a signature. Immutable by trigger."""

    issue = models.ForeignKey(Issue, models.PROTECT, related_name="revisions")
    number = models.PositiveSmallIntegerField("révision")
    file = models.FileField("fichier", max_length=200)
    sha256 = models.CharField("empreinte", max_length=64, db_index=True)
    size = models.PositiveIntegerField("taille, en octets")
    made_at = models.DateTimeField("établie le")

    class Meta:
        verbose_name = "révision"
        ordering = ["issue", "number"]
        constraints = [models.UniqueConstraint(fields=["issue", "number"], name="revision_number")]

    def __str__(self) -> str:
        return f"{self.issue}, révision {self.number}"


class Signature(models.Model):
    """A party's signature on an issue, for what it is in law. Immutable by trigger, certification aside."""

    issue = models.ForeignKey(Issue, models.PROTECT, related_name="signatures")
    party = models.CharField("partie", max_length=10, choices=Party)
    way = models.CharField("manière", max_length=8, choices=SignatureWay)
    signatory = models.CharField("signataire", max_length=160)
    function = models.CharField("qualité", max_length=120)
    mandate = models.ForeignKey(
        Mandate, models.PROTECT, null=True, blank=True, related_name="signatures"
    )
    revision = models.OneToOneField(
        Revision, models.PROTECT, null=True, blank=True, related_name="signature"
    )
    signed_at = models.DateTimeField("signée le")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    # What proves it: second factor, hash shown, consent, certificate, address, scan.
    evidence = models.JSONField("preuves", default=dict)
    certified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    certified_at = models.DateTimeField("certifiée le", null=True, blank=True)

    class Meta:
        verbose_name = "signature"
        ordering = ["issue", "signed_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["issue", "party"], name="signature_once_per_party"),
            models.CheckConstraint(
                condition=Q(way="paper") | Q(revision__isnull=False),
                name="signature_electronic_has_revision",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_party_display()} – {self.issue}"

    @property
    def when(self) -> str:
        """« 12 septembre 2024 à 14 h 05 (heure de Paris) »; a paper says a day, no hour."""
        if self.way == SignatureWay.PAPER:
            return french.long_date(self.signed_at.astimezone(french.PARIS).date())
        return french.moment(self.signed_at)
