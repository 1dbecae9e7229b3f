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


def as_convener(_subject: Any, user: User) -> str | None:
    """Who makes up the committee: MILDECA's instructor, or an administrator."""
    if user.has_role(Role.ADMINISTRATOR):
        return Role.ADMINISTRATOR
    return as_instructor(None, user)


def as_member(seat: Any, user: User) -> str | None:
    """The member of the committee whose seat it is, while they sit."""
    is_theirs = seat.person_id == user.pk and seat.left_at is None
    return Role.COMMITTEE if is_theirs and user.has_role(Role.COMMITTEE) else None


def as_reader(review: Any, user: User) -> str | None:
    """The member whose reading it is."""
    return as_member(review.seat, user)


def as_in_conflict(review: Any, user: User) -> str | None:
    """The reader who declares a conflict, or the instructor who confirms one."""
    if review.seat.person_id == user.pk:
        return Role.COMMITTEE
    return as_instructor(None, user)


def as_prefecture(subject: Any, user: User) -> str | None:
    """Role in which the person works on an opinion: in the prefecture of the subject's département.

    The subject is a dossier or an opinion (C-1.1a: a prefecture's role covers one département).
    """
    return _in_prefecture(subject, user, Role.PREFECTURE_ROLES)


def as_project_chief(subject: Any, user: User) -> str | None:
    """The chef de projet MILDECA of the subject's département: gives its opinion (C-1.1a)."""
    return _in_prefecture(subject, user, frozenset({Role.PREFECTURE_CHIEF}))


def _in_prefecture(subject: Any, user: User, roles: frozenset[str]) -> str | None:
    held = {
        str(link.role)
        for link in user.standing_links
        if link.role in roles and link.organisation.departement_id == subject.departement_id
    }
    # Somebody who is both acts as chief.
    return max(held, default=None)


def as_chair(sitting: Any, user: User) -> str | None:
    """Whoever presides the session: signs its minutes (C-5d)."""
    seat = sitting.chair
    is_theirs = seat is not None and seat.person_id == user.pk and seat.left_at is None
    return Role.COMMITTEE if is_theirs and user.has_role(Role.COMMITTEE) else None
