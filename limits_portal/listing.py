"""Lists of rows: what their address asks for, in what order, one page read at a time.

Each list says its own fields (`Asked`), its orders and its columns; nothing here knows what the
rows are.
"""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import F, QuerySet

MOST_TEXT = 100
ORDER = "tri"


def typed(query: Mapping[str, str], name: str, most: int = MOST_TEXT) -> str:
    """What the address says under this name, cut to `most` characters."""
    return query.get(name, "").replace("\x00", "").strip()[:most]


def known(query: Mapping[str, str], name: str, among: Container[str]) -> str:
    """The same when it is one of these values; empty otherwise."""
    value = query.get(name, "")
    return value if value in among else ""


@dataclass(frozen=True)
class Asked:
    """What the address of a list asks for; anything it does not understand is left aside."""

    # The fields that narrow the list, by their name in the address.
    FILTERS: ClassVar[Mapping[str, str]]
    # What each order sorts by; `DEFAULT` is one of them, « - » before it when downwards.
    ORDERS: ClassVar[Mapping[str, Sequence[str]]]
    DEFAULT: ClassVar[str]

    text: str = ""
    order: str = ""

    @classmethod
    def order_of(cls, query: Mapping[str, str]) -> str:
        """The order that the address asks for, or that of the list."""
        order = query.get(ORDER, "")
        return order if order.removeprefix("-") in cls.ORDERS else cls.DEFAULT

    def as_query(self, **changed: str) -> dict[str, str]:
        """The address of this list with something changed, without what is not asked."""
        pairs = {name: getattr(self, field) for name, field in self.FILTERS.items()}
        pairs[ORDER] = "" if self.order == self.DEFAULT else self.order
        return {name: value for name, value in (pairs | changed).items() if value}

    @property
    def is_filtered(self) -> bool:
        """Whether something narrows the list."""
        return any(getattr(self, field) for field in self.FILTERS.values())

    def sorted(self, found: QuerySet[Any]) -> QuerySet[Any]:
        """The rows in the order asked for."""
        is_down, fields = self.order.startswith("-"), self.ORDERS[self.order.removeprefix("-")]
        return found.order_by(*(F(f).desc() if is_down else F(f).asc() for f in fields))


@dataclass(frozen=True)
class Heading:
    """A column: where a click leads, and how it is sorted now."""

    label: str
    query: str  # empty when the column does not sort
    direction: str  # "ascending", "descending" or ""


def headings(asked: Asked, columns: Iterable[tuple[str, str]]) -> list[Heading]:
    """The columns, each (order or "", label) with the order that a click gives."""
    found = []
    for name, label in columns:
        is_current = bool(name) and asked.order.removeprefix("-") == name
        is_down = asked.order.startswith("-")
        direction = ("descending" if is_down else "ascending") if is_current else ""
        order = f"-{name}" if is_current and not is_down else name
        query = urlencode(asked.as_query(**{ORDER: order})) if name else ""
        found.append(Heading(label, query, direction))
    return found


@dataclass(frozen=True)
class Counter:
    """A state above the list: how many, and the address that keeps only these."""

    label: str
    number: int
    query: str
    is_current: bool


def counters(
    asked: Asked, every: str, states: Iterable[tuple[str, str, int]], *, current: str
) -> list[Counter]:
    """One counter a state (value, label, number), `every` first; empty states are left out.

    The `current` one stays, even empty.
    """
    rows = list(states)
    total = sum(number for _, _, number in rows)
    return [
        Counter(label, number, urlencode(asked.as_query(etat=value)), value == current)
        for value, label, number in (("", every, total), *rows)
        if number or value in ("", current)
    ]


def rows_of(found: QuerySet[Any], start: int, stop: int) -> QuerySet[Any]:
    """The rows of a list from one place to another, in its own order, in one query.

    Their keys are found first: what a row says beside its own columns is joined to the rows of
    the page, not to all those it is sorted among (the register alone has 36 000 organisations).
    """
    return found.filter(pk__in=found.values("pk")[start:stop])


class Pages(Paginator):
    """The pages of a list of rows of the database."""

    object_list: QuerySet[Any]

    def page(self, number: int | str) -> Page:
        """The rows of one page. Raises InvalidPage for one that is not there."""
        valid = self.validate_number(number)
        start = (valid - 1) * self.per_page
        return Page(rows_of(self.object_list, start, start + self.per_page), valid, self)
