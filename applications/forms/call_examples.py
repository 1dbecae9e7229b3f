"""An example action of the library as a form (C-A2)."""

from decimal import Decimal
from typing import Any

from crispy_forms.layout import Column, Fieldset, Layout, Row
from django import forms

from applications.call_content import CallContent
from applications.forms.call_fields import CostItemsField, SentencesField
from limits_portal.forms import LongTextField, MoneyField, PortalForm


def sentences(label: str, help_text: str = "Une ligne chacun.", **options: Any) -> SentencesField:
    """A list, one a line."""
    options.setdefault("required", False)
    return SentencesField(label=label, help_text=help_text, max_length=8000, rows=5, **options)


class ExampleForm(PortalForm):
    """Aims, cost and pitfalls of an action that was really led, with its source."""

    title = forms.CharField(label="Intitulé", max_length=190)
    axis = forms.ChoiceField(label="Axe")
    town = forms.CharField(label="Territoire", max_length=150)
    audience = forms.CharField(label="Public", max_length=190)
    summary = LongTextField(label="En deux phrases", max_length=600, rows=3)
    aims = sentences("Objectifs", required=True)
    description = LongTextField(label="Description", max_length=6000, rows=8)
    operator = forms.CharField(label="Opérateur", max_length=190, required=False)
    partners = sentences("Partenaires")
    cost = MoneyField(
        label="Coût",
        help_text="En euros, comme la source le donne.",
        required=False,
    )
    cost_basis = forms.CharField(
        label="Ce que le coût comprend",
        help_text="Par exemple « pour 3 groupes de 6 sessions ».",
        max_length=190,
        required=False,
    )
    years = forms.IntegerField(
        label="Nombre d'années couvertes",
        help_text="Si la source le dit.",
        min_value=1,
        max_value=10,
        required=False,
    )
    cost_items = CostItemsField(
        label="Décomposition du coût",
        help_text="Une ligne par élément : « Formation des animateurs = 30\u00a0000 ».",
        max_length=4000,
        rows=3,
        required=False,
    )
    deliverables = sentences("Livrables")
    indicators = sentences("Indicateurs quantitatifs suggérés")
    qualitative_indicators = sentences("Indicateurs qualitatifs suggérés")
    pitfalls = sentences("Difficultés à anticiper")
    coordinator_role = LongTextField(
        label="Rôle du coordonnateur LIMIT'S", max_length=1500, rows=3, required=False
    )
    source = forms.CharField(label="Source", max_length=300)

    def __init__(self, *args: Any, texts: CallContent, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["axis"].choices = [
            ("", "Choisir…"),
            *((axis.code, f"Axe {axis.number} : {axis.short_title}") for axis in texts.axes),
        ]
        self.helper.layout = Layout(
            "title",
            Row(Column("axis"), Column("town")),
            "audience",
            "summary",
            "aims",
            "description",
            Row(Column("operator"), Column("source")),
            "partners",
            Fieldset(
                "Coût",
                Row(Column("cost"), Column("years")),
                "cost_basis",
                "cost_items",
            ),
            Fieldset(
                "Pour bâtir une action",
                "deliverables",
                "indicators",
                "qualitative_indicators",
                "pitfalls",
                "coordinator_role",
            ),
        )

    def clean(self) -> dict[str, Any]:
        """The parts of a cost add up to it."""
        values: dict[str, Any] = super().clean() or {}
        items = values.get("cost_items") or []
        if items and "cost" in values:
            total = sum(Decimal(item["amount"]) for item in items)
            if total != values["cost"]:
                self.add_error("cost_items", "La somme de ces éléments n'est pas le coût indiqué.")
        return values

    @property
    def entry(self) -> dict[str, Any]:
        """The example as plain data, without its code."""
        values = dict(self.cleaned_data)
        values["cost"] = None if values["cost"] is None else str(values["cost"])
        return values
