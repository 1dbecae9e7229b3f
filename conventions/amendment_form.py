"""An amendment as a form: what changes, each point left empty stays as it is."""

from decimal import Decimal
from typing import Any

from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.core.exceptions import ValidationError

from conventions.amended import Wanted
from conventions.amending import CHANGED
from conventions.enums import Party
from conventions.plan_form import PlanFields
from conventions.state import State
from limits_portal.forms import DayField, LongTextField, MoneyField, PortalForm
from limits_portal.french import euros


class AmendmentForm(PortalForm):
    """Duration, amount, the actions of the plan, the three signatories; and why."""

    reason = LongTextField(
        label="Motif de l’avenant",
        max_length=1000,
        rows=3,
        help_text="Il figure dans l’avenant, et les trois parties le lisent.",
    )
    ends_on = DayField(label="Nouveau dernier jour du projet", required=False)
    amount = MoneyField(
        label="Nouveau montant, en euros",
        min_value=Decimal("0.01"),
        max_digits=12,
        required=False,
        help_text="Jamais plus que le montant décidé par le président.",
    )
    # The amendment in force when the page was drawn: what is prefilled comes from there.
    since = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, state: State, **kwargs: Any) -> None:
        self.plan = PlanFields(state)
        super().__init__(*args, **kwargs)
        self.add_fields(self.plan.fields)
        self.in_force = str(state.act)
        self.fields["since"].initial = self.in_force
        self.years = []
        for _, year, amount in state.exercises:
            name = f"year_{year}"
            self.years.append(name)
            self.fields[name] = MoneyField(
                label=f"Exercice {year}, en euros",
                min_value=Decimal(0),
                max_digits=12,
                required=False,
                help_text=f"Aujourd’hui : {euros(amount)}.",
            )
        self.parties = []
        for party in Party:
            side = getattr(state, party)
            for field, label, now in (
                ("name", "Nom du représentant", side.represented_by),
                ("function", "Qualité", side.function),
            ):
                name = f"{party}_{field}"
                self.parties.append(name)
                self.fields[name] = forms.CharField(
                    label=f"{label} – {party.label}", max_length=120, required=False, initial=now
                )
        self.layout = Layout(
            "since",
            "reason",
            Fieldset("Durée", "ends_on"),
            Fieldset("Montant", "amount", *self.years),
            *self.plan.layout.fields,
            Fieldset("Parties et signataires", *self.parties),
        )

    def clean(self) -> dict[str, Any]:
        """Years go with an amount; the plan is judged action by action."""
        values = super().clean()
        if values.get("since") != self.in_force:
            raise ValidationError(CHANGED)
        if not values.get("amount") and any(values.get(name) is not None for name in self.years):
            self.add_error("amount", "Indiquez le montant total de ces exercices.")
        self.plan.check(self)
        return values

    @property
    def wanted(self) -> Wanted:
        """What is to change."""
        values = self.cleaned_data
        typed = [values.get(name) for name in self.years]
        is_split = any(value is not None for value in typed)
        changed = {
            party
            for party in Party
            if {f"{party}_name", f"{party}_function"} & set(self.changed_data)
        }
        return Wanted(
            ends_on=values.get("ends_on"),
            amount=values.get("amount"),
            yearly=tuple(value or Decimal(0) for value in typed) if is_split else (),
            plan=self.plan.plan(self),
            signatories=tuple(
                (party, values[f"{party}_name"], values[f"{party}_function"])
                for party in Party
                if party in changed
            ),
        )
