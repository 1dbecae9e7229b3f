"""Who acts in the reviews: pure questions, each answered by the role acted in, or None."""

from typing import Any

from accounts.enums import Role
from accounts.models import User


def as_instructor(_subject: Any, user: User) -> str | None:
    """MILDECA's instructor: prepares, convenes, proposes."""
    return Role.INSTRUCTOR if user.has_role(Role.INSTRUCTOR) else None


def as_president(_subject: Any, user: User) -> str | None:
    """MILDECA's president: decides (C-5e)."""
    return Role.PRESIDENT if user.has_role(Role.PRESIDENT) else None


def as_publisher(_subject: Any, user: User) -> str | None:
    """Who publishes what the president validated: the president, or an instructor."""
    return as_president(_subject, user) or as_instructor(_subject, user)
