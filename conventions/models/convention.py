"""What was agreed for a dossier, and how it was changed since (C-4.2e, C-5f)."""

from decimal import Decimal
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q

from accounts.enums import Role
from accounts.models import User
from applications.models import Application
from conventions.enums import AmendmentKind, ConventionStatus
from reviews.models import Award


class ConventionQuerySet(models.QuerySet["Convention"]):
    """Conventions, always through what a person may see."""

    def visible_to(self, user: User) -> Self:
        """MILDECA's instructors and president see them all; the others once the text goes round.

        The holder's team, and the prefecture of the département. A conflict of interest closes a
        convention with its dossier.
        """
        readable = self.filter(application__in=Application.objects.visible_to(user))
        if user.has_role(Role.INSTRUCTOR, Role.PRESIDENT):
            return readable
        return readable.filter(
            Q(application__holder__in=user.collectivites())
            | Q(application__departement__in=user.departements()),
            circulated_at__isnull=False,
        )


class Convention(models.Model):
    """The agreement on one laureate's project; its texts are `Act`s: number 0, then the amendments.

    `status` changes through `conventions.workflow`. The agreed amount departs from the decided
    one only downward, and with a reason.
    """

    application = models.OneToOneField(Application, models.PROTECT, related_name="convention")
    award = models.ForeignKey(Award, models.PROTECT, related_name="conventions")
    # « LIMITS-2024-0012-C »: the dossier's number and a letter.
    reference = models.CharField("numéro", max_length=28, unique=True)
    status = models.CharField(
        "état", max_length=12, choices=ConventionStatus, default=ConventionStatus.PREPARING
    )
    agreed_amount = models.DecimalField("montant convenu", max_digits=12, decimal_places=2)
    yearly_amounts = ArrayField(
        models.DecimalField(max_digits=12, decimal_places=2), verbose_name="montant par exercice"
    )
    # Deliberation, engagement, signatories; `conventions.details` types it.
    details = models.JSONField("précisions", encoder=DjangoJSONEncoder, default=dict, blank=True)
    amount_reason = models.TextField("motif du montant convenu", blank=True)
    opened_at = models.DateTimeField("ouverte le", auto_now_add=True)
    circulated_at = models.DateTimeField("mise en discussion le", null=True, blank=True)
    in_force_at = models.DateTimeField("en vigueur depuis le", null=True, blank=True)
    ended_at = models.DateTimeField("terminée le", null=True, blank=True)

    objects = ConventionQuerySet.as_manager()

    class Meta:
        verbose_name = "convention"
        ordering = ["reference"]
        constraints = [
            models.CheckConstraint(
                condition=Q(agreed_amount__gt=0),
                name="convention_amount_positive",
                violation_error_message="Une convention porte un montant.",
            ),
            models.CheckConstraint(
                condition=Q(in_force_at__isnull=False)
                | ~Q(status__in=[ConventionStatus.IN_FORCE, ConventionStatus.TERMINATED]),
                name="convention_in_force_is_dated",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_reduced(self) -> bool:
        """Whether less was agreed than the president decided."""
        return self.agreed_amount < Decimal(self.award.amount)


class Amendment(models.Model):
    """An amendment: the difference between two data states, and the act that says it.

    `changes` holds, by field of the state, what it was and what it becomes.
    """

    act = models.OneToOneField("conventions.Act", models.PROTECT, related_name="amendment")
    kinds = ArrayField(
        models.CharField(max_length=10, choices=AmendmentKind), verbose_name="ce qui change"
    )
    reason = models.TextField("motif")
    changes = models.JSONField("différences", default=list)

    class Meta:
        verbose_name = "avenant"

    def __str__(self) -> str:
        return str(self.act)
