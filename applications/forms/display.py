"""A section's values in words: for those who only read it, and for two texts side by side."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms

from applications.forms.sheet import LineSet, LineType, Sheet
from applications.merging import Units, get_path, units
from limits_portal.forms import MoneyField
from limits_portal.french import euros, long_date, number

EMPTY = "(vide)"


@dataclass(frozen=True)
class Shown:
    """A label and its value in words, empty when nothing was answered."""

    label: str
    value: str


@dataclass(frozen=True)
class ShownGroup:
    """Values under one heading."""

    title: str
    values: list[Shown]


def in_words(field: forms.Field, value: Any) -> str:
    """A stored value as the page says it."""
    if value in (None, "", []):
        return ""
    if isinstance(value, bool):
        return "Oui" if value else "Non"
    if isinstance(value, list):
        return "\n".join(in_words(field, item) for item in value)
    if isinstance(field, forms.ChoiceField):
        labels = {str(code): str(label) for code, label in _flat(field.choices)}
        return labels.get(str(value), str(value))
    if isinstance(field, MoneyField):
        return euros(Decimal(str(value)))
    if isinstance(field, forms.DateField):
        return long_date(value if isinstance(value, date) else date.fromisoformat(str(value)))
    if isinstance(value, int | Decimal):
        return number(value)
    return str(value)


def _flat(choices: Iterable[Any]) -> Iterable[tuple[Any, Any]]:
    for code, label in choices:
        if isinstance(label, list | tuple):
            yield from _flat(label)
        else:
            yield code, label


def described(sheet: Sheet) -> list[ShownGroup]:
    """The whole section in words, in the order of its form."""
    groups = [ShownGroup("", _values(sheet.main, sheet.content.model_dump()))]
    for lines in sheet.lines:
        title = lines.kind.title
        for rank, row in enumerate(lines.rows, start=1):
            stored = lines.stored.get(row.id)
            if stored is not None:
                name = row.title or f"{lines.kind.noun.capitalize()} n° {rank}"
                groups.append(ShownGroup(f"{title} – {name}", _values(row.form, stored)))
    return groups


def _values(form: forms.Form, content: dict[str, Any]) -> list[Shown]:
    return [
        Shown(str(field.label), in_words(field, get_path(content, name)))
        for name, field in form.fields.items()
    ]


@dataclass(frozen=True)
class Difference:
    """One point on which two texts differ: what each says."""

    unit: str
    label: str
    mine: str
    theirs: str


def differences(asked: list[str], sheet: Sheet, current: Sheet) -> list[Difference]:
    """The points to choose, the person's text in `sheet` and the stored one in `current`."""
    shape = sheet.kind.shape
    mine = units(sheet.typed().model_dump(mode="json"), shape)
    theirs = units(current.content.model_dump(mode="json"), shape)
    return [
        Difference(
            unit,
            _label(unit, sheet, current),
            _words(unit, mine, sheet),
            _words(unit, theirs, current),
        )
        for unit in asked
    ]


def _line_set(unit: str, sheet: Sheet) -> LineSet | None:
    name = unit.partition(":")[0]
    return next((lines for lines in sheet.lines if lines.kind.field == name), None)


def _label(unit: str, sheet: Sheet, current: Sheet) -> str:
    name, line, point = (*unit.split(":"), "", "")[:3]
    if not line:
        return str(sheet.main.fields[name].label)
    for lines in (_line_set(unit, sheet), _line_set(unit, current)):
        if lines is not None and line in lines.ids:
            title = (lines.fixed or {}).get(line, "")
            label = _line_name(lines.kind, lines.ids.index(line), title)
            return f"{label} : {lines.kind.form.base_fields[point].label}" if point else label
    return unit


def _line_name(kind: LineType, rank: int, title: str) -> str:
    return title or f"{kind.noun.capitalize()} n° {rank + 1}"


def _words(unit: str, text: Units, sheet: Sheet) -> str:
    line, _, point = unit.rpartition(":")
    lines = _line_set(unit, sheet)
    if lines is None:
        return in_words(sheet.main.fields[unit], text.get(unit)) or EMPTY
    if line in text:
        return in_words(lines.blank.form.fields[point], get_path(text[line], point)) or EMPTY
    if unit not in text:
        return "(ligne supprimée)"
    values = [s for s in _values(lines.blank.form, text[unit]) if s.value]
    return "\n".join(f"{s.label} : {s.value}" for s in values) or EMPTY
