"""Mails and in-app notices: one row per recipient, written before anything is sent."""

from django.conf import settings
from django.db import models


class Notice(models.Model):
    """An in-app message to one person about one event."""

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices")
    event_id = models.BigIntegerField("événement", null=True)
    code = models.CharField("avis", max_length=80)
    title = models.CharField("objet", max_length=200)
    body = models.TextField("texte")
    url = models.CharField("lien", max_length=300, blank=True)
    created_at = models.DateTimeField("créé le", auto_now_add=True)
    read_at = models.DateTimeField("lu le", null=True, blank=True)
    awaits_digest = models.BooleanField("attend le résumé", default=False)

    class Meta:
        verbose_name = "notification"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["event_id", "code", "recipient"], name="notice_once_per_recipient"
            )
        ]
        indexes = [
            models.Index(
                fields=["recipient"], name="notice_unread", condition=models.Q(read_at=None)
            ),
            models.Index(
                fields=["recipient"],
                name="notice_digest",
                condition=models.Q(awaits_digest=True),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Email(models.Model):
    """A mail to one address: what is stored is what is sent."""

    class Status(models.TextChoices):
        """Progress of the delivery."""

        WAITING = "waiting", "En attente"
        HELD = "held", "Retenu"
        SENT = "sent", "Envoyé"
        FAILED = "failed", "En échec"
        STALE = "stale", "Périmé, non envoyé"

    class Trouble(models.TextChoices):
        """Why the last try did not succeed (notifications.troubles)."""

        UNREACHABLE = "unreachable", "Serveur de courriels injoignable"
        SILENT = "silent", "Serveur de courriels sans réponse"
        SENDER = "sender", "Expéditeur refusé par le serveur"
        LATER = "later", "Refus provisoire du serveur"
        ADDRESS = "address", "Adresse refusée"
        CONTENT = "content", "Message refusé"
        MALFORMED = "malformed", "Message impossible à composer"
        LIMIT = "limit", "Trop de courriels en une heure à cette adresse"

    # What still has to leave, now or later.
    UNSENT = (Status.WAITING, Status.HELD)

    to = models.EmailField("destinataire", max_length=254)
    event_id = models.BigIntegerField("événement", null=True)
    code = models.CharField("avis", max_length=80)
    subject = models.CharField("objet", max_length=300)
    text_body = models.TextField("texte")
    html_body = models.TextField("HTML", blank=True)
    reply_to = models.CharField("répondre à", max_length=254, blank=True)
    unsubscribe_url = models.CharField("désabonnement", max_length=400, blank=True)
    message_id = models.CharField("Message-ID", max_length=200, unique=True)
    delivery = models.CharField(
        "acheminement", max_length=8, choices=Status, default=Status.WAITING
    )
    is_urgent = models.BooleanField("prioritaire", default=False)
    attempts = models.PositiveSmallIntegerField("essais", default=0)
    first_tried_at = models.DateTimeField("premier essai", null=True, blank=True)
    tried_at = models.DateTimeField("dernier essai", null=True, blank=True)
    next_attempt_at = models.DateTimeField("prochain essai", auto_now_add=True)
    trouble = models.CharField("raison", max_length=12, choices=Trouble, blank=True)
    error = models.TextField("réponse du serveur", blank=True)
    # A reminder that could not leave in time says something false: it does not leave at all.
    stale_at = models.DateTimeField("périmé le", null=True, blank=True)
    created_at = models.DateTimeField("créé le", auto_now_add=True)
    sent_at = models.DateTimeField("envoyé le", null=True, blank=True)

    class Meta:
        verbose_name = "courriel"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["event_id", "code", "to"], name="email_once_per_recipient"
            )
        ]
        indexes = [
            # What is due, the urgent first: read at each lease.
            models.Index(
                fields=["-is_urgent", "next_attempt_at", "id"],
                name="email_due",
                condition=models.Q(delivery__in=["waiting", "held"]),
            ),
            # What an administrator looks at: never the mails that left.
            models.Index(
                fields=["delivery", "next_attempt_at"],
                name="email_unsent",
                condition=~models.Q(delivery="sent"),
            ),
            models.Index(fields=["to", "tried_at"], name="email_tried"),
            models.Index(
                fields=["sent_at"], name="email_sent", condition=models.Q(delivery="sent")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} → {self.to}"


class Setback(models.Model):
    """An event that could not be told: why, and when it is tried again.

    Beside the journal, that nobody may write to; gone as soon as the event is told.
    """

    event_id = models.BigIntegerField("événement", unique=True)
    attempts = models.PositiveSmallIntegerField("essais", default=0)
    error = models.TextField("erreur")
    first_failed_at = models.DateTimeField("premier échec", auto_now_add=True)
    next_attempt_at = models.DateTimeField("prochain essai", db_index=True)

    class Meta:
        verbose_name = "événement non annoncé"
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.event_id} : {self.error}"


class Preference(models.Model):
    """How a person wants to hear of a topic (notifications.rule.Topic)."""

    class Mode(models.TextChoices):
        """The portal's own list always has everything."""

        EACH = "each", "Un courriel à chaque fois"
        DAILY = "daily", "Un résumé par jour, à 8 h"
        NONE = "none", "Aucun courriel"

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="notification_preferences"
    )
    topic = models.CharField("sujet", max_length=12)
    mode = models.CharField("courriels", max_length=5, choices=Mode, default=Mode.EACH)

    class Meta:
        verbose_name = "préférence"
        constraints = [models.UniqueConstraint(fields=["person", "topic"], name="preference_once")]

    def __str__(self) -> str:
        return f"{self.person} – {self.topic} : {self.mode}"


class Reminder(models.Model):
    """A reminder that was given: the key says which, so that two beats give it once."""

    key = models.CharField("clé", max_length=120, unique=True)
    given_at = models.DateTimeField("donné le", auto_now_add=True)

    class Meta:
        verbose_name = "rappel"

    def __str__(self) -> str:
        return self.key
