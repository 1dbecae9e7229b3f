"""What the instruction notes of a dossier, and says with its holder.

Checks and notes are the instruction's own: no holder, prefecture or member ever reads them
(`visible_to`). Messages are read by the holder's team and the instruction, nobody else.
"""

from django.conf import settings
from django.db import models

from accounts.enums import Role
from accounts.models import User
from applications.enums import SectionKey
from applications.models import Application
from applications.models.document import JoinedFile


class SecretQuerySet(models.QuerySet[models.Model]):
    """Rows that the instruction alone reads, of the dossiers not closed to the person."""

    def visible_to(self, user: User) -> "SecretQuerySet":
        """Everything to an instructor, nothing to anyone else."""
        if not user.has_role(Role.INSTRUCTOR):
            return self.none()
        readable = Application.objects.read_as_agent_even_withdrawn(user)
        return self.filter(application__in=readable)


class Verdict(models.TextChoices):
    """What a person found on a point of the checklist."""

    UNCHECKED = "unchecked", "À vérifier"
    OK = "ok", "Vérifié"
    PROBLEM = "problem", "Problème"


class Check(models.Model):
    """A point of the checklist that a person verified (`reviews.checklist`), by its clause."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="checks")
    clause = models.CharField("clause", max_length=12)
    verdict = models.CharField("constat", max_length=10, choices=Verdict, default=Verdict.UNCHECKED)
    note = models.TextField("précision", blank=True)
    version = models.PositiveIntegerField("version", default=0)
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    checked_at = models.DateTimeField("vérifié le")

    objects = SecretQuerySet.as_manager()

    class Meta:
        verbose_name = "vérification"
        ordering = ["application", "clause"]
        constraints = [
            models.UniqueConstraint(fields=["application", "clause"], name="check_one_per_clause")
        ]

    def __str__(self) -> str:
        return f"{self.application} – {self.clause} : {self.get_verdict_display()}"


class Note(models.Model):
    """An internal note, on the whole dossier or anchored to a point of it (`applications.scope`)."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="notes")
    section = models.CharField("section", max_length=20, choices=SectionKey, blank=True)
    unit = models.CharField("point", max_length=120, blank=True)
    label = models.CharField("intitulé", max_length=300, blank=True)
    text = models.TextField("note")
    version = models.PositiveIntegerField("version", default=0)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    written_at = models.DateTimeField("écrite le")

    objects = SecretQuerySet.as_manager()

    class Meta:
        verbose_name = "note interne"
        verbose_name_plural = "notes internes"
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.application} – note {self.pk}"


class MessageQuerySet(models.QuerySet["Message"]):
    """Messages, through who may read them."""

    def visible_to(self, user: User) -> "MessageQuerySet":
        """Those of the person's collectivités, and all of them to an instructor."""
        readable = Application.objects.of_team(user)
        if user.has_role(Role.INSTRUCTOR):
            readable = readable | Application.objects.read_as_agent_even_withdrawn(user)
        return self.filter(application__in=readable)


class Message(models.Model):
    """A message between the holder's team and the instruction; never changed once sent."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="messages")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    is_from_holder = models.BooleanField("écrit par le porteur")
    text = models.TextField("message")
    sent_at = models.DateTimeField("envoyé le")

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = "message"
        ordering = ["id"]
        indexes = [models.Index(fields=["application", "id"], name="message_of_dossier")]

    def __str__(self) -> str:
        return f"{self.application} – message {self.pk}"


class MessageFile(JoinedFile):
    """A file joined to a message."""

    message = models.ForeignKey(Message, models.PROTECT, related_name="files")

    infected_event = "application.message_file_infected"

    class Meta:
        verbose_name = "fichier d'un message"
        verbose_name_plural = "fichiers des messages"
        ordering = ["id"]

    @property
    def dossier(self) -> Application:
        """The dossier that the file belongs to."""
        return self.message.application


class SavedView(models.Model):
    """A set of filters of the board that a person named."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="views")
    name = models.CharField("nom", max_length=60)
    query = models.CharField("filtres", max_length=500)

    class Meta:
        verbose_name = "vue enregistrée"
        verbose_name_plural = "vues enregistrées"
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "name"],
                name="view_name_once",
                violation_error_message="Vous avez déjà une vue de ce nom.",
            )
        ]

    def __str__(self) -> str:
        return self.name
