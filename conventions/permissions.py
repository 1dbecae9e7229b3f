"""Who acts for which party: pure questions, each answered by the role acted in, or None."""

from typing import Any

from accounts.enums import Role
from accounts.models import User
from applications.permissions import as_signatory
from conventions.enums import ActStatus, Party
from conventions.models import Act, Convention, Remark


def as_instructor(_subject: Any, user: User) -> str | None:
    """MILDECA's instructor: opens, writes, circulates, issues."""
    return Role.INSTRUCTOR if user.has_role(Role.INSTRUCTOR) else None


def as_party(act: Act, user: User) -> str | None:
    """Role in which the person may discuss an act, for whichever party they belong to."""
    return next(iter(parties_of(act.convention, user).values()), None)


def as_recaller(act: Act, user: User) -> str | None:
    """Role in which the discussion is opened again: who signs for a party, or MILDECA's instructor.

    Before the document is issued, any party: no signature is lost.
    """
    role = as_party(act, user)
    if act.status == ActStatus.SIGNING and role not in SIGNING_ROLES | {Role.INSTRUCTOR}:
        return None
    return role


def as_pen_holder(remark: Remark, user: User) -> str | None:
    """Role in which the person answers a remark: their party holds the pen, and did not make it."""
    act = remark.act
    if remark.party == act.pen:
        return None
    return parties_of(act.convention, user).get(Party(act.pen))


def as_its_party(remark: Remark, user: User) -> str | None:
    """Role in which the person speaks for the party that made a remark."""
    return parties_of(remark.act.convention, user).get(Party(remark.party))


def as_ender(convention: Convention, user: User) -> str | None:
    """Role in which a convention is given up: MILDECA's instructor, or the holder giving its award up."""
    return as_instructor(convention, user) or as_signatory(convention.application, user)


def as_ender_of_text(act: Act, user: User) -> str | None:
    """The same, of the text in hand."""
    return as_ender(act.convention, user)


SIGNATORIES = {
    Party.HOLDER: Role.REPRESENTATIVE,
    Party.PREFECTURE: Role.PREFECTURE_CHIEF,
    Party.MILDECA: Role.PRESIDENT,
}
"""Role of those who sign, by party."""
SIGNING_ROLES = frozenset(SIGNATORIES.values())
"""A mandate is needed as well: `conventions.mandates` says for which days."""

# In this order, so that somebody who is both acts in the higher one.
_ROLES = {
    Party.HOLDER: (SIGNATORIES[Party.HOLDER], Role.WRITER),
    Party.PREFECTURE: (SIGNATORIES[Party.PREFECTURE], Role.PREFECTURE_AGENT),
    Party.MILDECA: (SIGNATORIES[Party.MILDECA], Role.INSTRUCTOR),
}


def parties_of(convention: Convention, user: User) -> dict[Party, str]:
    """The parties this person writes for on a convention, with the role held there.

    A holder's reader reads and writes for nobody.
    """
    held: dict[Party, str] = {}
    links = user.standing_links
    for party, roles in _ROLES.items():
        for role in roles:
            if any(link.role == role and _covers(party, link, convention) for link in links):
                held[party] = role
                break
    return held


def _covers(party: Party, link: Any, convention: Convention) -> bool:
    application = convention.application
    if party == Party.HOLDER:
        return bool(link.organisation_id == application.holder_id)
    if party == Party.PREFECTURE:
        return bool(link.organisation.departement_id == application.departement_id)
    return True


def as_the_portal(_subject: Any, user: User | None) -> str | None:
    """The portal itself, in a worker: nobody may do it by hand."""
    return "portal" if user is None else None
