"""A call for projects and the named extensions of its deadline."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MinValueValidator
from django.db import models
from django.utils import timezone

from accounts.models import Organisation
from applications.call_content import CallContent


class CallQuerySet(models.QuerySet["Call"]):
    """Calls by visibility and date."""

    def published(self) -> "CallQuerySet":
        """Calls the public may read."""
        return self.filter(is_published=True)


class Call(models.Model):
    """One edition of the call: its dates, ceilings and texts (C-1.1b, C-5a)."""

    slug = models.SlugField("identifiant", max_length=40, unique=True)
    title = models.CharField("intitulé", max_length=200)
    year = models.PositiveSmallIntegerField("année")
    is_published = models.BooleanField("publié", default=False)
    opens_at = models.DateTimeField("ouverture du dépôt")
    # Inclusive to the second: a dossier received at this very instant is on time (C-4.1k).
    closes_at = models.DateTimeField("clôture du dépôt")
    ceiling_amount = models.DecimalField("plafond par dossier", max_digits=12, decimal_places=2)
    envelope_amount = models.DecimalField(
        "enveloppe", max_digits=14, decimal_places=2, null=True, blank=True
    )
    durations = ArrayField(
        models.PositiveSmallIntegerField(validators=[MinValueValidator(1)]),
        verbose_name="durées admises, en années",
    )
    admits_epci = models.BooleanField("ouvert aux intercommunalités", default=True)
    content = models.JSONField("contenu")
    copied_from = models.ForeignKey("self", models.SET_NULL, null=True, blank=True)

    objects = CallQuerySet.as_manager()

    class Meta:
        verbose_name = "appel à projets"
        verbose_name_plural = "appels à projets"
        ordering = ["-year", "slug"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(closes_at__gt=models.F("opens_at")),
                name="call_closes_after_opening",
                violation_error_message="La clôture doit suivre l'ouverture.",
            ),
            models.CheckConstraint(
                condition=models.Q(ceiling_amount__gt=0),
                name="call_ceiling_positive",
                violation_error_message="Le plafond doit être un montant positif.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def texts(self) -> CallContent:
        """The typed content, checked once for each document put in `content`."""
        checked: tuple[Any, CallContent] | None = self.__dict__.get("_texts")
        is_read = "content" in self.__dict__
        if checked is None or (is_read and checked[0] is not self.content):
            checked = (self.content, CallContent.model_validate(self.content))
            self.__dict__["_texts"] = checked
        return checked[1]

    def know(self, texts: CallContent) -> None:
        """Take the typed content from who has it already, `content` being left unread."""
        self.__dict__["_texts"] = (None, texts)

    def is_open(self, at: datetime | None = None) -> bool:
        """Whether dossiers may be filed at this instant, extensions left aside."""
        return self.opens_at <= (at or timezone.now()) <= self.closes_at


class Extension(models.Model):
    """A later deadline for one holder, by name, with its reason (product.md, late filing)."""

    call = models.ForeignKey(Call, models.PROTECT, related_name="extensions")
    holder = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    closes_at = models.DateTimeField("nouvelle clôture")
    reason = models.TextField("motif")
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    granted_at = models.DateTimeField("accordée le", auto_now_add=True)

    class Meta:
        verbose_name = "prolongation"
        constraints = [
            models.UniqueConstraint(
                fields=["call", "holder"],
                name="extension_one_per_holder",
                violation_error_message="Une prolongation existe déjà pour ce porteur.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.holder} – {self.call}"
