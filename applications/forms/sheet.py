"""A section (or an action) as forms: one main form and lists of lines, to and from its content."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import QueryDict

from applications.content import Content
from applications.forms.draft import DraftForm, LineForm, Setting
from applications.forms.lines import LineSet, LineType
from applications.merging import Lines, Shape, fingerprints, get_path
from limits_portal.forms import ErrorLine, error_lines

__all__ = [
    "DraftForm",
    "LineForm",
    "LineSet",
    "LineType",
    "Setting",
    "Sheet",
    "SheetType",
]


@dataclass(frozen=True)
class SheetType:
    """What a section's document is made of."""

    content: type[Content]
    form: type[DraftForm]
    lines: tuple[LineType, ...] = ()

    @cached_property
    def shape(self) -> Shape:
        """Units that two colleagues' texts are compared by."""
        return Shape(
            tuple(self.form.base_fields),
            {line.field: Lines(line.key, tuple(line.form.base_fields)) for line in self.lines},
        )


class Sheet:
    """One document on the page: its forms, filled from what is stored or from what was typed."""

    def __init__(
        self,
        kind: SheetType,
        setting: Setting,
        stored: Mapping[str, Any],
        data: QueryDict | None = None,
    ) -> None:
        self.kind = kind
        self.setting = setting
        self.content = kind.content.model_validate(stored)
        values = self.content.model_dump()
        self.main = kind.form(
            data,
            setting=setting,
            initial={name: get_path(values, name) for name in kind.form.base_fields},
        )
        self.lines = [
            LineSet(line, setting, values.get(line.field, []), data) for line in kind.lines
        ]

    @property
    def forms(self) -> list[DraftForm]:
        """Every form of the page, in order."""
        return [self.main, *(row.form for lines in self.lines for row in lines.rows)]

    @property
    def errors(self) -> list[ErrorLine]:
        """Every error of format, in the order of the page, each with its field."""
        found = error_lines(self.main)
        for lines in self.lines:
            if lines.error:
                found.append(ErrorLine("", lines.error, ""))
            for rank, row in enumerate(lines.rows, start=1):
                where = row.title or f"{lines.kind.noun} n° {rank}"
                found += [
                    ErrorLine(f"{e.label} ({where})" if e.label else where, e.message, e.anchor)
                    for e in error_lines(row.form)
                ]
        return found

    @property
    def field_errors(self) -> dict[str, list[str]]:
        """Messages by HTML name of field."""
        return {
            form.add_prefix(name): [str(e) for e in errors]
            for form in self.forms
            for name, errors in form.errors.items()
        }

    def change(self, command: str, target: str) -> bool:
        """Perform « add publics », « remove publics:id »…; whether there was such a list."""
        name, _, line = target.partition(":")
        for lines in self.lines:
            if lines.kind.field == name and lines.can_change:
                lines.change(command, line)
                return True
        return False

    def typed(self) -> Content:
        """The content as typed; a value whose format is wrong stays as it was stored."""
        content = self.content.model_dump()
        self.main.checked()
        self.main.write(content)
        for lines in self.lines:
            lines.write(content)
        return self.kind.content.model_validate(content)

    def base(self) -> dict[str, str]:
        """Fingerprints of what is stored, for the page to carry."""
        return fingerprints(self.content.model_dump(mode="json"), self.kind.shape)
