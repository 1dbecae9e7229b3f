"""Two colleagues on one section: what each changed, and what must be asked (fault F6).

A content is seen as units: one a field of the form, one a repeated line. Three texts are
compared unit by unit: what stood when the page was opened (known by its fingerprints, that the
page carries), what the person typed, what a colleague saved since.
"""

import json
from collections.abc import Iterable, Mapping
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


@dataclass(frozen=True)
class Shape:
    """Which units a content has.

    Names of fields (« representative__last_name »), and the lists of lines with the attribute
    that identifies a line.
    """

    fields: tuple[str, ...]
    lines: Mapping[str, str] = field(default_factory=dict)


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
    for name, key in shape.lines.items():
        cut |= {f"{name}:{line[key]}": line for line in content.get(name) or []}
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
    """Short mark of a unit's value; empty for a line that is absent."""
    if value is ABSENT:
        return ""
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, default=str)
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()


def fingerprints(content: Mapping[str, Any], shape: Shape) -> dict[str, str]:
    """Marks of every unit of a content: the page carries them as the base of its text."""
    return {unit: fingerprint(value) for unit, value in units(content, shape).items()}


@dataclass
class Merge:
    """What came of two texts: the units kept, those to ask about, those taken from theirs."""

    kept: Units
    asked: list[str]
    theirs: list[str]


def merge(base: Mapping[str, str], mine: Units, theirs: Units) -> Merge:
    """Keep what only one of the two changed; ask about what both changed differently.

    `kept` holds the person's own value of the units asked about. Without a base, every
    difference is asked.
    """
    outcome = Merge({}, [], [])
    for unit in dict.fromkeys(_in_order(mine, theirs)):
        own, other = mine.get(unit, ABSENT), theirs.get(unit, ABSENT)
        before = base.get(unit, "")
        outcome.kept[unit] = own
        if fingerprint(own) == fingerprint(other):
            continue
        if fingerprint(own) == before:
            outcome.kept[unit] = other
            outcome.theirs.append(unit)
        elif fingerprint(other) != before:
            outcome.asked.append(unit)
    return outcome


def _in_order(mine: Units, theirs: Units) -> Iterable[str]:
    yield from mine
    yield from theirs
