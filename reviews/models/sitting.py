"""The committee's session: who attends, what is proposed, what is said (C-5d)."""

from typing import Self

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q

from accounts.enums import Role
from accounts.models import User
from applications.models import Application, Call
from reviews.enums import AttendanceMode, Outcome, SittingStatus, VoteChoice
from reviews.models.committee import Seat


class SittingQuerySet(models.QuerySet["Sitting"]):
    """Sessions, always through what a person may open."""

    def visible_to(self, user: User) -> Self:
        """MILDECA's instructors and president; the call's members who declared their interests.

        A member opens a session from its convocation on (C-5d).
        """
        if user.has_role(Role.INSTRUCTOR, Role.PRESIDENT):
            return self
        if not user.has_role(Role.COMMITTEE):
            return self.none()
        seats = Seat.objects.filter(person=user, left_at=None, declared_at__isnull=False)
        return self.filter(call__in=seats.values("call")).exclude(status=SittingStatus.PREPARED)


class Sitting(models.Model):
    """A session of a call's committee. `status` changes through `reviews.sitting_life`.

    `revision` rises with every change made in the room, so that a page knows it is behind.
    """

    call = models.ForeignKey(Call, models.PROTECT, related_name="sittings")
    status = models.CharField(
        "état", max_length=10, choices=SittingStatus, default=SittingStatus.PREPARED
    )
    held_at = models.DateTimeField("date et heure")
    place = models.CharField("lieu", max_length=200, blank=True)
    # Who presides and signs the minutes: the committee's chair, unless somebody stands in.
    chair = models.ForeignKey(
        Seat,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="préside la séance",
    )
    # Convened again for want of quorum: no quorum is asked this time (facts.md §7.4).
    needs_quorum = models.BooleanField("quorum exigé", default=True)
    convened_at = models.DateTimeField("convoquée le", null=True, blank=True)
    opened_at = models.DateTimeField("ouverte le", null=True, blank=True)
    closed_at = models.DateTimeField("close le", null=True, blank=True)
    current = models.ForeignKey(
        Application, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    revision = models.PositiveIntegerField("révision", default=0)

    objects = SittingQuerySet.as_manager()

    class Meta:
        verbose_name = "séance"
        ordering = ["-held_at"]

    def __str__(self) -> str:
        return f"Séance de {self.call}"


class Attendance(models.Model):
    """How a member attends a session; one mandate at most for each who is there."""

    sitting = models.ForeignKey(Sitting, models.CASCADE, related_name="attendances")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="attendances")
    mode = models.CharField(
        "présence", max_length=8, choices=AttendanceMode, default=AttendanceMode.ABSENT
    )
    mandate_to = models.ForeignKey(
        Seat, models.PROTECT, null=True, blank=True, related_name="mandates"
    )
    version = models.PositiveIntegerField("version", default=0)

    class Meta:
        verbose_name = "présence"
        constraints = [
            models.UniqueConstraint(fields=["sitting", "seat"], name="attendance_once"),
            models.UniqueConstraint(
                fields=["sitting", "mandate_to"],
                name="attendance_one_mandate",
                violation_error_message="Un membre reçoit un seul mandat.",
            ),
            models.CheckConstraint(
                condition=Q(mode=AttendanceMode.MANDATE, mandate_to__isnull=False)
                | (~Q(mode=AttendanceMode.MANDATE) & Q(mandate_to=None)),
                name="attendance_mandate_is_named",
                violation_error_message="Un membre représenté l’est par quelqu’un.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seat} : {self.get_mode_display()}"


class Scenario(models.Model):
    """A named distribution of the envelope; one becomes the session's proposal.

    `weights` asks « et si ce critère pesait plus » ({code: weight}); empty keeps the call's own.
    """

    sitting = models.ForeignKey(Sitting, models.CASCADE, related_name="scenarios")
    name = models.CharField("nom", max_length=80)
    weights = models.JSONField("pondération", default=dict, blank=True)
    is_proposal = models.BooleanField("proposition du comité", default=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField("créé le", auto_now_add=True)
    # Put aside, so that it can be taken back until the session is closed.
    deleted_at = models.DateTimeField("supprimé le", null=True, blank=True)

    class Meta:
        verbose_name = "scénario"
        ordering = ["sitting", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["sitting", "name"],
                condition=Q(deleted_at=None),
                name="scenario_name",
                violation_error_message="Un scénario de cette séance porte déjà ce nom.",
            ),
            models.UniqueConstraint(
                fields=["sitting"],
                condition=Q(is_proposal=True),
                name="scenario_one_proposal",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Proposal(models.Model):
    """What a scenario gives a dossier. A dossier without a row is not proposed."""

    scenario = models.ForeignKey(Scenario, models.CASCADE, related_name="proposals")
    application = models.ForeignKey(Application, models.PROTECT, related_name="proposals")
    outcome = models.CharField(
        "proposition", max_length=8, choices=Outcome, default=Outcome.REJECTED
    )
    amount = models.DecimalField("montant proposé", max_digits=12, decimal_places=2, default=0)
    reserve_rank = models.PositiveSmallIntegerField("rang complémentaire", null=True, blank=True)
    version = models.PositiveIntegerField("version", default=0)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    changed_at = models.DateTimeField("modifié le", auto_now=True)

    class Meta:
        verbose_name = "proposition"
        constraints = [
            models.UniqueConstraint(fields=["scenario", "application"], name="proposal_once"),
            models.CheckConstraint(
                condition=Q(amount__gte=0),
                name="proposal_amount_positive",
                violation_error_message="Un montant ne peut pas être négatif.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scenario} – {self.application} : {self.amount}"


class Deliberation(models.Model):
    """What the session says of a dossier: its turn, the notes of the debate, its votes.

    `cofinancing` and `axes` (share of the money asked, by axis) come from the filed dossier when
    it joins the agenda: the ranking of the room reads one table.
    """

    sitting = models.ForeignKey(Sitting, models.CASCADE, related_name="deliberations")
    application = models.ForeignKey(Application, models.PROTECT, related_name="deliberations")
    position = models.PositiveSmallIntegerField("rang à l'ordre du jour", default=0)
    notes = models.TextField("notes de séance", blank=True)
    discussed_at = models.DateTimeField("examiné le", null=True, blank=True)
    cofinancing = models.DecimalField(
        "part des cofinancements", max_digits=5, decimal_places=4, null=True, blank=True
    )
    axes = models.JSONField("part demandée par axe", default=dict, blank=True)
    version = models.PositiveIntegerField("version", default=0)

    class Meta:
        verbose_name = "délibération"
        ordering = ["sitting", "position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["sitting", "application"], name="deliberation_once")
        ]

    def __str__(self) -> str:
        return f"{self.sitting} – {self.application}"


class SecondMark(models.Model):
    """A member's mark out of 100 after the debate; the first one is kept beside it."""

    deliberation = models.ForeignKey(Deliberation, models.CASCADE, related_name="second_marks")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="second_marks")
    value = models.PositiveSmallIntegerField("note sur 100", validators=[MaxValueValidator(100)])

    class Meta:
        verbose_name = "seconde note"
        constraints = [
            models.UniqueConstraint(fields=["deliberation", "seat"], name="second_mark_once"),
            models.CheckConstraint(
                condition=Q(value__lte=100),
                name="second_mark_to_100",
                violation_error_message="Une seconde note va de 0 à 100.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seat} : {self.value}"


class Vote(models.Model):
    """A member's vote on a dossier, their own or by the mandate they hold."""

    deliberation = models.ForeignKey(Deliberation, models.CASCADE, related_name="votes")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="votes")
    choice = models.CharField("vote", max_length=8, choices=VoteChoice)

    class Meta:
        verbose_name = "vote"
        constraints = [models.UniqueConstraint(fields=["deliberation", "seat"], name="vote_once")]

    def __str__(self) -> str:
        return f"{self.seat} : {self.get_choice_display()}"
