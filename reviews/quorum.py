"""Who counts and who votes in a session, dossier by dossier (facts.md §7.4). Pure.

A member recused from a dossier leaves both sides of the count: they are neither among those in
office nor among those attending, as the law has it for councils (CGCT, L. 1111-6). The mandate
they hold falls with them for that dossier; the member who gave it stays in office, unheard.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal
from math import ceil

from reviews.enums import AttendanceMode

IN_PERSON = frozenset({AttendanceMode.PRESENT, AttendanceMode.REMOTE})


@dataclass(frozen=True)
class Member:
    """A member in office and how they attend; `bearer` is the seat that holds their mandate."""

    seat: int
    mode: str = AttendanceMode.ABSENT
    bearer: int | None = None


@dataclass(frozen=True)
class Quorum:
    """How many members count, of how many in office, and how many are needed."""

    counted: int
    in_office: int
    needed: int

    @property
    def is_reached(self) -> bool:
        """Whether the session may deliberate; never with nobody there."""
        return self.counted > 0 and self.counted >= self.needed


def voices(members: Iterable[Member], recused: Collection[int] = ()) -> dict[int, int]:
    """Who speaks for whom: {seat that votes: seat that casts the vote}, mandates included.

    A member in the room speaks for themselves; a mandate is heard while its bearer is in the room.
    At most one mandate for each bearer: the first seat, in order, is the one heard.
    """
    every = [member for member in members if member.seat not in recused]
    present = {member.seat for member in every if member.mode in IN_PERSON}
    heard = {seat: seat for seat in present}
    taken: set[int] = set()
    for member in sorted(every, key=lambda member: member.seat):
        bearer = member.bearer
        if member.mode != AttendanceMode.MANDATE or bearer is None:
            continue
        if bearer in present and bearer not in taken:
            taken.add(bearer)
            heard[member.seat] = bearer
    return heard


def of(
    members: Collection[Member],
    share: Decimal,
    recused: Collection[int] = (),
    *,
    is_asked: bool = True,
) -> Quorum:
    """The quorum of a session, or of one dossier when seats are recused from it.

    `share` of the members in office, rounded up. Not asked at a second convocation.
    """
    in_office = [member for member in members if member.seat not in recused]
    needed = ceil(share * len(in_office)) if is_asked else 0
    return Quorum(len(voices(members, recused)), len(in_office), needed)
