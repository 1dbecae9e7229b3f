"""The form of a draft: a blank is always allowed, a wrong format never."""

from copy import copy
from dataclasses import dataclass
from dataclasses import field as part
from functools import cached_property
from typing import Any

from django import forms
from django.forms.utils import ErrorDict

from applications.call_content import CallContent
from applications.content import Project
from applications.merging import set_path
from applications.models import Application
from applications.scope import Opening
from limits_portal.forms import PortalForm


@dataclass(frozen=True)
class Setting:
    """What the forms of a dossier need to know of it."""

    application: Application
    texts: CallContent
    project: Project = part(default_factory=Project)
    # What may be written of the document on the page, when only some of it may.
    opening: Opening | None = None

    @cached_property
    def _prepared(self) -> dict[type["DraftForm"], "SharedFields"]:
        return {}

    def fields_of(self, kind: type["DraftForm"]) -> "SharedFields":
        """Fields of a kind of form, made once: sixty lines of a budget have the same lists."""
        if kind not in self._prepared:
            fields = SharedFields({name: _twin(one) for name, one in kind.base_fields.items()})
            kind.prepare(fields, self)
            self._prepared[kind] = fields
        return self._prepared[kind]

    @cached_property
    def actions(self) -> tuple[tuple[int, str], ...]:
        """Identifier and title of the plan's actions, read when a form asks for them."""
        rows = self.application.actions.all()
        return tuple((row.pk, row.content.get("title", "")) for row in rows)


class SharedFields(dict[str, forms.Field]):
    """Fields that several forms of a page have in common: a form copies the list, not the fields."""

    def __deepcopy__(self, memo: dict[int, Any]) -> dict[str, forms.Field]:
        return dict(self)


def _twin(field: forms.Field) -> forms.Field:
    """A field of one's own; lists of choices are replaced, never changed, so they are not copied."""
    twin = copy(field)
    twin.widget = copy(field.widget)
    twin.widget.attrs = dict(field.widget.attrs)
    return twin


class DraftForm(PortalForm):
    """Base of the dossier's forms: a field may always be left blank, its format is checked.

    A field named « owner__name » is the content's `owner.name`. `required=False` marks it
    optional on screen; the others are asked for by completeness, at filing.
    """

    use_required_attribute = False
    show_error_summary = False

    def __init__(self, *args: Any, setting: Setting, **kwargs: Any) -> None:
        self.setting = setting
        self.base_fields = setting.fields_of(type(self))
        super().__init__(*args, **kwargs)
        self.arrange()
        self.closed = self._close(setting.opening)

    def add_prefix(self, field_name: str) -> str:
        """HTML name « owner-name »: findings link to `id_owner-name`."""
        return super().add_prefix(field_name.replace("__", "-"))

    def _close(self, opening: Opening | None) -> frozenset[str]:
        """Shut the fields that may not be written; return their names."""
        if opening is None:
            return frozenset()
        # Lines are prefixed « publics-ab12 »; their units are « publics:ab12:headcount ».
        line = f"{self.prefix.replace('-', ':', 1)}:" if self.prefix else ""
        closed = frozenset(name for name in self.fields if not opening.covers(line + name))
        for name in closed:
            self.fields[name] = _twin(self.fields[name])  # the others may still be open
            self.fields[name].disabled = True
        return closed

    @classmethod
    def prepare(cls, fields: dict[str, Any], setting: Setting) -> None:
        """Fill what depends on the call or the holder, for all the forms of a page."""

    def arrange(self) -> None:
        """Leave out the fields that this very form does not need."""

    def full_clean(self) -> None:
        """Check formats only: nothing is required in a draft."""
        expected = {name: field.required for name, field in self.fields.items()}
        for field in self.fields.values():
            field.required = False
        super().full_clean()
        for name, required in expected.items():
            self.fields[name].required = required
        if self.is_bound:
            for name in self.closed:  # what may not be written is neither judged nor kept
                self.errors.pop(name, None)
                self.cleaned_data.pop(name, None)

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
        """Whether nothing readable was typed in the line, the checks once run."""
        return all(value in (None, "", [], False) for value in self.cleaned_data.values())
