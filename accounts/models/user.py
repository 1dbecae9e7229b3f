"""People: one account per professional e-mail address."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.functional import cached_property

from accounts.enums import MembershipStatus, Role


class UserAccounts(BaseUserManager["User"]):
    """Creates accounts; the e-mail address is kept in lower case."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Create an account. A None password makes one that no password opens."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save()
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        """Find by e-mail, whatever the case it is typed in."""
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser):
    """A person. What they may do is said by their memberships, by nothing else."""

    EMAIL_FIELD = USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    email = models.EmailField(
        "adresse électronique",
        max_length=254,
        unique=True,
        error_messages={"unique": "Un compte existe déjà avec cette adresse."},
    )
    first_name = models.CharField("prénom", max_length=80, blank=True)
    last_name = models.CharField("nom", max_length=80, blank=True)
    job_title = models.CharField("fonction", max_length=120, blank=True)
    phone = models.CharField("téléphone", max_length=30, blank=True)
    is_active = models.BooleanField("compte actif", default=True)
    is_demo = models.BooleanField("personne de démonstration", default=False)
    date_joined = models.DateTimeField("inscrit le", auto_now_add=True)

    objects = UserAccounts()

    class Meta:
        verbose_name = "personne"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")),
                name="user_email_lower_case",
                violation_error_message="L'adresse électronique s'écrit en minuscules.",
            )
        ]

    def __str__(self) -> str:
        return self.get_full_name() or self.email

    def get_full_name(self) -> str:
        """First and last name, or an empty string."""
        return f"{self.first_name} {self.last_name}".strip()

    @cached_property
    def links(self) -> list[Any]:
        """Pending and validated memberships with their organisation: one query a request."""
        return list(
            self.memberships.filter(
                status__in=[MembershipStatus.PENDING, MembershipStatus.VALIDATED]
            )
            .select_related("organisation")
            .order_by("id")
        )

    @property
    def standing_links(self) -> list[Any]:
        """The validated memberships: the only ones that give a role."""
        return [link for link in self.links if link.status == MembershipStatus.VALIDATED]

    def roles(self) -> set[str]:
        """Roles held by a validated membership."""
        return {link.role for link in self.standing_links}

    def collectivites(self) -> set[int]:
        """Identifiers of the collectivités whose team this person belongs to."""
        return {
            link.organisation_id for link in self.standing_links if link.role in Role.HOLDER_ROLES
        }

    def departements(self) -> set[str]:
        """Codes of the départements whose prefecture this person works in."""
        return {
            link.organisation.departement_id
            for link in self.standing_links
            if link.role in Role.PREFECTURE_ROLES and link.organisation.departement_id
        }

    def has_role(self, *roles: str) -> bool:
        """Whether one of these roles is held by a validated membership."""
        return bool(self.roles() & set(roles))

    def role_in(self, organisation_id: int, *, pending: bool = False) -> str | None:
        """Role held in an organisation, or None; `pending` admits a link not validated yet."""
        for link in self.links:
            if link.organisation_id == organisation_id and (
                pending or link.status == MembershipStatus.VALIDATED
            ):
                return str(link.role)
        return None

    @property
    def is_agent(self) -> bool:
        """Whether the person acts for the State, and so owes a second factor."""
        return bool(self.roles() & Role.AGENT_ROLES)
