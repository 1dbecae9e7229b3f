"""Who may decide on a person's link to an organisation: pure answers, from the roles held.

`user.links` is read once a request: a link removed a second ago opens nothing any more.
"""

from accounts.enums import OrganisationKind, Role
from accounts.models import Membership, Organisation, User

# MILDECA's people who look after the links of every collectivité.
LINK_KEEPERS = frozenset({Role.INSTRUCTOR, Role.ADMINISTRATOR})
# A writer vouches for colleagues who write or read, not for those who file and sign.
WRITER_VOUCHES_FOR = frozenset({Role.WRITER, Role.READER})


def deciding_role(user: User, organisation: Organisation, role: str) -> str | None:
    """Role in which `user` may decide who holds `role` in `organisation`, or None.

    For a commune or an EPCI: its validated representatives; its validated writers, save for a
    representative; the prefecture of a département it touches; MILDECA. For the State's own
    roles: an administrator only.
    """
    links = user.standing_links
    if organisation.kind not in OrganisationKind.HOLDERS or role not in Role.HOLDER_ROLES:
        return next((Role.ADMINISTRATOR for link in links if link.role == Role.ADMINISTRATOR), None)
    for link in links:
        if link.organisation_id == organisation.pk and (
            link.role == Role.REPRESENTATIVE
            or (link.role == Role.WRITER and role in WRITER_VOUCHES_FOR)
        ):
            return str(link.role)
    for link in links:
        if link.role in LINK_KEEPERS or (
            link.role in Role.PREFECTURE_ROLES
            and link.organisation.departement_id in organisation.departement_codes
        ):
            return str(link.role)
    return None


def as_decider(membership: Membership, user: User) -> str | None:
    """Role in which `user` may validate or refuse this link; nobody decides on their own."""
    if membership.user_id == user.pk:
        return None
    return deciding_role(user, membership.organisation, membership.role)


def as_remover(membership: Membership, user: User) -> str | None:
    """Role in which `user` may remove this link: those who could validate it, or the person."""
    if membership.user_id == user.pk:
        return str(membership.role)
    return as_decider(membership, user)


def as_oneself(membership: Membership, user: User) -> str | None:
    """The role asked for, when the link is the user's own."""
    return str(membership.role) if membership.user_id == user.pk else None


def roles_to_give(user: User, organisation: Organisation) -> list[Role]:
    """Roles this person may give in this collectivité, by an invitation or a change of role."""
    roles = (Role.WRITER, Role.REPRESENTATIVE, Role.READER)
    return [role for role in roles if deciding_role(user, organisation, role)]


def keeps_links(user: User) -> bool:
    """Whether the person looks after the links of collectivités for the State."""
    return user.has_role(*LINK_KEEPERS, *Role.PREFECTURE_ROLES)
