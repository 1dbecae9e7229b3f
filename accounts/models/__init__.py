"""Models of the accounts app."""

from accounts.models.attempts import AttemptCounter
from accounts.models.membership import Invitation, Membership
from accounts.models.organisation import Departement, Organisation, Region, RegisterLoad
from accounts.models.user import User

__all__ = [
    "AttemptCounter",
    "Departement",
    "Invitation",
    "Membership",
    "Organisation",
    "Region",
    "RegisterLoad",
    "User",
]
