"""The action that an amendment adds to the plan: the blank block of its form (C-3d, C-4.3h)."""

from collections.abc import Mapping
from typing import Any

from django import forms

from applications.content import ActionContent, Dossier
from applications.enums import PublicKind
from applications.forms.fields import WholeNumberField
from limits_portal.forms import DayField, LongTextField, PortalForm

NAME = "action_new"
SAID = "Action ajoutée"
# What an action of the plan says, that the contract would else print as « Non renseigné ».
ASKED = {
    "axis": "Choisissez l’axe de l’action ajoutée.",
    "title": "Donnez un intitulé à l’action ajoutée.",
    "description": "Dites ce que sera l’action ajoutée.",
    "starts_on": "Dites quand l’action ajoutée commence.",
    "ends_on": "Dites quand l’action ajoutée finit.",
    "public_kinds": "Dites pour qui est l’action ajoutée.",
    "beneficiaries_count": "Estimez le nombre de bénéficiaires de l’action ajoutée.",
    "expected_results": "Dites ce que l’action ajoutée doit changer.",
}


def fields(dossier: Dossier) -> dict[str, forms.Field]:
    """Everything but its amounts, all left empty when nothing is added."""
    axes = [
        (code, f"Axe {number} – {title}")
        for number, (code, title) in enumerate(dossier.terms.axes, start=1)
    ]
    declared: dict[str, forms.Field] = {
        "axis": forms.ChoiceField(
            label=f"{SAID} – axe",
            choices=[("", "Choisir…"), *axes],
            help_text="Laissez tout vide si vous n’ajoutez rien.",
        ),
        "title": forms.CharField(label=f"{SAID} – intitulé", max_length=190),
        "description": LongTextField(label=f"{SAID} – contenu", max_length=4000, rows=5),
        "starts_on": DayField(label=f"{SAID} – début"),
        "ends_on": DayField(label=f"{SAID} – fin"),
        "public_kinds": forms.MultipleChoiceField(
            label=f"{SAID} – pour qui",
            choices=PublicKind,
            widget=forms.CheckboxSelectMultiple,
        ),
        "beneficiaries_count": WholeNumberField(
            label=f"{SAID} – nombre de bénéficiaires", maximum=1_000_000
        ),
        "expected_results": LongTextField(
            label=f"{SAID} – résultats attendus", max_length=2000, rows=3
        ),
        "operator_name": forms.CharField(
            label=f"{SAID} – opérateur", max_length=150, help_text="Si un tiers la mène."
        ),
        "operator_is_independent": forms.BooleanField(
            label="Cet opérateur n’a aucun lien avec les industries du tabac, de l’alcool, du "
            "cannabis, des jeux vidéo ou des jeux d’argent et de hasard"
        ),
    }
    for field in declared.values():
        field.required = False
    return {f"{NAME}_{name}": field for name, field in declared.items()}


def is_typed(values: Mapping[str, Any]) -> bool:
    """Whether something was typed in the block."""
    return any(value for name, value in values.items() if name.startswith(f"{NAME}_"))


def check(form: PortalForm) -> None:
    """Once something is typed, the whole is asked for; an operator is declared (C-4.3h)."""
    for field, reason in ASKED.items():
        place = f"{NAME}_{field}"
        if not form.cleaned_data.get(place) and place not in form.errors:
            form.add_error(place, reason)
    operator = form.cleaned_data.get(f"{NAME}_operator_name")
    if operator and not form.cleaned_data.get(f"{NAME}_operator_is_independent"):
        form.add_error(
            f"{NAME}_operator_is_independent",
            "Cette déclaration est exigée pour chaque opérateur : cochez-la, ou laissez le nom "
            "de l’opérateur vide.",
        )


def content(values: Mapping[str, Any]) -> ActionContent:
    """What the block says, without its amounts."""
    operator = values.get(f"{NAME}_operator_name") or ""
    said = {field: values[place] for field in ASKED if values.get(place := f"{NAME}_{field}")}
    return ActionContent(
        **said,
        has_operator=bool(operator),
        operator_name=operator,
        operator_is_independent=bool(operator and values.get(f"{NAME}_operator_is_independent")),
    )
