"""An action of the plan as a form (C-2.2b, C-3d, C-3e, C-4.1b, C-4.1d, C-4.1h, C-4.3h)."""

from typing import Any

from crispy_forms.layout import Column, Layout, Row
from django import forms

from applications.content import MAX_YEARS, ActionContent
from applications.enums import IndicatorKind, PublicKind
from applications.forms.amounts import amount, year_label, years_shown
from applications.forms.fields import (
    ChoiceField,
    WholeNumberField,
    YesNoField,
    long_text,
    short_text,
)
from applications.forms.sheet import DraftForm, LineForm, LineType, Setting, SheetType
from limits_portal.forms import DayField, MoneyField


def side_by_side(*names: str) -> Row:
    """Fields on one row, as wide as one another; one above the other on a phone."""
    return Row(
        *(Column(name, css_class=f"fr-col-12 fr-col-md-{12 // len(names)}") for name in names)
    )


class ActionForm(DraftForm):
    """What will be done, for whom, by whom, when, and at what cost."""

    title = short_text("Intitulé de l'action", "Une phrase courte, comprise d'un lecteur pressé.")
    axis = ChoiceField(
        label="Axe de l'appel à projets",
        help_text="Il faut au moins une action concrète dans chacun des quatre axes.",
        blank="Aucun axe pour l'instant",
    )
    is_outside_axes = forms.BooleanField(
        label="Autre mesure, hors des quatre axes",
        help_text="Une mesure jugée pertinente peut s'ajouter ; elle ne compte pour aucun axe.",
        required=False,
    )
    description = long_text(
        "Ce qui sera fait",
        "Qui fait quoi, où, à quel rythme. Une action concrète se voit : des séances, des lieux, des "
        "personnes.",
        length=4000,
        rows=8,
    )
    public_kinds = forms.MultipleChoiceField(
        label="Pour qui",
        choices=PublicKind,
        widget=forms.CheckboxSelectMultiple,
    )
    beneficiaries_count = WholeNumberField(
        label="Nombre de bénéficiaires",
        help_text="Sur toute la durée du projet. Une estimation suffit.",
        maximum=1_000_000,
    )
    beneficiaries = long_text(
        "Précisions sur le public",
        "Âge, établissement, manière de les rencontrer. N'écrivez le nom d'aucun jeune ni d'aucune "
        "famille.",
        length=1500,
        rows=3,
    )
    beneficiaries.required = False
    has_operator = YesNoField(
        label="L'action est-elle confiée à un opérateur ?",
        help_text="Une association ou un acteur économique, par exemple. Une association ne peut pas "
        "porter le projet, mais elle peut en mener une action.",
    )
    operator_name = short_text("Nom de l'opérateur", "S'il y en a un.", required=False)
    operator_is_independent = forms.BooleanField(
        label="Cet opérateur n'a aucun lien avec l'industrie du tabac, les filières de l'alcool ou "
        "du cannabis, l'industrie des jeux vidéo ou celle des jeux d'argent et de hasard",
        help_text="Cette déclaration est exigée pour chaque opérateur (cahier des charges, § 4.3).",
        required=False,
    )
    delegated_amount = MoneyField(
        label="Crédits délégués à l'opérateur",
        help_text="Part de la subvention que vous lui reverserez, en euros.",
        required=False,
    )
    starts_on = DayField(label="Début de l'action")
    ends_on = DayField(label="Fin de l'action")
    expected_results = long_text(
        "Résultats attendus",
        "Ce qui aura changé à la fin, et à quoi on le verra.",
        length=2000,
        rows=4,
    )
    costs__0 = amount("Coût complet", 1)
    costs__1 = amount("Coût complet", 2)
    costs__2 = amount("Coût complet", 3)
    costs__3 = amount("Coût complet", 4)
    requested__0 = amount("Part demandée à la MILDECA", 1)
    requested__1 = amount("Part demandée à la MILDECA", 2)
    requested__2 = amount("Part demandée à la MILDECA", 3)
    requested__3 = amount("Part demandée à la MILDECA", 4)

    @classmethod
    def prepare(cls, fields: dict[str, Any], setting: Setting) -> None:
        """Offer the call's axes; every year that is shown is asked for."""
        fields["axis"].choices = [
            ("", "Aucun axe pour l'instant"),
            *((axis.code, f"Axe {axis.number} – {axis.title}") for axis in setting.texts.axes),
        ]
        for year in range(MAX_YEARS):
            fields[f"costs__{year}"].required = fields[f"requested__{year}"].required = True

    def arrange(self) -> None:
        """Keep the columns of the project's years."""
        amounts = {n: v for n, v in self.initial.items() if n.startswith(("costs", "requested"))}
        self.years = years_shown(self.setting.project, amounts)
        for year in range(self.years, MAX_YEARS):
            del self.fields[f"costs__{year}"], self.fields[f"requested__{year}"]

    def clean(self) -> dict[str, Any]:
        """An action serves an axis or stands outside them; it ends after it starts."""
        values: dict[str, Any] = super().clean() or {}
        if values.get("axis") and values.get("is_outside_axes"):
            self.add_error(
                "is_outside_axes",
                "Choisissez un axe, ou cochez « hors des quatre axes » : pas les deux.",
            )
        starts_on, ends_on = values.get("starts_on"), values.get("ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", "La fin de l'action vient après son début.")
        return values

    @property
    def cost_rows(self) -> list[tuple[str, Any, Any]]:
        """One row a year: its name, the cost field, the share asked from MILDECA."""
        return [
            (
                year_label(self.setting.project, year + 1),
                self[f"costs__{year}"],
                self[f"requested__{year}"],
            )
            for year in range(self.years)
        ]


