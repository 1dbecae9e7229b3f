"""Who reviews a call's dossiers, who reads which, and who is kept out of which (C-5d)."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from applications.models import Application, Call
from reviews.enums import RecusalGround, RecusalOrigin


class Seat(models.Model):
    """A person's place in the committee of a call.

    `employer` and `departements` feed the suspicion of conflicts; `declared_at` is the signed
    declaration of interests without which no dossier opens.
    """

    call = models.ForeignKey(Call, models.PROTECT, related_name="seats")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="seats")
    employer = models.CharField("employeur", max_length=200, blank=True)
    departements = ArrayField(
        models.CharField(max_length=3), verbose_name="départements d'attache", default=list
    )
    is_chair = models.BooleanField("préside", default=False)
    is_away = models.BooleanField("absent pour la lecture", default=False)
    joined_at = models.DateTimeField("nommé le", auto_now_add=True)
    declared_at = models.DateTimeField("déclaration d'intérêts le", null=True, blank=True)
    left_at = models.DateTimeField("parti le", null=True, blank=True)

    class Meta:
        verbose_name = "siège au comité"
        verbose_name_plural = "sièges au comité"
        ordering = ["call", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["call", "person"],
                condition=models.Q(left_at=None),
                name="seat_one_per_person",
                violation_error_message="Cette personne siège déjà dans ce comité.",
            ),
            models.UniqueConstraint(
                fields=["call"],
                condition=models.Q(left_at=None, is_chair=True),
                name="seat_one_chair",
                violation_error_message="Le comité a déjà une personne qui préside.",
            ),
        ]

    def __str__(self) -> str:
        return str(self.person)


class Recusal(models.Model):
    """A person takes no part in a dossier: it is closed to them everywhere, at once.

    Kept for ever; `lifted_at` ends one that was declared by mistake.
    """

    application = models.ForeignKey(Application, models.PROTECT, related_name="recusals")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="recusals")
    ground = models.CharField("motif", max_length=12, choices=RecusalGround)
    origin = models.CharField("origine", max_length=10, choices=RecusalOrigin)
    detail = models.TextField("précisions", blank=True)
    declared_at = models.DateTimeField("déclaré le", auto_now_add=True)
    declared_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField("levé le", null=True, blank=True)

    class Meta:
        verbose_name = "déport"
        constraints = [
            models.UniqueConstraint(
                fields=["application", "person"],
                condition=models.Q(lifted_at=None),
                name="recusal_one_per_person",
                violation_error_message="Ce conflit d'intérêts est déjà déclaré.",
            )
        ]
        indexes = [models.Index(fields=["person", "lifted_at"], name="recusal_person")]

    def __str__(self) -> str:
        return f"{self.person} – {self.application}"


class Clearance(models.Model):
    """A conflict the portal suspected, looked at and set aside by the instruction."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="clearances")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="clearances")
    reason = models.TextField("pourquoi", blank=True)
    cleared_at = models.DateTimeField("écarté le", auto_now_add=True)
    cleared_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "soupçon écarté"
        verbose_name_plural = "soupçons écartés"
        constraints = [
            models.UniqueConstraint(fields=["application", "person"], name="clearance_once")
        ]

    def __str__(self) -> str:
        return f"{self.person} – {self.application}"


class Assignment(models.Model):
    """A member reads a dossier; ended, not erased, when the member leaves or is in conflict."""

    seat = models.ForeignKey(Seat, models.PROTECT, related_name="assignments")
    application = models.ForeignKey(Application, models.PROTECT, related_name="assignments")
    is_manual = models.BooleanField("attribué à la main", default=False)
    assigned_at = models.DateTimeField("attribué le", auto_now_add=True)
    ended_at = models.DateTimeField("terminé le", null=True, blank=True)

    class Meta:
        verbose_name = "attribution"
        ordering = ["application", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["seat", "application"],
                condition=models.Q(ended_at=None),
                name="assignment_once",
                violation_error_message="Ce membre lit déjà ce dossier.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.seat} – {self.application}"
