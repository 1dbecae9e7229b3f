"""The State's roles, given and taken back by an administrator; accounts closed and reopened.

Everything goes through the life of a link (accounts.workflow) and is journaled; nobody gives
themselves a role.
"""

from allauth.usersessions.models import UserSession
from django.db import transaction
from django.utils import timezone

from accounts.enums import MembershipStatus, OrganisationKind, Role
from accounts.models import Departement, Membership, Organisation, User
from accounts.workflow import MEMBERSHIP, administrators_besides
from workflow.engine import NotAllowed, Refused, record


def organisation_of(role: str, departement: Departement | None) -> Organisation:
    """Where a role of the State is held: the département's prefecture, or MILDECA.

    Raises Refused: not a role of the State, or no département for a prefecture.
    """
    if role in Role.MILDECA_ROLES:
        return Organisation.objects.get(kind=OrganisationKind.MILDECA)
    if role not in Role.PREFECTURE_ROLES:
        raise Refused("Ce rôle se donne dans la collectivité, depuis la page de son équipe.")
    if departement is None:
        raise Refused("Choisissez le département : un rôle de préfecture n'en couvre qu'un.")
    return Organisation.objects.get(kind=OrganisationKind.PREFECTURE, code=departement.code)


def grant(
    person: User, *, role: str, departement: Departement | None = None, by: User
) -> Membership:
    """Give a role of the State, effective at the person's next click.

    Raises NotAllowed (not an administrator, or for oneself) or Refused (has it already, account
    closed, agent of another prefecture).
    """
    _only_administrators(by)
    if person.pk == by.pk:
        raise NotAllowed("Nul ne se donne un rôle : demandez-le à un autre administrateur.")
    organisation = organisation_of(role, departement)
    with transaction.atomic():
        person = User.objects.select_for_update().get(pk=person.pk)
        if not person.is_active:
            raise Refused("Ce compte est fermé : rouvrez-le d'abord.")
        live = list(Membership.objects.live().filter(user=person).select_related("organisation"))
        if any(link.role == role and link.organisation_id == organisation.pk for link in live):
            raise Refused(f"{person} a déjà ce rôle.")
        for link in live:
            if (
                role in Role.PREFECTURE_ROLES
                and link.organisation.kind == OrganisationKind.PREFECTURE
                and link.organisation_id != organisation.pk
            ):
                raise Refused(
                    f"{person} est déjà agent de « {link.organisation} » : retirez d'abord ce "
                    "rôle, un agent ne suit qu'un département."
                )
        link = Membership.objects.create(user=person, organisation=organisation, role=role)
        record(
            "membership.granted",
            subject=link,
            by=by,
            role=Role.ADMINISTRATOR,
            target=MembershipStatus.PENDING,
            payload={"user": person.pk, "organisation": organisation.pk, "role": role},
        )
        return MEMBERSHIP.perform(link, "validate", by=by)


def name_first_administrator(person: User) -> Membership:
    """Give the administrator's role from the machine itself, by nobody's hand on screen.

    Raises Refused when the person has it already, or when an administrator could do it.
    """
    with transaction.atomic():
        if administrators_besides(person.pk):
            raise Refused(
                "Un administrateur existe : c'est à lui de donner ce rôle, sur le portail."
            )
        organisation = organisation_of(Role.ADMINISTRATOR, None)
        if Membership.objects.live().filter(user=person, role=Role.ADMINISTRATOR).exists():
            raise Refused(f"{person} a déjà ce rôle.")
        link = Membership.objects.create(
            user=person,
            organisation=organisation,
            role=Role.ADMINISTRATOR,
            status=MembershipStatus.VALIDATED,
            decided_at=timezone.now(),
        )
        record(
            "membership.granted",
            subject=link,
            target=MembershipStatus.VALIDATED,
            reason="Commande name_administrator",
            payload={"user": person.pk, "organisation": organisation.pk, "role": link.role},
        )
    return link


def take_back(link: Membership, *, reason: str = "", by: User) -> Membership:
    """Take a role of the State back. Raises NotAllowed, or Refused for the last administrator."""
    _only_administrators(by)
    return MEMBERSHIP.perform(link, "remove", by=by, reason=reason)


def close_account(person: User, *, reason: str, by: User) -> User:
    """Close an account: it loses its sessions at once and enters no more; nothing is erased.

    Raises NotAllowed (not an administrator, or one's own) or Refused (no reason, closed already).
    """
    _only_administrators(by)
    if person.pk == by.pk:
        raise NotAllowed("Vous ne pouvez pas fermer votre propre compte.")
    if not reason.strip():
        raise Refused("Indiquez le motif : il sera au journal.")
    with transaction.atomic():
        fresh = _switch(person, is_active=False)
        for session in UserSession.objects.filter(user=fresh):
            session.end()
        record("account.closed", subject=fresh, by=by, role=Role.ADMINISTRATOR, reason=reason)
    return fresh


def reopen_account(person: User, *, by: User) -> User:
    """Let a closed account enter again, with the roles it still has."""
    _only_administrators(by)
    with transaction.atomic():
        fresh = _switch(person, is_active=True)
        record("account.reopened", subject=fresh, by=by, role=Role.ADMINISTRATOR)
    return fresh


def _only_administrators(by: User) -> None:
    if not by.has_role(Role.ADMINISTRATOR):
        raise NotAllowed("Seul un administrateur peut faire cela.")


def _switch(person: User, *, is_active: bool) -> User:
    fresh = User.objects.select_for_update().get(pk=person.pk)
    if fresh.is_active == is_active:
        raise Refused("Ce compte est déjà " + ("ouvert." if is_active else "fermé."))
    fresh.is_active = is_active
    fresh.save(update_fields=["is_active"])
    return fresh
