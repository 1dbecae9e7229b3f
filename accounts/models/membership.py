"""The link between a person and an organisation, and the invitations that make one."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower

from accounts.enums import MembershipStatus, Role
from accounts.models.organisation import Organisation
from accounts.models.user import User


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Links, always through what a person may see."""

    def live(self) -> "MembershipQuerySet":
        """Links pending or validated."""
        return self.filter(status__in=[MembershipStatus.PENDING, MembershipStatus.VALIDATED])

    def visible_to(self, user: User) -> "MembershipQuerySet":
        """One's own links, and those of the collectivités whose team one sees."""
        teams = Organisation.objects.team_open_to(user).values("pk")
        of_a_team = models.Q(organisation__in=teams, role__in=Role.HOLDER_ROLES)
        return self.filter(models.Q(user=user) | of_a_team)


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Invitations, by what became of them."""

    def waiting(self) -> "InvitationQuerySet":
        """Neither accepted nor revoked; an expired one still waits to be sent again."""
        return self.filter(accepted_at=None, revoked_at=None)

    def visible_to(self, user: User) -> "InvitationQuerySet":
        """Invitations of the collectivités whose team one sees."""
        return self.filter(organisation__in=Organisation.objects.team_open_to(user).values("pk"))


class Membership(models.Model):
    """A person's role in an organisation. Its state changes through accounts.workflow."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="memberships")
    role = models.CharField("rôle", max_length=20, choices=Role)
    status = models.CharField(
        "état", max_length=12, choices=MembershipStatus, default=MembershipStatus.PENDING
    )
    # A written delegation lets someone else than the mayor or president file (Cerfa frame 7).
    delegation = models.CharField("délégation de signature", max_length=200, blank=True)
    requested_at = models.DateTimeField("demandé le", auto_now_add=True)
    decided_at = models.DateTimeField("décidé le", null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = "rattachement"
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation", "role"],
                condition=models.Q(status__in=["pending", "validated"]),
                name="membership_one_live_link",
                violation_error_message="Cette personne a déjà ce rôle dans cette organisation.",
            ),
            models.CheckConstraint(
                condition=models.Q(status="pending") | models.Q(decided_at__isnull=False),
                name="membership_decided",
                violation_error_message="Un rattachement décidé porte la date de la décision.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} – {self.get_role_display()}, {self.organisation}"


class Invitation(models.Model):
    """An invitation sent to a colleague: single use, bound to an address, seven days."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="invitations")
    email = models.EmailField("adresse électronique")
    role = models.CharField("rôle", max_length=20, choices=Role)
    delegation = models.CharField("délégation de signature", max_length=200, blank=True)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    invited_at = models.DateTimeField("envoyée le", auto_now_add=True)
    expires_at = models.DateTimeField("expire le")
    accepted_at = models.DateTimeField("acceptée le", null=True, blank=True)
    revoked_at = models.DateTimeField("annulée le", null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = "invitation"
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                "organisation",
                condition=models.Q(accepted_at=None, revoked_at=None),
                name="invitation_one_pending",
                violation_error_message="Une invitation est déjà en attente pour cette adresse.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.email} – {self.get_role_display()}, {self.organisation}"
