"""What surrounds a field, drawn without a template: label, help, counter, messages (DSFR, RGAA 11)."""

from collections.abc import Callable
from functools import cache
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.safestring import SafeString

from limits_portal.forms.drawing import text
from limits_portal.french import number, typeset


def draw_messages(field: Any) -> SafeString:
    """Under a field: how long it may be, then what is wrong with it."""
    longest = field.max_characters
    counter = (
        f'<p class="fr-hint-text fr-mt-1v" id="{field.auto_id}_characters">'
        f"{number(longest)} caractères au plus</p>\n"
        if longest
        else ""
    )
    errors = "".join(
        f'<p class="fr-message fr-message--error">{text(typeset(error))}</p>'
        for error in field.errors
    )
    return SafeString(
        f'{counter}<div class="fr-messages-group" id="{field.error_id}" aria-live="polite">'
        f"{errors}</div>\n"
    )


def _words(field: Any) -> str:
    """Label and help."""
    hint = (
        f'<span class="fr-hint-text" id="{field.auto_id}_helptext">{text(typeset(field.help_text))}</span>'
        if field.help_text
        else ""
    )
    return f"\n    {text(typeset(field.label))}{field.optional_mark}\n    {hint}\n  "


def draw_input_group(field: Any) -> SafeString:
    """A text, a list, a file."""
    kind = _kind(type(field.field.widget))
    error = f" fr-{kind}-group--error" if field.errors else ""
    disabled = " fr-input-group--disabled" if field.field.disabled else ""
    return SafeString(
        f'<div class="fr-{kind}-group{error}{disabled}">\n'
        f'  <label for="{field.id_for_label}" class="fr-label">{_words(field)}</label>\n'
        f"  {field.as_widget()}\n  {draw_messages(field)}</div>\n"
    )


def draw_checkbox_group(field: Any) -> SafeString:
    """A box to tick."""
    error = " fr-checkbox-group--error" if field.errors else ""
    return SafeString(
        f'<div class="fr-checkbox-group{error} fr-mb-2w">\n  {field.as_widget()}\n'
        f'  <label for="{field.id_for_label}" class="fr-label">{_words(field)}</label>\n'
        f"  {draw_messages(field)}</div>\n"
    )


def draw_choices_group(field: Any) -> SafeString:
    """Boxes or buttons under one legend."""
    widget = field.field.widget
    error = " fr-fieldset--error" if field.errors else ""
    inline = " fr-fieldset__element--inline" if getattr(widget, "inline", False) else ""
    role = 'role="radiogroup"' if widget.input_type == "radio" else ""
    options = "".join(
        f'<div class="fr-fieldset__element{inline}">{option}</div>\n' for option in field.subwidgets
    )
    anchor = field.auto_id
    return SafeString(
        f'<fieldset class="fr-fieldset{error}" id="{anchor}" {role} '
        f'aria-labelledby="{anchor}-legend {field.error_id}">\n'
        f'  <legend class="fr-fieldset__legend fr-fieldset__legend--regular" id="{anchor}-legend">'
        f"{_words(field)}</legend>\n{options}{draw_messages(field)}</fieldset>\n"
    )


@cache
def _kind(widget: type[forms.Widget]) -> str:
    """Component of the design system that a field is."""
    return {"select": "select", "file": "upload"}.get(getattr(widget, "input_type", ""), "input")


@cache
def drawing_of(widget: type[forms.Widget]) -> Callable[[BoundField], SafeString] | None:
    """How the group of this widget is drawn; None for django-dsfr's own, drawn by their template."""
    if widget.__module__.partition(".")[0] == "dsfr":
        return None
    if issubclass(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return draw_choices_group
    return draw_checkbox_group if issubclass(widget, forms.CheckboxInput) else draw_input_group
