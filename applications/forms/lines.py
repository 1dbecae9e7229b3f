"""Lists of lines that are added, removed and moved with or without JavaScript.

Lines are told apart by stable identifiers, not by rank: each line's fields carry
`<list>-<id>-<field>` and the order is that of the repeated hidden field `<list>`. A line may so
be added, removed or moved by a plain submit button as well as in the page, and two colleagues'
lines never take each other's place. (Django's formsets count by rank, which does neither.)
"""

import re
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import QueryDict

from applications.content import new_id
from applications.forms.draft import LineForm, Setting
from applications.merging import get_path

LINE_ID = re.compile(r"[A-Za-z0-9_-]{1,40}")
# Stands for the identifier in the blank line that the page copies.
BLANK_ID = "blank-id"


@dataclass(frozen=True)
class LineType:
    """A list of lines of a section: where it is stored, how it speaks."""

    field: str  # name in the content
    form: type[LineForm]
    title: str
    noun: str  # « public », « partenaire »
    add_label: str
    intro: str = ""
    limit: int = 60
    key: str = "id"
    # Lines given by the call, in its order: (identifier, title). None: lines are added freely.
    fixed: Callable[[Setting], list[tuple[str, str]]] | None = None
    # Blank lines shown when there is none yet.
    starts_with: int = 1
    template: str = "applications/sections/lines.html"


@dataclass
class Row:
    """One line on the page."""

    id: str
    form: LineForm
    title: str = ""
    is_first: bool = False
    is_last: bool = False


class LineSet:
    """The lines of one list, as typed or as stored."""

    def __init__(
        self, kind: LineType, setting: Setting, stored: list[Any], data: QueryDict | None
    ) -> None:
        self.kind = kind
        self.setting = setting
        self.data = data
        self.stored = {str(line[kind.key]): line for line in stored}
        self.fixed = dict(kind.fixed(setting)) if kind.fixed else None
        self.ids = self._ids()

    def _ids(self) -> list[str]:
        if self.fixed is not None:
            return list(self.fixed)
        if not self.can_change:
            return list(self.stored)
        if self.data is None:
            blanks = max(0, self.kind.starts_with - len(self.stored))
            return [*self.stored, *(new_id() for _ in range(blanks))]
        # More lines than allowed are kept on the page and refused in words; a flood is cut.
        typed = [i for i in self.data.getlist(self.kind.field) if LINE_ID.fullmatch(i)]
        return list(dict.fromkeys(typed))[: self.kind.limit * 2]

    @property
    def can_change(self) -> bool:
        """Whether lines may be added, removed and moved."""
        opening = self.setting.opening
        return self.fixed is None and (opening is None or opening.covers(self.kind.field))

    @cached_property
    def rows(self) -> list[Row]:
        """The lines, in order."""
        last = len(self.ids) - 1
        return [
            Row(i, self._form(i), (self.fixed or {}).get(i, ""), rank == 0, rank == last)
            for rank, i in enumerate(self.ids)
        ]

    @cached_property
    def blank(self) -> Row:
        """The blank line that the page copies to add one."""
        return Row(BLANK_ID, self._form(BLANK_ID, bound=False))

    def _form(self, line: str, *, bound: bool = True) -> LineForm:
        stored = self.stored.get(line, {})
        return self.kind.form(
            self.data if bound else None,
            prefix=f"{self.kind.field}-{line}",
            setting=self.setting,
            initial={name: get_path(stored, name) for name in self.kind.form.base_fields if stored},
        )

    def change(self, command: str, line: str) -> None:
        """Add a blank line, or remove or move this one; keeps everything typed."""
        if command == "add":
            self.ids.append(new_id())
        elif line in self.ids:
            rank = self.ids.index(line)
            self.ids.remove(line)
            if command != "remove":
                self.ids.insert(max(0, rank + (-1 if command == "up" else 1)), line)
        self.__dict__.pop("rows", None)

    @property
    def error(self) -> str:
        """What is wrong with the list itself, or an empty text."""
        if len(self.ids) <= self.kind.limit:
            return ""
        return (
            f"{self.kind.title} : {len(self.ids)} lignes, c'est trop. "
            f"Gardez-en {self.kind.limit} au plus."
        )

    def write(self, content: dict[str, Any]) -> None:
        """Put the lines into the content: blank ones left out, invalid values left as stored."""
        lines = []
        for row in self.rows:
            if row.id not in self.stored and row.form.closed.issuperset(row.form.fields):
                continue
            line = deepcopy(self.stored.get(row.id, {self.kind.key: row.id}))
            row.form.checked()
            is_kept = row.id in self.stored and (row.form.errors or row.form.closed)
            if self.fixed is None and row.form.is_blank() and not is_kept:
                continue
            row.form.write(line)
            lines.append(line)
        content[self.kind.field] = lines[: self.kind.limit]
