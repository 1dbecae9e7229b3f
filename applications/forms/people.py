"""The fields of a named person, repeated for each of them."""

from typing import Any

from crispy_forms.layout import Column, Fieldset, Row
from django import forms

from applications.forms.draft import DraftForm
from applications.forms.fields import PhoneField, short_text


def person_form(owner: str, of_whom: str, *, function_help: str = "") -> type[DraftForm]:
    """Form to inherit with the fields « owner__last_name »…; `of_whom`: « du représentant »."""
    fields: dict[str, Any] = {
        f"{owner}__last_name": short_text(f"Nom {of_whom}", length=80),
        f"{owner}__first_name": short_text(f"Prénom {of_whom}", length=80),
        f"{owner}__function": short_text(f"Fonction {of_whom}", function_help, length=120),
        f"{owner}__phone": PhoneField(label=f"Téléphone {of_whom}", max_length=30),
        f"{owner}__email": forms.EmailField(
            label=f"Adresse électronique {of_whom}",
            help_text="Une adresse professionnelle, par exemple nom@ville.fr.",
            max_length=200,
        ),
    }
    return type(DraftForm)(f"{owner.title()}Form", (DraftForm,), fields)


def person_layout(owner: str, legend: str, *more: str) -> Fieldset:
    """The five fields under one legend, and any `more`."""
    return Fieldset(
        legend,
        Row(Column(f"{owner}__last_name"), Column(f"{owner}__first_name")),
        f"{owner}__function",
        Row(Column(f"{owner}__phone"), Column(f"{owner}__email")),
        *more,
    )
