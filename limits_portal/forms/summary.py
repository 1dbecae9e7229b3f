"""The errors of a page, gathered at its top."""

from dataclasses import dataclass
from typing import Any

from django import forms


@dataclass(frozen=True)
class ErrorLine:
    """One line of the summary: which field, what is wrong, where to go."""

    label: str
    message: str
    anchor: str


def error_lines(*subjects: Any) -> list[ErrorLine]:
    """Every error of these forms and formsets, in the order of the page."""
    lines: list[ErrorLine] = []
    for subject in subjects:
        if isinstance(subject, forms.BaseFormSet):
            if subject.is_bound:
                lines += [ErrorLine("", str(e), "") for e in subject.non_form_errors()]
            lines += error_lines(*subject.forms)
        elif subject is not None and subject.is_bound:
            lines += [ErrorLine("", str(e), "") for e in subject.non_field_errors()]
            for field in _as_drawn(subject):
                anchor = getattr(field, "anchor", field.id_for_label)
                lines += [ErrorLine(str(field.label), str(e), anchor) for e in field.errors]
    return lines


def _as_drawn(form: forms.BaseForm) -> list[forms.BoundField]:
    """The fields of a form from the top of the page to its bottom, as its layout places them."""
    helper = getattr(form, "helper", None)
    places = [pointer.name for pointer in helper.layout.get_field_names()] if helper else []
    rank = {name: place for place, name in enumerate(places)}
    return sorted(form, key=lambda field: rank.get(field.name, len(rank)))
