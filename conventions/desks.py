"""An act in somebody's hands: locked, for a person who may act on it, in the role they hold."""

from dataclasses import dataclass

from django.db import connection

from accounts.models import User
from conventions.enums import ActStatus, Party
from conventions.models import Act, Version
from conventions.permissions import parties_of
from conventions.signing.guards import next_to_sign, standing_issue
from workflow.engine import NotAllowed, Refused


class Stale(Refused):
    """The text changed since the person read it; `current` is its last version."""

    def __init__(self, current: Version) -> None:
        super().__init__(
            f"Une version {current.number} a été établie entre-temps "
            f"({Party(current.party).label}) : relisez le texte, puis recommencez."
        )
        self.current = current


@dataclass(frozen=True)
class Hand:
    """An act locked, its last version, the party for which the person acts and their role."""

    act: Act
    version: Version
    party: Party
    role: str

    @property
    def holds_the_pen(self) -> bool:
        """Whether this party is the one that may write."""
        return self.act.pen == self.party


def take(act: Act, by: User, *, seen: int | None = None) -> Hand:
    """Lock an act in discussion for one of its parties. To be called inside a transaction.

    `seen` is the number of the version read. Raises NotAllowed, Refused (not in discussion) or
    Stale.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("An act is locked inside a transaction.")
    rows = Act.objects.visible_to(by).filter(pk=act.pk)
    fresh = rows.select_related("convention__application").select_for_update(of=("self",)).first()
    held = parties_of(fresh.convention, by) if fresh is not None else {}
    if fresh is None or not held:
        raise NotAllowed("Cette convention est celle des trois parties.")
    party, role = next(iter(held.items()))
    if fresh.status not in (ActStatus.DRAFTING, ActStatus.NEGOTIATING):
        state = str(ActStatus(fresh.status).label).lower()
        raise Refused(f"Le texte n’est plus en discussion : il est « {state} ».")
    version = fresh.last_version()
    if seen is not None and version.number != seen:
        raise Stale(version)
    return Hand(fresh, version, party, role)


def take_pen(act: Act, by: User, *, seen: int | None = None) -> Hand:
    """Lock an act for the party that holds the pen. Raises as `take`, or Refused."""
    hand = take(act, by, seen=seen)
    if not hand.holds_the_pen:
        holder = Party(hand.act.pen).label
        raise Refused(f"La partie « {holder} » tient la plume : elle seule écrit le texte.")
    return hand


def desk_of(act: Act) -> Party | None:
    """The party that has to act on a text now; None when nobody has."""
    if act.status == ActStatus.DRAFTING:
        return Party.MILDECA
    if act.status == ActStatus.NEGOTIATING:
        return Party(act.pen)
    issue = standing_issue(act) if act.status == ActStatus.SIGNING else None
    return next_to_sign(issue) if issue is not None else None
