"""French typography in templates: `{{ amount|euros }}`, `{{ call.closes_at|moment }}`.

An empty value (None or "") stays empty, so that a draft's blanks print as blanks.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template

from limits_portal import french

register = template.Library()


def _is_blank(value: Any) -> bool:
    return value is None or value == ""


@register.filter
def euros(value: Decimal | int | None) -> str:
    """« 12 500 € »."""
    return "" if _is_blank(value) else french.euros(value)


@register.filter
def number(value: Decimal | int | None) -> str:
    """« 12 500,50 »."""
    return "" if _is_blank(value) else french.number(value)


@register.filter
def percent(share: Decimal | float | None) -> str:
    """« 38 % » from 0.38."""
    return "" if _is_blank(share) else french.percent(share)


@register.filter
def long_date(day: date | datetime | None) -> str:
    """« 1er mai 2024 »; an instant gives its day in Paris."""
    if _is_blank(day):
        return ""
    if isinstance(day, datetime):
        day = day.astimezone(french.PARIS).date()
    return french.long_date(day)


@register.filter
def moment(instant: datetime | None) -> str:
    """« 30 avril 2024 à 23 h 59 (heure de Paris) »."""
    return "" if _is_blank(instant) else french.moment(instant)


@register.filter
def typeset(sentence: object) -> str:
    """The sentence with the no-break spaces that French wants; what is HTML already is left as it is."""
    return french.typeset(sentence)


@register.filter
def inside(label: str) -> str:
    """A label inside a sentence: its first letter small, its acronyms kept."""
    return french.inside(label)


@register.filter
def of_person(person: object) -> str:
    """« d’Omar Démo »: a person's name after « de »."""
    return french.of_person(str(person))


@register.filter
def file_size(size: int | None) -> str:
    """« 2,4 Mo »."""
    return "" if _is_blank(size) else french.file_size(size)
