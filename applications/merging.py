"""Two colleagues on one section: what each changed, and what must be asked (fault F6).

A content is seen as units: one a field of the form, one a repeated line. Three texts are
compared unit by unit: what stood when the page was opened (known by its fingerprints, that the
page carries), what the person typed, what a colleague saved since. Two people may change one
line: its fields are then compared one by one, and asked about as points (« partners:ab12:role »).
"""

import json
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from hashlib import blake2b
from itertools import pairwise
from typing import Any

Units = dict[str, Any]


class Absent:
    """The value of a line that one of the texts does not have."""

    def __repr__(self) -> str:
        return "ABSENT"


ABSENT = Absent()
MARK_LENGTH = 8  # characters of one value's fingerprint
# A year without an amount or a target, whether or not the list reaches it.
NOTHING_THAT_YEAR = (None, "", 0, "0", "0.00")
ENCODER = json.JSONEncoder(sort_keys=True, ensure_ascii=False, default=str)


@dataclass(frozen=True)
class Lines:
    """A list of lines: the attribute that identifies a line, the names of its fields."""

    key: str
    fields: tuple[str, ...]


@dataclass(frozen=True)
class Shape:
    """Which units a content has: names of fields (« representative__last_name »), lists of lines."""

    fields: tuple[str, ...]
    lines: Mapping[str, Lines] = field(default_factory=dict)

    def lines_of(self, unit: str) -> Lines | None:
        """The list that a unit is a line of, or None for a field."""
        name, colon, _ = unit.partition(":")
        return self.lines.get(name) if colon else None


def get_path(content: Mapping[str, Any], name: str) -> Any:
    """Value at « owner__name » or « amounts__0 »; None when there is none."""
    value: Any = content
    for step in name.split("__"):
        if isinstance(value, list):
            index = int(step)
            value = value[index] if index < len(value) else None
        else:
            value = value.get(step) if value is not None else None
    return value


def set_path(content: dict[str, Any], name: str, value: Any) -> None:
    """Put a value at « owner__name » or « amounts__0 », padding a short list with zeros or ""."""
    steps = name.split("__")
    last, place = steps[-1], content  # type: tuple[str, Any]
    for step, following in pairwise(steps):
        empty: Any = [] if following.isdigit() else {}
        place[step] = place.get(step) or empty
        place = place[step]
    if isinstance(place, list):
        filler: Any = "" if isinstance(value, str) else 0
        place.extend([filler] * (int(last) + 1 - len(place)))
        place[int(last)] = filler if value is None else value
    else:
        place[last] = value


def units(content: Mapping[str, Any], shape: Shape) -> Units:
    """Cut a content, as JSON data, into its units."""
    cut: Units = {name: get_path(content, name) for name in shape.fields}
    for name, lines in shape.lines.items():
        cut |= {f"{name}:{line[lines.key]}": line for line in content.get(name) or []}
    return cut


def join(content: dict[str, Any], shape: Shape, chosen: Units) -> dict[str, Any]:
    """Return the content with these units: fields replaced, lines in the order of `chosen`."""
    for name in shape.fields:
        if name in chosen:
            set_path(content, name, chosen[name])
    for name in shape.lines:
        content[name] = [
            line
            for unit, line in chosen.items()
            if unit.startswith(f"{name}:") and line is not ABSENT
        ]
    return content


def fingerprint(value: Any) -> str:
    """Short mark of a value; empty for a line that is absent."""
    if value is ABSENT:
        return ""
    text = ENCODER.encode(value)
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=MARK_LENGTH // 2).hexdigest()


def _mark_of(name: str, value: Any) -> str:
    is_yearly = name.rpartition("__")[2].isdigit()
    return fingerprint(None if is_yearly and value in NOTHING_THAT_YEAR else value)


def _mark(unit: str, cut: Units, shape: Shape) -> str:
    """Mark of a unit: a field's own, or those of a line's fields end to end."""
    value, lines = cut.get(unit, ABSENT), shape.lines_of(unit)
    if value is ABSENT:
        return ""
    if lines is None:
        return _mark_of(unit, value)
    return "".join(_mark_of(name, get_path(value, name)) for name in lines.fields)


def fingerprints(content: Mapping[str, Any], shape: Shape) -> dict[str, str]:
    """Marks of every unit of a content: the page carries them as the base of its text."""
    cut = units(content, shape)
    return {unit: _mark(unit, cut, shape) for unit in cut}


def take_point(line: dict[str, Any], other: Mapping[str, Any], name: str) -> None:
    """Put the other line's value at « role » or « amounts__2 » into this line."""
    attribute, _, year = name.partition("__")
    if year.isdigit():
        values = other.get(attribute) or []
        kept = list(line.get(attribute) or [])
        kept += values[len(kept) : int(year) + 1]
        kept[int(year) : int(year) + 1] = values[int(year) : int(year) + 1] or kept[int(year) :][:1]
        line[attribute] = kept
    else:
        set_path(line, name, get_path(other, name))


@dataclass
class Merge:
    """What came of two texts: the units kept, those to ask about, those taken from theirs.

    `asked` and `theirs` name units, or points of a line that both changed.
    """

    kept: Units
    asked: list[str] = field(default_factory=list)
    theirs: list[str] = field(default_factory=list)


def merge(base: Mapping[str, str], mine: Units, theirs: Units, shape: Shape) -> Merge:
    """Keep what only one of the two changed; ask about what both changed differently.

    `kept` holds the person's own value of what is asked about. Without a base, every difference
    is asked.
    """
    outcome = Merge({})
    for unit in dict.fromkeys([*mine, *theirs]):
        own, other, before = (
            _mark(unit, mine, shape),
            _mark(unit, theirs, shape),
            base.get(unit, ""),
        )
        outcome.kept[unit] = mine.get(unit, ABSENT)
        if own == other:
            continue
        if own == before:
            outcome.kept[unit] = theirs.get(unit, ABSENT)
            outcome.theirs.append(unit)
        elif other != before:
            _merge_line(unit, before, theirs, shape, outcome)
    return outcome


def _merge_line(unit: str, before: str, theirs: Units, shape: Shape, outcome: Merge) -> None:
    """Keep a line's points that only one of the two changed, ask about the others.

    The whole unit is asked about when it is no line, or a line that one of the three lacks.
    """
    lines = shape.lines_of(unit)
    own, other = outcome.kept[unit], theirs.get(unit, ABSENT)
    if lines is None or ABSENT in (own, other) or len(before) != MARK_LENGTH * len(lines.fields):
        outcome.asked.append(unit)
        return
    merged = deepcopy(own)
    for rank, name in enumerate(lines.fields):
        was = before[rank * MARK_LENGTH : (rank + 1) * MARK_LENGTH]
        mark, their_mark = (_mark_of(name, get_path(line, name)) for line in (own, other))
        if mark == their_mark:
            continue
        if mark == was:
            take_point(merged, other, name)
            outcome.theirs.append(f"{unit}:{name}")
        elif their_mark != was:
            outcome.asked.append(f"{unit}:{name}")
    outcome.kept[unit] = merged
