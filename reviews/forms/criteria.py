"""The scoring grid as lines (C-4.3f, C-4.3g)."""

from typing import Any

from crispy_forms.layout import Column, Fieldset, Layout, Row
from django import forms

from limits_portal.forms import LongTextField, PortalForm
from reviews.grid import MARKS


class CriterionForm(PortalForm):
    """A criterion: what it looks at, its weight, what each mark means."""

    title = forms.CharField(label="Critère", max_length=190)
    help_text = LongTextField(label="Ce qu'il regarde", max_length=1500, rows=3, required=False)
    weight = forms.IntegerField(label="Poids", min_value=1, max_value=100)
    clause = forms.CharField(label="Clause", max_length=20, required=False)
    weight_is_proposed = forms.BooleanField(
        label="Poids proposé, à valider",
        help_text="L'appel ne fixe pas de pondération : décochez quand la MILDECA a décidé.",
        required=False,
    )
    is_bonus = forms.BooleanField(
        label="Signal de priorité",
        help_text="Montré à côté de la note, sans être un critère.",
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        levels = self.initial.get("levels") or []
        for mark in MARKS:
            self.fields[f"level_{mark}"] = LongTextField(
                label=f"Note {mark}", max_length=600, rows=2
            )
            if mark < len(levels):
                self.initial[f"level_{mark}"] = levels[mark]
        self.helper.layout = Layout(
            "title",
            "help_text",
            Row(Column("weight"), Column("clause")),
            "weight_is_proposed",
            "is_bonus",
            Fieldset(
                "Ce que veut dire chaque note",
                *(f"level_{mark}" for mark in MARKS),
                css_class="call-levels",
            ),
        )

    @property
    def entry(self) -> dict[str, Any]:
        """The criterion as plain data, without its code."""
        values = {n: v for n, v in self.cleaned_data.items() if not n.startswith("level_")}
        return values | {"levels": [self.cleaned_data[f"level_{mark}"] for mark in MARKS]}
