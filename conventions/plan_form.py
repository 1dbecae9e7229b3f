"""The plan of actions inside the form of an amendment: prefilled with what holds, one block an action."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from crispy_forms.layout import Column, Fieldset, Layout, Row
from django import forms

from applications import budgeting
from applications.content import ActionContent, PlanAction
from applications.recap import actions
from conventions import added_action
from conventions.plan_changes import figures_of, next_id, numbers
from conventions.plan_limits import problems
from conventions.state import State
from limits_portal.forms import Accordion, LongTextField, MoneyField, PortalForm
from limits_portal.french import euros

ZERO = Decimal(0)
NEW = added_action.NAME


class PlanFields:
    """The fields of the plan, their places, and the plan they make.

    A field is named `action_<identity>_<field>`, with the rank of its year from 0 where it has one.
    """

    def __init__(self, state: State) -> None:
        self.dossier = state.dossier
        self.years = [year for _, year, _ in state.exercises]
        self.fields: dict[str, forms.Field] = {}
        self.numbers = numbers(self.dossier)
        for action in self.dossier.actions:
            self._declare(action)
        self.fields.update(added_action.fields(self.dossier))
        self._declare_amounts(NEW, added_action.SAID, ActionContent(), required=False)
        self.fields[f"{NEW}_delegated_amount"] = MoneyField(
            label=f"{added_action.SAID} – part déléguée à l’opérateur (€)", required=False
        )

    @property
    def cost(self) -> Decimal:
        """What the plan in force costs, all years."""
        return sum((action.content.cost for action in self.dossier.actions), ZERO)

    @property
    def requested(self) -> Decimal:
        """What its actions ask from MILDECA together."""
        return sum((action.content.requested_total for action in self.dossier.actions), ZERO)

    @property
    def expenses(self) -> Decimal:
        """What it may cost at most: the expenses of the budget."""
        return budgeting.totals(self.dossier.budget).total_cost

    def _declare(self, action: PlanAction) -> None:
        name, content = f"action_{action.id}", action.content
        # Each label names its action: the summary of errors says where to go.
        said = f"Action {self.numbers[action.id]}"
        self.fields[f"{name}_title"] = _prefilled(
            forms.CharField(label=f"{said} – intitulé", max_length=190), content.title
        )
        self.fields[f"{name}_description"] = _prefilled(
            _long(f"{said} – contenu", required=bool(content.description.strip())),
            content.description,
        )
        self._declare_amounts(name, said, content, required=True)
        if content.has_operator or content.delegated_amount:
            self.fields[f"{name}_delegated_amount"] = MoneyField(
                label=f"{said} – part déléguée à un tiers (€)",
                required=False,
                initial=content.delegated_amount,
                help_text=f"Reversée à {content.operator_name.strip()}, sur la subvention."
                if content.operator_name.strip()
                else "Reversée à l’opérateur, sur la subvention.",
            )
        self.fields[f"{name}_is_removed"] = forms.BooleanField(
            label=f"Retirer l’action {self.numbers[action.id]} du plan",
            required=False,
            help_text="Ce qui est saisi au-dessus n’est alors pas pris en compte.",
        )

    def _declare_amounts(
        self, name: str, said: str, content: ActionContent, *, required: bool
    ) -> None:
        for field, label in (("costs", "coût"), ("requested", "part MILDECA")):
            amounts = budgeting.padded(getattr(content, field), len(self.years))
            for rank, year in enumerate(self.years):
                self.fields[f"{name}_{field}_{rank}"] = MoneyField(
                    label=f"{said} – {label} {year} (€)",
                    required=required,
                    initial=amounts[rank] if required else None,
                )

    @property
    def layout(self) -> Layout:
        """Each axis with its actions, each folded; then a blank one."""
        groups = [
            Fieldset(
                title,
                *(
                    Accordion(
                        _heading(self.numbers[action.id], action.content),
                        *self._places(f"action_{action.id}"),
                        css_id=f"action-{action.id}",
                    )
                    for action in plan
                ),
                css_class="amend-axis",
            )
            for title, plan in actions.by_axis(self.dossier)
        ]
        blank = Accordion("Ajouter une action", *self._places(NEW), css_id="action-new")
        new = Fieldset("Nouvelle action", blank, css_class="amend-axis")
        return Layout(Fieldset("Plan d’actions", *groups, new))

    def _places(self, name: str) -> Iterator[Any]:
        """Fields of a block in order, a year's cost beside its share."""
        amounts = (f"{name}_costs_", f"{name}_requested_")
        own = [n for n in self.fields if n.startswith(f"{name}_") and not n.startswith(amounts)]
        after = (f"{name}_delegated_amount", f"{name}_is_removed")
        yield from (n for n in own if n not in after)
        for rank in range(len(self.years)):
            yield Row(
                *(
                    Column(f"{amount}{rank}", css_class="fr-col-12 fr-col-sm-6")
                    for amount in amounts
                )
            )
        yield from (n for n in own if n in after)

    def check(self, form: PortalForm) -> None:
        """Say beside its field what is wrong with an action that changes, or that comes."""
        for action in self.dossier.actions:
            if form.cleaned_data.get(f"action_{action.id}_is_removed"):
                for field in [n for n in form.errors if n.startswith(f"action_{action.id}_")]:
                    del form.errors[field]
        if added_action.is_typed(form.cleaned_data):
            added_action.check(form)
        known = {action.id: action.content for action in self.dossier.actions}
        for action in self._plan(form):
            old = known.get(action.id)
            if old is not None and figures_of(old) == figures_of(action.content):
                continue
            name = f"action_{action.id}" if old is not None else NEW
            amounts = tuple(f"{name}_{part}" for part in ("costs_", "requested_", "delegated"))
            if any(field.startswith(amounts) for field in form.errors):
                continue
            for problem in problems(action.content, first_year=self.years[0]):
                rank = "" if problem.year is None else f"_{problem.year}"
                field = f"{name}_{problem.field}{rank}"
                form.add_error(field if field in form.fields else None, problem.reason)

    def plan(self, form: PortalForm) -> tuple[PlanAction, ...] | None:
        """The plan as it becomes; None when nothing of it changes."""
        plan = tuple(self._plan(form))
        return None if plan == tuple(self.dossier.actions) else plan

    def _plan(self, form: PortalForm) -> Iterator[PlanAction]:
        values, changed = form.cleaned_data, set(form.changed_data)
        for action in self.dossier.actions:
            name = f"action_{action.id}"
            if not values.get(f"{name}_is_removed"):
                content = self._content(name, action.content, values, changed)
                yield action.model_copy(update={"content": content})
        if added_action.is_typed(values):
            yield PlanAction(
                id=next_id(self.dossier),
                position=1 + max((a.position for a in self.dossier.actions), default=0),
                content=self._content(NEW, added_action.content(values), values, changed),
            )

    def _content(
        self, name: str, before: ActionContent, values: dict[str, Any], changed: set[str]
    ) -> ActionContent:
        """An action with what was typed over it; what was left as it was stays to the letter."""
        update: dict[str, Any] = {
            field: values.get(f"{name}_{field}")
            for field in ("title", "description", "delegated_amount")
            if f"{name}_{field}" in changed
        }
        for field in ("costs", "requested"):
            names = [f"{name}_{field}_{rank}" for rank in range(len(self.years))]
            if changed.intersection(names):
                kept = getattr(before, field)[len(names) :]
                update[field] = [*(values.get(n) or ZERO for n in names), *kept]
        return before.model_copy(update=update)


def _long(label: str, **options: Any) -> LongTextField:
    return LongTextField(label=label, max_length=4000, rows=5, **options)


def _prefilled(field: forms.Field, text: str) -> forms.Field:
    """The field with what holds, read as it will be once sent back: untouched, it does not change."""
    field.initial = field.to_python(text)
    return field


def _heading(number: str, action: ActionContent) -> str:
    title = action.title.strip() or "Action sans titre"
    return (
        f"Action {number} – {title} : {euros(action.cost)}, dont "
        f"{euros(action.requested_total)} demandés"
    )
