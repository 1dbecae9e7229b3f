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
            )
        ]

    def __str__(self) -> str:
        return self.title


class Email(models.Model):
    """A mail to one address: what is stored is what is sent."""

    class Status(models.TextChoices):
        """Progress of the delivery."""

        WAITING = "waiting", "En attente"
        SENT = "sent", "Envoyé"
        FAILED = "failed", "En échec"

    to = models.EmailField("destinataire", max_length=254)
    event_id = models.BigIntegerField("événement", null=True)
    code = models.CharField("avis", max_length=80)
    subject = models.CharField("objet", max_length=300)
    text_body = models.TextField("texte")
    html_body = models.TextField("HTML", blank=True)
    reply_to = models.CharField("répondre à", max_length=254, blank=True)
    message_id = models.CharField("Message-ID", max_length=200, unique=True)
    delivery = models.CharField(
        "acheminement", max_length=8, choices=Status, default=Status.WAITING
    )
    attempts = models.PositiveSmallIntegerField("essais", default=0)
    next_attempt_at = models.DateTimeField("prochain essai", auto_now_add=True)
    error = models.TextField("erreur", blank=True)
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
            models.Index(
                fields=["next_attempt_at"],
                name="email_waiting",
                condition=models.Q(delivery="waiting"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} → {self.to}"
