"""Who may do what to a dossier: pure questions, each answered by the role acted in, or None.

Reading is a queryset (`Application.objects.visible_to`); these are the verbs.
"""

from accounts.enums import MembershipStatus, Role
from accounts.models import User
from applications.models import Application


def as_editor(application: Application, user: User) -> str | None:
    """Role in which the person writes the dossier: a writer or representative of its holder.

    While the link is pending, only what one created oneself (product.md, People).
    """
    role = user.role_in(application.holder_id)
    if role is None and application.created_by_id == user.pk:
        role = user.role_in(application.holder_id, pending=True)
    return role if role in Role.HOLDER_EDITORS else None


def as_signatory(application: Application, user: User) -> str | None:
    """Role in which the person files, takes back or withdraws: the representative (C-4.3a).

    Mayor, president, or a person with a written delegation. A pending representative may
    file what they created; the link is then flagged to instruction.
    """
    is_creator = application.created_by_id == user.pk
    for link in user.links:
        is_standing = link.status == MembershipStatus.VALIDATED or is_creator
        is_theirs = link.organisation_id == application.holder_id
        if is_theirs and is_standing and link.role == Role.REPRESENTATIVE:
            return str(link.role)
    return None


def capacity(application: Application, user: User) -> str:
    """In what capacity the person signs: « Maire », « Adjointe, par délégation (12 mars 2024) »."""
    title = user.job_title.strip() or "Représentant légal"
    for link in user.links:
        if link.organisation_id == application.holder_id and link.delegation.strip():
            return f"{title}, par délégation ({link.delegation.strip()})"
    return title


def as_instructor(application: Application, user: User) -> str | None:
    """Role in which the person instructs: MILDECA's instructor."""
    return Role.INSTRUCTOR if user.has_role(Role.INSTRUCTOR) else None


def as_publisher(application: Application, user: User) -> str | None:
    """Role in which the person publishes what the president decided (C-5e)."""
    if user.has_role(Role.PRESIDENT):
        return Role.PRESIDENT
    return Role.INSTRUCTOR if user.has_role(Role.INSTRUCTOR) else None


def as_administrator(user: User) -> str | None:
    """Role in which the person configures calls and grants extensions."""
    return Role.ADMINISTRATOR if user.has_role(Role.ADMINISTRATOR) else None
