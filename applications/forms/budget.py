"""The budget as a form: expenses and resources by account and year (C-4.1c, g; C-4.2b, c)."""

from typing import Any

from django import forms

from applications import accounting
from applications.content import MAX_YEARS, Budget
from applications.enums import FundingState
from applications.forms.amounts import amount, year_label, years_shown
from applications.forms.fields import ChoiceField, long_text, short_text
from applications.forms.sheet import DraftForm, LineForm, LineType, Setting, SheetType


class AccountSelect(forms.Select):
    """A list of accounts that marks contributions in kind, which balance apart."""

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add `data-in-kind` to accounts 86 and 87 for the sums of the page."""
        option: dict[str, Any] = super().create_option(name, value, *args, **kwargs)
        if accounting.is_in_kind(str(value)):
            option["attrs"]["data-in-kind"] = True
        return option


def account_field(side: accounting.Side) -> ChoiceField:
    """The choice of an account of this side of the Cerfa."""
    return ChoiceField(
        label="Compte",
        choices=accounting.choices(side),
        widget=AccountSelect(attrs={"data-account": True}),
    )


class BudgetForm(DraftForm):
    """The subsidy asked by year, and what the grid does not say."""

    requested__0 = amount("Subvention demandée à la MILDECA", 1)
    requested__1 = amount("Subvention demandée à la MILDECA", 2)
    requested__2 = amount("Subvention demandée à la MILDECA", 3)
    requested__3 = amount("Subvention demandée à la MILDECA", 4)
    no_running_costs = forms.BooleanField(
        label="Aucune ligne ne finance le fonctionnement courant d'une structure",
        help_text="L'appel à projets finance des actions, non des structures (cahier des charges, § 4.3).",
    )
    notes = long_text(
        "Précisions sur le budget",
        "Ce qui aide à comprendre un montant : devis, mode de calcul, cofinancement en cours.",
        length=2000,
        rows=3,
    )
    notes.required = False

    def arrange(self) -> None:
        """Keep the columns of the project's years."""
        amounts = {n: v for n, v in self.initial.items() if n.startswith("requested")}
        self.years = years_shown(self.setting.project, amounts)
        for year in range(self.years, MAX_YEARS):
            del self.fields[f"requested__{year}"]

    @property
    def requested_cells(self) -> list[Any]:
        """The subsidy's cells, one a year."""
        return [self[f"requested__{year}"] for year in range(self.years)]

    @property
    def year_labels(self) -> list[str]:
        """Heads of the columns."""
        return [year_label(self.setting.project, year + 1) for year in range(self.years)]


class BudgetLineForm(LineForm):
    """What expenses and resources share."""

    amounts__0 = amount("Montant", 1)
    amounts__1 = amount("Montant", 2)
    amounts__2 = amount("Montant", 3)
    amounts__3 = amount("Montant", 4)

    def arrange(self) -> None:
        """Keep the columns of the project's years."""
        amounts = {n: v for n, v in self.initial.items() if n.startswith("amounts")}
        self.years = years_shown(self.setting.project, amounts)
        for year in range(self.years, MAX_YEARS):
            del self.fields[f"amounts__{year}"]

    @property
    def cells(self) -> list[Any]:
        """The amounts' cells, one a year."""
        return [self[f"amounts__{year}"] for year in range(self.years)]

    @property
    def heads(self) -> list[Any]:
        """The fields before the amounts."""
        return [field for field in self if not field.name.startswith("amounts")]


class ExpenseForm(BudgetLineForm):
    """An expense: account, label, the action it pays for (C-4.3c)."""

    account = account_field("expense")
    label = short_text("Libellé", length=120)
    action = ChoiceField(label="Action financée", blank="Choisir l'action…")
    field_order = ["account", "label", "action"]

    @classmethod
    def prepare(cls, fields: dict[str, Any], setting: Setting) -> None:
        """Offer the plan's actions."""
        fields["action"].choices = [
            ("", "Choisir l'action…"),
            *((str(pk), title or "Action sans titre") for pk, title in setting.actions),
        ]

    def clean_action(self) -> int | None:
        """The action's identifier, or None."""
        value = self.cleaned_data.get("action")
        return int(value) if value else None


class ResourceForm(BudgetLineForm):
    """A resource other than MILDECA's: account, funder, state (C-4.1g)."""

    account = account_field("resource")
    label = short_text("Financeur", "Nom de l'organisme ou du service.", length=120)
    state = ChoiceField(label="État du financement", choices=FundingState.choices)
    field_order = ["account", "label", "state"]


BUDGET = SheetType(
    content=Budget,
    form=BudgetForm,
    lines=(
        LineType(
            field="expenses",
            form=ExpenseForm,
            title="Charges",
            noun="charge",
            add_label="Ajouter une charge",
            limit=60,
            starts_with=3,
            template="applications/budget/lines.html",
        ),
        LineType(
            field="resources",
            form=ResourceForm,
            title="Autres ressources",
            noun="ressource",
            add_label="Ajouter une ressource",
            limit=30,
            starts_with=2,
            template="applications/budget/lines.html",
        ),
    ),
)
