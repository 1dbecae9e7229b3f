"""Two filings of a dossier side by side, word by word: what was removed, what was added.

Python's difflib on words; a figure is one word, so that an amount changed is shown whole.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

# A word with the spaces after it; « 12 500 € » holds together by its own no-break spaces.
WORD = re.compile(r"[^ \t\r\n]+|\n| +|[\t\r]+")
# Beyond this many words the two texts are shown whole: difflib's cost grows with their product.
LONGEST = 6_000


@dataclass(frozen=True)
class Piece:
    """A run of words: « same », « removed » or « added »."""

    kind: str
    text: str


@dataclass(frozen=True)
class Change:
    """One point that two filings say differently."""

    section: str
    unit: str
    label: str
    pieces: tuple[Piece, ...]

    @property
    def is_added(self) -> bool:
        """Whether there was nothing before."""
        return all(piece.kind == "added" for piece in self.pieces)

    @property
    def is_removed(self) -> bool:
        """Whether nothing is left."""
        return all(piece.kind == "removed" for piece in self.pieces)


def compared(before: str, after: str) -> tuple[Piece, ...]:
    """Return the runs of words of two texts: put together, the kept and removed ones are `before`."""
    if before == after:
        return (Piece("same", before),) if before else ()
    old, new = WORD.findall(before), WORD.findall(after)
    if len(old) > LONGEST or len(new) > LONGEST:
        whole = (Piece("removed", before), Piece("added", after))
        return tuple(piece for piece in whole if piece.text)
    pieces: list[Piece] = []
    for removed, added, same in _runs(old, new):
        runs = (("removed", removed), ("added", added), ("same", same))
        pieces += [Piece(kind, text) for kind, text in runs if text]
    return tuple(pieces)


def _runs(old: list[str], new: list[str]) -> Iterable[tuple[str, str, str]]:
    """Removed words, added words, then what both texts go on with.

    Two replacements with nothing but a space between them are one: read word after word in turn,
    what was written and what replaces it could not be read at all.
    """
    codes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    removed = added = ""
    for rank, (tag, a, b, c, d) in enumerate(codes):
        if tag != "equal":
            removed += "".join(old[a:b])
            added += "".join(new[c:d])
            continue
        same = "".join(old[a:b])
        goes_on = rank + 1 < len(codes) and codes[rank + 1][0] == "replace"
        if removed and added and goes_on and same == " ":
            removed, added = removed + same, added + same
            continue
        yield removed, added, same
        removed = added = ""
    yield removed, added, ""


# (section, unit) -> (label, value in words), in the order of the form.
Words = Mapping[tuple[str, str], tuple[str, str]]


def differences(before: Words, after: Words) -> list[Change]:
    """Return the points said differently, in the order of the form."""
    return [
        Change(*key, after.get(key, before.get(key, ("", "")))[0], compared(old, new))
        for key in _in_order(before, after)
        if (old := before.get(key, ("", ""))[1]) != (new := after.get(key, ("", ""))[1])
    ]


def _in_order(before: Words, after: Words) -> Iterable[tuple[str, str]]:
    """Points of both; one that is gone stands after the one it followed."""
    merged = list(after)
    previous: tuple[str, str] | None = None
    for key in before:
        if key not in after:
            merged.insert(merged.index(previous) + 1 if previous else 0, key)
        previous = key
    return merged
