"""A request to complete a filed dossier: remarks anchored to its fields, a date, an answer."""

from datetime import datetime

from django.conf import settings
from django.db import models

from applications.enums import SectionKey
from applications.models.application import Application
from applications.models.filing import Snapshot
from limits_portal.french import PARIS


class CompletionRequestQuerySet(models.QuerySet["CompletionRequest"]):
    """Requests, standing or past."""

    def standing(self) -> "CompletionRequestQuerySet":
        """Those that wait for an answer: one a dossier at most."""
        return self.filter(answered_at=None, cancelled_at=None)


class CompletionRequest(models.Model):
    """What the instruction asks of the holder, and by when. It reopens the fields it names, no other.

    Asked, answered and cancelled by the dossier's own life (`applications.workflow`). An answer
    after `due_on` is admitted as long as the instruction has not closed the request; it is
    flagged (ADR 0014).
    """

    application = models.ForeignKey(Application, models.PROTECT, related_name="completion_requests")
    snapshot = models.ForeignKey(Snapshot, models.PROTECT, related_name="+")
    message = models.TextField("message", blank=True)
    # The whole day counts, in Paris.
    due_on = models.DateField("à compléter avant le")
    asked_at = models.DateTimeField("demandé le")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reply = models.TextField("réponse du porteur", blank=True)
    answered_at = models.DateTimeField("complété le", null=True, blank=True)
    answer = models.OneToOneField(
        Snapshot, models.PROTECT, null=True, blank=True, related_name="completion"
    )
    is_late = models.BooleanField("après la date demandée", default=False)
    cancelled_at = models.DateTimeField("close le", null=True, blank=True)

    objects = CompletionRequestQuerySet.as_manager()

    class Meta:
        verbose_name = "demande de complément"
        verbose_name_plural = "demandes de complément"
        ordering = ["application", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["application"],
                condition=models.Q(answered_at=None, cancelled_at=None),
                name="completion_one_standing",
                violation_error_message="Une demande de complément attend déjà une réponse.",
            ),
            models.CheckConstraint(
                condition=models.Q(answered_at=None, answer=None)
                | models.Q(answered_at__isnull=False, answer__isnull=False, cancelled_at=None),
                name="completion_answered_by_a_filing",
                violation_error_message="Une demande complétée porte le dépôt qui la complète.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application}, à compléter avant le {self.due_on}"

    def is_past_due(self, instant: datetime) -> bool:
        """Whether the day by which an answer was asked is over, in Paris."""
        return instant.astimezone(PARIS).date() > self.due_on


class Remark(models.Model):
    """One thing to complete, anchored to a section, a field or a line of the dossier.

    `unit` names the point as `applications.scope` does; empty, the whole section. Without a
    request, it is being prepared: the instruction alone reads it.
    """

    application = models.ForeignKey(Application, models.PROTECT, related_name="remarks")
    request = models.ForeignKey(
        CompletionRequest, models.PROTECT, null=True, blank=True, related_name="remarks"
    )
    section = models.CharField("section", max_length=20, choices=SectionKey)
    unit = models.CharField("point", max_length=120, blank=True)
    label = models.CharField("intitulé", max_length=300)
    text = models.TextField("ce qui est demandé")
    version = models.PositiveIntegerField("version", default=0)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    written_at = models.DateTimeField("écrit le", auto_now_add=True)

    class Meta:
        verbose_name = "point à compléter"
        verbose_name_plural = "points à compléter"
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.application} – {self.label}"
