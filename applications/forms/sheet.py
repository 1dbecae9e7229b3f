"""A section (or an action) as forms: one main form and lists of lines, to and from its content.

Lines are told apart by stable identifiers, not by rank: each line's fields carry
`<list>-<id>-<field>` and the order is that of the repeated hidden field `<list>`. A line may so
be added, removed or moved by a plain submit button as well as in the page, and two colleagues'
lines never take each other's place. (Django's formsets count by rank, which does neither.)
"""

import re
from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from dataclasses import field as part
from functools import cached_property
from typing import Any

from crispy_forms.helper import FormHelper
from django.db.models import prefetch_related_objects
from django.forms.utils import ErrorDict
from django.http import QueryDict

from applications.call_content import CallContent
from applications.content import Content, Project, new_id
from applications.merging import Shape, fingerprints, get_path, set_path
from applications.models import Application
from limits_portal.forms import ErrorLine, PortalForm, error_lines

LINE_ID = re.compile(r"[A-Za-z0-9_-]{1,40}")
# Stands for the identifier in the blank line that the page copies.
BLANK_ID = "blank-id"


@dataclass(frozen=True)
class Setting:
    """What the forms of a dossier need to know of it."""

    application: Application
    texts: CallContent
    project: Project = part(default_factory=Project)

    @cached_property
    def actions(self) -> tuple[tuple[int, str], ...]:
        """Identifier and title of the plan's actions, read when a form asks for them."""
        prefetch_related_objects([self.application], "actions")
        rows = self.application.actions.all()
        return tuple((row.pk, row.content.get("title", "")) for row in rows)


class DraftForm(PortalForm):
    """Base of the dossier's forms: a field may always be left blank, its format is checked.

    A field named « owner__name » is the content's `owner.name`. `required=False` marks it
    optional on screen; the others are asked for by completeness, at filing.
    """

    use_required_attribute = False
    show_error_summary = False

    @cached_property
    def helper(self) -> FormHelper:
        """Crispy's layout; the page's form carries the one token."""
        helper = super().helper
        helper.disable_csrf = True
        return helper

    def __init__(self, *args: Any, setting: Setting, **kwargs: Any) -> None:
        self.setting = setting
        super().__init__(*args, **kwargs)
        # The page has one token for all its forms: autosave renews it after a new login.
        self.helper.disable_csrf = True
        self.prepare(setting)
        self._bound_fields_cache.clear()  # bound fields copy the help text they are made with

    def add_prefix(self, field_name: str) -> str:
        """HTML name « owner-name »: findings link to `id_owner-name`."""
        return super().add_prefix(field_name.replace("__", "-"))

    def prepare(self, setting: Setting) -> None:
        """Fill the lists of choices that depend on the call or the holder."""

    def full_clean(self) -> None:
        """Check formats only: nothing is required in a draft."""
        expected = {name: field.required for name, field in self.fields.items()}
        for field in self.fields.values():
            field.required = False
        super().full_clean()
        for name, required in expected.items():
            self.fields[name].required = required

    def write(self, content: dict[str, Any]) -> None:
        """Put the valid values into the content; invalid ones leave what was there."""
        for name in self.fields:
            if name in self.cleaned_data:
                set_path(content, name, self.cleaned_data[name])

    def checked(self) -> ErrorDict:
        """Run the checks and return the errors."""
        return self.errors


class LineForm(DraftForm):
    """Base of the forms of one repeated line."""

    def is_blank(self) -> bool:
        """Whether nothing was typed in the line."""
        return not self.errors and not any(
            value not in (None, "", [], False) for value in self.cleaned_data.values()
        )


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


@dataclass(frozen=True)
class SheetType:
    """What a section's document is made of."""

    content: type[Content]
    form: type[DraftForm]
    lines: tuple[LineType, ...] = ()

    @cached_property
    def shape(self) -> Shape:
        """Units that two colleagues' texts are compared by."""
        return Shape(tuple(self.form.base_fields), {line.field: line.key for line in self.lines})


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
        if self.data is None:
            blanks = max(0, self.kind.starts_with - len(self.stored))
            return [*self.stored, *(new_id() for _ in range(blanks))]
        # More lines than allowed are kept on the page and refused in words; a flood is cut.
        typed = [i for i in self.data.getlist(self.kind.field) if LINE_ID.fullmatch(i)]
        return list(dict.fromkeys(typed))[: self.kind.limit * 2]

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
            line = deepcopy(self.stored.get(row.id, {self.kind.key: row.id}))
            row.form.checked()
            if self.fixed is None and row.form.is_blank():
                continue
            row.form.write(line)
            lines.append(line)
        content[self.kind.field] = lines[: self.kind.limit]


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
            if lines.kind.field == name and lines.fixed is None:
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
