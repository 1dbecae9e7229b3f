"""What a recap is made of: already formatted values, drawn alike on screen and on paper."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from limits_portal import french

# What stands where nothing was typed: said in words, so that a blank is never a doubt.
MISSING = "Non renseigné"


@dataclass(frozen=True)
class Field:
    """A short answer beside its label; `is_missing` when nothing was typed."""

    label: str
    value: str
    is_missing: bool = False


@dataclass(frozen=True)
class Fields:
    """Short answers, one a line."""

    rows: tuple[Field, ...]
    kind: str = "fields"


@dataclass(frozen=True)
class Prose:
    """A long answer under its label, paragraph by paragraph."""

    label: str
    paragraphs: tuple[str, ...]
    is_missing: bool = False
    kind: str = "prose"


@dataclass(frozen=True)
class Row:
    """A line of a table; `is_group` heads a group of lines, `is_total` closes one."""

    cells: tuple[str, ...]
    is_total: bool = False
    is_group: bool = False

    @property
    def head(self) -> str:
        """The cell that names the line."""
        return self.cells[0]

    @property
    def rest(self) -> tuple[str, ...]:
        """The cells after the one that names the line."""
        return self.cells[1:]


@dataclass(frozen=True)
class Table:
    """Lines under headings; columns after the first are figures when `is_numeric`."""

    caption: str
    headings: tuple[str, ...]
    rows: tuple[Row, ...]
    is_numeric: bool = False
    kind: str = "table"


@dataclass(frozen=True)
class Check:
    """A statement and whether it was ticked."""

    text: str
    is_ticked: bool


@dataclass(frozen=True)
class Checks:
    """Statements, each ticked or not."""

    items: tuple[Check, ...]
    kind: str = "checks"


@dataclass(frozen=True)
class Title:
    """A small heading inside a group; an inner one stands under the one before it."""

    text: str
    note: str = ""
    is_inner: bool = False
    kind: str = "title"


@dataclass(frozen=True)
class Note:
    """A sentence set apart."""

    text: str
    kind: str = "note"


Block = Fields | Prose | Table | Checks | Title | Note


@dataclass(frozen=True)
class Group:
    """A numbered part of a frame; `section` is the section of the form where it is typed."""

    number: str
    title: str
    section: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Frame:
    """A frame of the Cerfa: 1, 6 or 7."""

    number: str
    title: str
    groups: tuple[Group, ...]


def field(label: str, value: str) -> Field:
    """Return a short answer, or say that it is missing."""
    text = value.strip()
    return Field(label, text or MISSING, is_missing=not text)


def prose(label: str, text: str) -> Prose:
    """Return a long answer cut at its line breaks, or say that it is missing."""
    paragraphs = tuple(line.strip() for line in text.splitlines() if line.strip())
    return Prose(label, paragraphs or (MISSING,), is_missing=not paragraphs)


def day(value: date | None) -> str:
    """Return a date in words, or an empty text."""
    return french.long_date(value) if value else ""


def amount(value: Decimal | None) -> str:
    """Return euros, or an empty text."""
    return french.euros(value) if value is not None else ""


def count(value: int | Decimal | None) -> str:
    """Return a plain number, or an empty text."""
    return french.number(value) if value is not None else ""


def yes_no(value: bool | None) -> str:
    """Return « Oui », « Non », or an empty text when not answered."""
    return {True: "Oui", False: "Non", None: ""}[value]


def choice(value: str, choices: Iterable[tuple[str, str]]) -> str:
    """Return the label of a code; the code itself when the vocabulary no longer holds it."""
    return dict(choices).get(value, value)


def money_row(label: str, amounts: Sequence[Decimal], *, is_total: bool = False) -> Row:
    """Return a line of yearly amounts with its sum."""
    cells = (
        *(french.number(value) for value in amounts),
        french.number(sum(amounts, Decimal(0))),
    )
    return Row((label, *cells), is_total=is_total)
