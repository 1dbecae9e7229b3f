"""An article's text with its `[[names]]` replaced: blocks to draw, never markup, never a template.

The structure (paragraphs, lists, tables) is read from the text before anything is replaced, and
what replaces a name is not read again: a dossier cannot add a line, a list or a name (A11).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from applications.recap.blocks import Table
from conventions.naming import TABLES, VALUES
from conventions.placeholders import NAME, PLACEHOLDERS
from conventions.state import State
from limits_portal import french

AMOUNTS = frozenset({"montant_total", "cout_total", "plafond"})
MOST_ON_A_LINE = 80  # characters
NUMBERED = re.compile(r"(\d{1,2})[.)] ")


@dataclass(frozen=True)
class Run:
    """A stretch of text; `name` when it replaces a name, `is_missing` when nothing was known."""

    text: str
    name: str = ""
    is_missing: bool = False

    @property
    def is_whole(self) -> bool:
        """Whether it stays on one line: an amount cut in its words reads badly and copies worse."""
        return self.name in AMOUNTS and len(self.text) <= MOST_ON_A_LINE


@dataclass(frozen=True)
class Paragraph:
    """A paragraph, as runs."""

    runs: tuple[Run, ...]
    kind: str = "paragraph"


@dataclass(frozen=True)
class Items:
    """A list, numbered from `start` or not; each item is runs."""

    items: tuple[tuple[Run, ...], ...]
    is_numbered: bool = False
    start: int = 1  # as it was typed: empty lines between « 1. », « 2. » part a list
    kind: str = "items"


Filled = Paragraph | Items | Table


def fill(body: str, state: State) -> list[Filled]:
    """The blocks of a text: paragraphs parted by empty lines, « - » and « 1. » lists, tables.

    A name alone in its paragraph may be a table (`echeancier`, `tranches`).
    """
    found: list[Filled] = []
    for part in re.split(r"\n\s*\n", body.replace("\r\n", "\n").strip()):
        lines = [line.strip() for line in part.split("\n") if line.strip()]
        if not lines:
            continue
        alone = NAME.fullmatch(" ".join(lines))
        if alone and alone.group(1).strip() in TABLES:
            found.append(TABLES[alone.group(1).strip()](state))
            continue
        found += _blocks(lines, state)
    return found


def _blocks(lines: list[str], state: State) -> list[Filled]:
    """Lines of one part: text first, then a list; a line of text after a list is a paragraph again."""
    found: list[Filled] = []
    text: list[str] = []
    items: list[str] = []
    is_numbered, start = False, 1

    def close() -> None:
        if text:
            found.append(Paragraph(_runs(" ".join(text), state, is_sentence=True)))
            text.clear()
        if items:
            runs = tuple(_runs(item, state) for item in items)
            found.append(Items(runs, is_numbered, start))
            items.clear()

    for line in lines:
        number = NUMBERED.match(line)
        if line.startswith(("- ", "• ")) or number:
            if text or (items and is_numbered != bool(number)):
                close()
            is_numbered = bool(number)
            if not items:
                start = int(number.group(1)) if number else 1
            items.append(line[number.end() if number else 2 :])
        else:
            if items:
                close()
            text.append(line)
    close()
    return found


def _runs(text: str, state: State, *, is_sentence: bool = False) -> tuple[Run, ...]:
    """Text and names by turns; a name that begins a sentence takes a capital."""
    parts = NAME.split(text)
    runs: list[Run] = []
    for rank, part in enumerate(parts):
        if rank % 2:
            before = parts[rank - 1]
            opens = is_sentence and (before.endswith((". ", "? ")) or (rank == 1 and not before))
            runs.append(_replaced(part.strip(), state, opens=opens))
        elif part:
            runs.append(Run(french.typeset(french.apostrophes(part))))
    return tuple(runs)


def _replaced(name: str, state: State, *, opens: bool) -> Run:
    if name in TABLES:
        table = TABLES[name](state)
        return Run(" ; ".join(_line(row.cells) for row in table.rows), name)
    # A dossier's line breaks make no paragraph.
    value = re.sub(r"\s*[\r\n]+\s*", " ", VALUES[name](state)) if name in VALUES else ""
    value = french.apostrophes(value.strip())
    if not value:
        return Run(f"[à compléter : {PLACEHOLDERS.get(name, name)}]", name, is_missing=True)
    return Run(value[:1].upper() + value[1:] if opens else value, name)


def _line(cells: Iterable[str]) -> str:
    return " – ".join(cell for cell in cells if cell)


def plain(blocks: Iterable[Filled]) -> str:
    """The filled text as plain text: what versions are compared by and what a party accepts."""
    parts = []
    for block in blocks:
        if isinstance(block, Paragraph):
            parts.append(_said(block.runs))
        elif isinstance(block, Items):
            parts.append(
                "\n".join(
                    f"{f'{rank}.' if block.is_numbered else '-'} {_said(item)}"
                    for rank, item in enumerate(block.items, start=block.start)
                )
            )
        else:
            rows = [_line(block.headings), *(_line(row.cells) for row in block.rows)]
            parts.append("\n".join(rows))
    return "\n\n".join(parts)


def _said(runs: Iterable[Run]) -> str:
    return "".join(run.text for run in runs)


def blanks(blocks: Iterable[Filled]) -> list[str]:
    """What nothing filled, as the text names it: « élu référent »."""
    runs = [
        run
        for block in blocks
        for group in (
            [block.runs]
            if isinstance(block, Paragraph)
            else block.items
            if isinstance(block, Items)
            else ()
        )
        for run in group
    ]
    return sorted({PLACEHOLDERS.get(run.name, run.name) for run in runs if run.is_missing})
