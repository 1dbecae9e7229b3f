"""Widgets drawn in Python are, to the byte, those of Django's templates."""

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils.html import format_html

from limits_portal.forms import PortalForm
from limits_portal.forms.base import PortalRenderer
from limits_portal.forms.drawing import DRAWN
from limits_portal.forms.fields import DayInput

HOSTILE = "<b>\"a\" & 'b'</b>"
CHOICES = [
    ("", "---------"),
    (1, HOSTILE),
    (2024, 2024),
    ("Groupe <1>", [("a", "A"), ("b", "B")]),
]
ATTRS = {"id": "id_x", "class": "fr-input", "data-x": HOSTILE, "hidden": True, "disabled": False}


@pytest.mark.parametrize(
    "widget",
    [
        forms.TextInput,
        forms.NumberInput,
        forms.EmailInput,
        forms.URLInput,
        forms.PasswordInput,
        forms.HiddenInput,
        forms.DateInput,
        DayInput,
        forms.CheckboxInput,
        forms.Textarea,
        lambda: forms.Select(choices=CHOICES),
        lambda: forms.SelectMultiple(choices=CHOICES),
        lambda: forms.RadioSelect(choices=CHOICES[:3]),
    ],
)
@pytest.mark.parametrize(
    "value", [None, "", "a", HOSTILE, "1", 2024, True, "\nligne", format_html("<{}>", "i")]
)
@pytest.mark.parametrize(
    "attrs", [{}, {"id": "id_x", "class": "fr-input"}, ATTRS, {"hidden": True}]
)
def test_the_html_is_djangos(widget, value, attrs):
    drawn = widget().render("champ-1", value, attrs, renderer=PortalRenderer())
    if widget().template_name == "django/forms/widgets/radio.html":
        assert widget().template_name not in DRAWN
    else:
        assert drawn == widget().render("champ-1", value, attrs, renderer=DjangoTemplates())


def test_all_forms_share_one_renderer_whose_templates_are_compiled_once():
    class One(PortalForm):
        name = forms.CharField()

    class Other(PortalForm):
        name = forms.CharField()

    assert One().renderer is Other().renderer
    assert One().renderer.engine is Other().renderer.engine
