"""Who reads which dossier: balanced, never across a conflict, stable (C-5d). Pure.

Readings are pairs (dossier, reader). The plan keeps what stands, fills what is missing with the
least busy, then moves as few readings as it takes for the busiest and the least busy reader to be
within one dossier of each other, as far as conflicts allow. The same committee and the same
dossiers give the same plan, whatever their order.
"""

from collections import Counter, deque
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from itertools import pairwise

Pair = tuple[int, int]  # dossier, reader


@dataclass(frozen=True)
class Plan:
    """What to change, and the dossiers that cannot have all their readers."""

    added: list[Pair] = field(default_factory=list)
    ended: list[Pair] = field(default_factory=list)
    short: dict[int, int] = field(default_factory=dict)  # dossier: readers missing

    @property
    def is_empty(self) -> bool:
        """Whether nothing changes."""
        return not self.added and not self.ended


class _Board:
    """The readings as they stand while the plan is made."""

    def __init__(
        self,
        dossiers: Iterable[int],
        readers: Iterable[int],
        forbidden: AbstractSet[Pair],
        standing: AbstractSet[Pair],
        fixed: AbstractSet[Pair],
    ) -> None:
        self.dossiers, self.readers = sorted(set(dossiers)), sorted(set(readers))
        self.forbidden, self.fixed = forbidden, fixed
        every, present = set(self.dossiers), set(self.readers)
        self.of: dict[int, set[int]] = {dossier: set() for dossier in self.dossiers}
        self.load: Counter[int] = Counter(dict.fromkeys(self.readers, 0))
        self.met: Counter[frozenset[int]] = Counter()  # dossiers that two readers share
        # What is fixed stands whoever reads it: only a conflict ends it.
        for dossier, reader in sorted(standing | fixed):
            kept = reader in present or (dossier, reader) in fixed
            if dossier in every and kept and (dossier, reader) not in forbidden:
                self.give(dossier, reader)

    def give(self, dossier: int, reader: int) -> None:
        """One more reading."""
        for other in self.of[dossier]:
            self.met[frozenset((other, reader))] += 1
        self.of[dossier].add(reader)
        self.load[reader] += 1

    def take(self, dossier: int, reader: int) -> None:
        """One reading less."""
        self.of[dossier].remove(reader)
        self.load[reader] -= 1
        for other in self.of[dossier]:
            self.met[frozenset((other, reader))] -= 1

    def may_read(self, dossier: int, reader: int) -> bool:
        """Whether one more reading is possible there."""
        return reader not in self.of[dossier] and (dossier, reader) not in self.forbidden

    def next_reader(self, dossier: int) -> int | None:
        """The least busy who may read it; among them, who has met its readers least.

        Readers who meet many colleagues make their marks comparable (`reviews.severity`).
        """
        able = [reader for reader in self.readers if self.may_read(dossier, reader)]
        return min(able, key=lambda r: (self.load[r], self._met(dossier, r), r), default=None)

    def _met(self, dossier: int, reader: int) -> int:
        return sum(self.met[frozenset((reader, other))] for other in self.of[dossier])

    def movable(self, source: int, target: int) -> int | None:
        """A dossier that one reader may hand over to another."""
        for dossier in self.dossiers:
            is_free = source in self.of[dossier] and (dossier, source) not in self.fixed
            if is_free and self.may_read(dossier, target):
                return dossier
        return None


def plan(
    *,
    dossiers: Iterable[int],
    readers: Iterable[int],
    per_dossier: int,
    forbidden: AbstractSet[Pair] = frozenset(),
    standing: AbstractSet[Pair] = frozenset(),
    fixed: AbstractSet[Pair] = frozenset(),
) -> Plan:
    """Return what to add and what to end.

    `readers`: those who are there; an absent one is left out and keeps only what is fixed.
    `forbidden`: conflicts of interest. `standing`: the readings of today. `fixed`: those given by
    hand or already begun, which never move.
    """
    board = _Board(dossiers, readers, forbidden, standing, fixed)
    _drop_the_excess(board, per_dossier)
    short = _fill(board, per_dossier)
    while _move_one(board):
        pass
    found = {(dossier, reader) for dossier, there in board.of.items() for reader in there}
    return Plan(sorted(found - standing), sorted(standing - found), short)


def _drop_the_excess(board: _Board, per_dossier: int) -> None:
    """Where more read than the call now asks, the busiest stop."""
    for dossier in board.dossiers:
        free = [r for r in board.of[dossier] if (dossier, r) not in board.fixed]
        for _ in range(min(len(free), len(board.of[dossier]) - per_dossier)):
            busiest = max(free, key=lambda r: (board.load[r], -r))
            free.remove(busiest)
            board.take(dossier, busiest)


def _fill(board: _Board, per_dossier: int) -> dict[int, int]:
    """Give each dossier its readers, the hardest to place first; return those left short."""
    short = {}

    def hardness(dossier: int) -> tuple[int, int]:
        return sum(board.may_read(dossier, reader) for reader in board.readers), dossier

    for dossier in sorted(board.dossiers, key=hardness):
        while len(board.of[dossier]) < per_dossier:
            reader = board.next_reader(dossier)
            if reader is None:
                short[dossier] = per_dossier - len(board.of[dossier])
                break
            board.give(dossier, reader)
    return dict(sorted(short.items()))


def _move_one(board: _Board) -> bool:
    """Relieve a busy reader of one dossier for the benefit of one who has two less, or say no.

    A dossier may have to pass through others: the shortest chain is taken. When no chain exists
    from any reader, no other plan is more even.
    """
    for source in sorted(board.readers, key=lambda r: (-board.load[r], r)):
        chain = _chain(board, source)
        if chain:
            # From the far end, so that each link is still possible when its turn comes.
            for giver, taker in reversed(list(pairwise(chain))):
                dossier = board.movable(giver, taker)
                assert dossier is not None
                board.take(dossier, giver)
                board.give(dossier, taker)
            return True
    return False


def _chain(board: _Board, source: int) -> list[int]:
    """Readers from `source` to one with two dossiers less, each able to hand one over to the next."""
    origin: dict[int, int] = {source: source}
    waiting = deque([source])
    while waiting:
        here = waiting.popleft()
        if board.load[here] <= board.load[source] - 2:
            chain = [here]
            while chain[-1] != source:
                chain.append(origin[chain[-1]])
            return chain[::-1]
        for other in sorted(board.readers, key=lambda r: (board.load[r], r)):
            if other not in origin and board.movable(here, other) is not None:
                origin[other] = here
                waiting.append(other)
    return []
