"""Lists of lines on a page: add, remove, reorder by plain buttons, with or without scripts.

Each line's fields carry `<list>-<id>-<field>`; the order is that of the repeated hidden field
`<list>`. A command rearranges what is typed and draws the page again; only « save » writes.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import uuid4

from django.http import QueryDict

from limits_portal.forms import ErrorLine, PortalForm, error_lines

LINE_ID = re.compile(r"[a-z0-9-]{1,60}")
NEW = "new-"


@dataclass
class Row:
    """One line on the page."""

    id: str
    form: PortalForm
    number: int
    is_first: bool
    is_last: bool
    is_locked: bool

    @property
    def is_new(self) -> bool:
        """Whether the line was added on this page."""
        return self.id.startswith(NEW)


class Lines:
    """The lines of one list, as stored or as typed. `locked` ones cannot be removed."""

    def __init__(
        self,
        name: str,
        form: type[PortalForm],
        *,
        noun: str,
        stored: Sequence[tuple[str, Mapping[str, Any]]] = (),
        data: QueryDict | None = None,
        locked: Collection[str] = frozenset(),
        limit: int = 60,
    ) -> None:
        self.name, self.form, self.noun, self.limit = name, form, noun, limit
        self.stored = dict(stored)
        self.data = data
        self.locked = locked
        self.ids = list(self.stored) if data is None else self._typed_ids(data)
        self.focus = ""

    def _typed_ids(self, data: QueryDict) -> list[str]:
        typed = [i for i in data.getlist(self.name) if LINE_ID.fullmatch(i)]
        known = [i for i in typed if i in self.stored or i.startswith(NEW)]
        # More lines than allowed are kept and refused in words; a flood is cut.
        return list(dict.fromkeys(known))[: self.limit * 2]

    @cached_property
    def rows(self) -> list[Row]:
        """The lines in order."""
        last = len(self.ids)
        return [
            Row(i, self._form(i), number, number == 1, number == last, i in self.locked)
            for number, i in enumerate(self.ids, start=1)
        ]

    def _form(self, line: str) -> PortalForm:
        # A line just added has nothing typed yet: unbound, so that it shows no error.
        is_typed = self.data is not None and line in self.data.getlist(self.name)
        form = self.form(
            self.data if is_typed else None,
            prefix=f"{self.name}-{line}",
            initial=dict(self.stored.get(line, {})),
        )
        form.show_error_summary = False
        return form

    def change(self, command: str) -> None:
        """Perform « add », « up:id », « down:id » or « remove:id »; anything else does nothing."""
        verb, _, line = command.partition(":")
        if verb == "add":
            self.focus = f"{NEW}{uuid4().hex[:8]}"
            self.ids.append(self.focus)
        elif line in self.ids and verb in ("up", "down", "remove"):
            rank = self.ids.index(line)
            if verb != "remove":
                self.ids.remove(line)
                self.ids.insert(max(0, rank + (-1 if verb == "up" else 1)), line)
                self.focus = line
            elif line not in self.locked:
                self.ids.remove(line)
        self.__dict__.pop("rows", None)

    def lock(self, ids: Collection[str]) -> None:
        """Say which lines cannot be removed, when that is known after the lines are read."""
        self.locked = ids
        self.__dict__.pop("rows", None)

    @cached_property
    def errors(self) -> list[ErrorLine]:
        """Everything wrong, in the order of the page, each with its field."""
        found = []
        if len(self.ids) > self.limit:
            message = f"{len(self.ids)} lignes, c'est trop : gardez-en {self.limit} au plus."
            found.append(ErrorLine("", message, ""))
        for row in self.rows:
            where = f"{self.noun} {row.number}"
            found += [
                ErrorLine(f"{e.label} ({where})" if e.label else where, e.message, e.anchor)
                for e in error_lines(row.form)
            ]
        return found

    def is_valid(self) -> bool:
        """Whether every line may be stored."""
        return not self.errors

    @property
    def values(self) -> list[tuple[str, dict[str, Any]]]:
        """Identifier and checked values of each line."""
        return [(row.id, row.form.cleaned_data) for row in self.rows]
