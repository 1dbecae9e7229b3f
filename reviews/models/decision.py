"""What the president decides: secret until published, all at once (C-4.2a, C-5e)."""

from decimal import Decimal
from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q, Sum, Value
from django.db.models.functions import Coalesce

from accounts.enums import Role
from accounts.models import User
from applications.enums import ApplicationStatus
from applications.models import Application, Call
from limits_portal.printouts import Printout
from reviews.enums import DecisionStatus, Outcome
from reviews.models.sitting import Scenario


class Decision(models.Model):
    """A list of awards for a call; a later one corrects it (a laureate gives up, C-5e).

    `status` changes through `reviews.workflow`. The envelope is the one the decision was taken
    under: the database refuses awards that exceed it.
    """

    call = models.ForeignKey(Call, models.PROTECT, related_name="decisions")
    number = models.PositiveSmallIntegerField("numéro")
    status = models.CharField(
        "état", max_length=10, choices=DecisionStatus, default=DecisionStatus.DRAFT
    )
    scenario = models.ForeignKey(Scenario, models.PROTECT, null=True, blank=True, related_name="+")
    envelope_amount = models.DecimalField("enveloppe", max_digits=14, decimal_places=2)
    reason = models.TextField("motif", blank=True)
    created_at = models.DateTimeField("créée le", auto_now_add=True)
    validated_at = models.DateTimeField("validée le", null=True, blank=True)
    validated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    published_at = models.DateTimeField("publiée le", null=True, blank=True)

    class Meta:
        verbose_name = "décision"
        ordering = ["call", "number"]
        constraints = [
            models.UniqueConstraint(fields=["call", "number"], name="decision_number"),
            models.UniqueConstraint(
                fields=["call"],
                condition=~Q(status=DecisionStatus.PUBLISHED),
                name="decision_one_in_hand",
                violation_error_message="Une décision de cet appel est déjà en préparation.",
            ),
            models.CheckConstraint(
                condition=Q(validated_at__isnull=False)
                | Q(status__in=[DecisionStatus.DRAFT, DecisionStatus.PROPOSED]),
                name="decision_validated_is_dated",
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=False) | ~Q(status=DecisionStatus.PUBLISHED),
                name="decision_published_is_dated",
            ),
        ]

    def __str__(self) -> str:
        return f"Décision n° {self.number} – {self.call}"


class AwardQuerySet(models.QuerySet["Award"]):
    """Awards, always through what a person may know of them."""

    def visible_to(self, user: User) -> Self:
        """MILDECA's instructors and president know of them all; the others once published.

        A holder's own team, the prefecture of the département. A conflict of interest closes an
        award with its dossier; one withdrawn before the publication has no result.
        """
        readable = self.filter(application__in=Application.objects.visible_to(user))
        if user.has_role(Role.INSTRUCTOR, Role.PRESIDENT):
            return readable
        return readable.filter(
            Q(application__holder__in=user.collectivites())
            | Q(application__departement__in=user.departements()),
            decision__status=DecisionStatus.PUBLISHED,
        ).exclude(application__status=ApplicationStatus.WITHDRAWN)

    def standing(self) -> Self:
        """The last published award of each dossier."""
        return (
            self.filter(decision__status=DecisionStatus.PUBLISHED)
            .order_by("application_id", "-decision__number")
            .distinct("application_id")
        )

    def granted(self, call: Call) -> Decimal:
        """Euros that stand granted under a call: laureates who have not given up, less what is free."""
        standing = self.filter(
            decision__call=call, application__status=ApplicationStatus.SELECTED
        ).standing()
        kept = F("amount") - Coalesce(F("release__amount"), Value(Decimal(0)))
        total = self.filter(pk__in=standing.values("pk")).aggregate(total=Sum(kept))["total"]
        return total or Decimal(0)


class Award(models.Model):
    """What a decision says of one dossier: an amount, a rank in reserve, or a reason.

    Triggers refuse an amount above what was asked or above the call's ceiling, yearly parts that
    do not add up (C-4.2c), and any change once the decision is validated.
    """

    decision = models.ForeignKey(Decision, models.CASCADE, related_name="awards")
    application = models.ForeignKey(Application, models.PROTECT, related_name="awards")
    outcome = models.CharField("décision", max_length=8, choices=Outcome)
    amount = models.DecimalField("montant décidé", max_digits=12, decimal_places=2, default=0)
    yearly_amounts = ArrayField(
        models.DecimalField(max_digits=12, decimal_places=2),
        verbose_name="montant par année",
        default=list,
        blank=True,
    )
    reserve_rank = models.PositiveSmallIntegerField("rang complémentaire", null=True, blank=True)
    reason = models.TextField("motif", blank=True)
    # What the session proposed, to show what changed since: {"outcome": …, "amount": "…"}.
    proposed = models.JSONField("proposition du comité", default=dict, blank=True)
    version = models.PositiveIntegerField("version", default=0)
    # [{"criterion": title, "strengths": text, "remedies": text}]: a refusal that helps.
    feedback = models.JSONField("atouts et pistes, par critère", default=list, blank=True)

    objects = AwardQuerySet.as_manager()

    class Meta:
        verbose_name = "attribution d'aide"
        verbose_name_plural = "attributions d'aide"
        constraints = [
            models.UniqueConstraint(fields=["decision", "application"], name="award_once"),
            models.UniqueConstraint(fields=["decision", "reserve_rank"], name="award_reserve_rank"),
            models.CheckConstraint(
                condition=Q(outcome=Outcome.SELECTED, amount__gt=0)
                | (~Q(outcome=Outcome.SELECTED) & Q(amount=0)),
                name="award_amount_with_selection",
                violation_error_message="Un dossier retenu, et lui seul, porte un montant.",
            ),
            models.CheckConstraint(
                condition=Q(outcome=Outcome.RESERVE, reserve_rank__isnull=False)
                | (~Q(outcome=Outcome.RESERVE) & Q(reserve_rank=None)),
                name="award_rank_with_reserve",
                violation_error_message="La liste complémentaire, et elle seule, porte des rangs.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application} : {self.get_outcome_display()}"


class Release(models.Model):
    """Euros of an award that are free again: less was agreed, or its convention ended early."""

    award = models.OneToOneField(Award, models.CASCADE, related_name="release")
    amount = models.DecimalField("montant libéré", max_digits=12, decimal_places=2)
    reason = models.TextField("motif", blank=True)
    released_at = models.DateTimeField("libéré le", auto_now=True)

    class Meta:
        verbose_name = "montant libéré"
        verbose_name_plural = "montants libérés"
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="release_amount_positive")
        ]

    def __str__(self) -> str:
        return f"{self.award} : {self.amount} libérés"


class Letter(Printout):
    """The letter that tells a holder the decision: previewed first, sent at publication."""

    award = models.OneToOneField(Award, models.CASCADE, related_name="letter")

    class Meta:
        verbose_name = "lettre"

    def __str__(self) -> str:
        return f"Lettre {self.award}"