class DeliverableForm(LineForm):
    """What the action leaves behind: what, when, how much (C-4.1d)."""

    title = short_text("Livrable", "Un guide, un film, un bilan, un événement…")
    due_on = DayField(label="Remis le")
    amount = MoneyField(label="Budget du livrable", required=False)

    layout = Layout("title", side_by_side("due_on", "amount"))


class IndicatorForm(LineForm):
    """A yearly indicator, quantitative or qualitative (C-3e)."""

    label = short_text("Indicateur", "Ce que vous compterez, ou ce que vous observerez.")
    kind = ChoiceField(label="Nature", choices=IndicatorKind.choices)
    unit = short_text("Unité ou mode de recueil", "Personnes, séances, entretiens…", length=60)
    baseline = short_text("Situation de départ", length=120, required=False)
    source = short_text(
        "Source", "Feuilles de présence, questionnaire…", length=120, required=False
    )
    targets__0 = short_text("Cible, année 1", length=80)
    targets__1 = short_text("Cible, année 2", length=80)
    targets__2 = short_text("Cible, année 3", length=80)
    targets__3 = short_text("Cible, année 4", length=80)

    def arrange(self) -> None:
        """One target a project year."""
        targets = {n: v for n, v in self.initial.items() if n.startswith("targets")}
        years = years_shown(self.setting.project, targets)
        for year in range(years, MAX_YEARS):
            del self.fields[f"targets__{year}"]
        self.layout = Layout(
            "label",
            side_by_side("kind", "unit"),
            side_by_side("baseline", "source"),
            side_by_side(*(f"targets__{year}" for year in range(years))),
        )


ACTION = SheetType(
    content=ActionContent,
    form=ActionForm,
    lines=(
        LineType(
            field="deliverables",
            form=DeliverableForm,
            title="Livrables",
            noun="livrable",
            add_label="Ajouter un livrable",
            intro="Ce que l'action produira, et qui pourra être partagé avec les autres lauréats.",
            limit=20,
        ),
        LineType(
            field="indicators",
            form=IndicatorForm,
            title="Indicateurs",
            noun="indicateur",
            add_label="Ajouter un indicateur",
            intro="Au moins un indicateur quantitatif et un qualitatif dans le projet, avec une cible "
            "pour chaque année : ils nourrissent les points d'étape et le bilan final.",
            limit=20,
        ),
    ),
)
