"""The lists of a call as lines: axes, objectives, actors, bodies, documents, commitments, steps.

Each line form reads and gives the plain data of one entry; codes never change.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from crispy_forms.layout import Column, Layout, Row
from django import forms

from limits_portal.forms import DayField, LongTextField, PortalForm


class AxisForm(PortalForm):
    """An axis; its number is its rank (C-2.2a)."""

    title = LongTextField(label="Titre complet", max_length=300, rows=2)
    short_title = forms.CharField(label="Titre court", max_length=90)
    description = LongTextField(label="Présentation", max_length=3000, rows=5, required=False)


class ObjectiveForm(PortalForm):
    """An objective (C-2.1a)."""

    title = LongTextField(label="Objectif", max_length=600, rows=3)


class TitledForm(PortalForm):
    """An entry with a title and a hint."""

    title = forms.CharField(label="Nom", max_length=190)
    hint = forms.CharField(label="Précision", max_length=400, required=False)


class GovernanceBodyForm(PortalForm):
    """A body that may steer a project (C-A1d)."""

    title = forms.CharField(label="Nom", max_length=190)


class DocumentCategoryForm(TitledForm):
    """A kind of attachment (C-4.1j)."""

    is_required = forms.BooleanField(
        label="Obligatoire au dépôt",
        help_text="Sans cette pièce, le dossier ne peut pas être déposé.",
        required=False,
    )


class CommitmentForm(PortalForm):
    """A statement that the signatory ticks (C-4.4)."""

    text = LongTextField(label="Engagement", max_length=1000, rows=4)
    clause = forms.CharField(label="Clause ou cadre", max_length=60, required=False)


class MilestoneForm(PortalForm):
    """A step of the calendar (C-5a)."""

    title = forms.CharField(label="Étape", max_length=190)
    starts_on = DayField(label="Premier jour")
    ends_on = DayField(label="Dernier jour")
    period = forms.CharField(label="Période affichée", max_length=60, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(
            "title", Row(Column("starts_on"), Column("ends_on"), Column("period"))
        )

    def clean(self) -> dict[str, Any]:
        """A step ends after it starts."""
        values: dict[str, Any] = super().clean() or {}
        starts_on, ends_on = values.get("starts_on"), values.get("ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", "Le dernier jour vient avant le premier.")
        return values


def as_dates(entry: dict[str, Any]) -> dict[str, Any]:
    """A step as plain data."""
    return entry | {name: entry[name].isoformat() for name in ("starts_on", "ends_on")}


@dataclass(frozen=True)
class CallList:
    """A list of the call's content: where it is stored, how its page speaks."""

    field: str
    slug: str
    title: str
    noun: str
    add_label: str
    intro: str
    form: type[PortalForm]
    names: str = "title"  # the field a new entry's code is made from
    plain: Callable[[dict[str, Any]], dict[str, Any]] = dict


LISTS = {
    kind.slug: kind
    for kind in (
        CallList(
            "axes",
            "axes",
            "Axes d'intervention",
            "axe",
            "Ajouter un axe",
            "Tout projet sert chaque axe par au moins une action. Leur ordre fait leur numéro.",
            AxisForm,
            names="short_title",
        ),
        CallList(
            "objectives",
            "objectifs",
            "Objectifs",
            "objectif",
            "Ajouter un objectif",
            "Le porteur coche ceux que son projet poursuit et dit comment il les décline.",
            ObjectiveForm,
        ),
        CallList(
            "actor_categories",
            "acteurs",
            "Catégories d'acteurs",
            "catégorie",
            "Ajouter une catégorie",
            "L'appel invite à mobiliser une majorité de ces acteurs.",
            TitledForm,
        ),
        CallList(
            "governance_bodies",
            "instances",
            "Instances de pilotage",
            "instance",
            "Ajouter une instance",
            "Les instances entre lesquelles le porteur choisit celle qui pilotera son projet.",
            GovernanceBodyForm,
        ),
        CallList(
            "document_categories",
            "pieces",
            "Pièces jointes",
            "catégorie",
            "Ajouter une catégorie",
            "Les catégories de pièces, et celles sans lesquelles un dossier ne peut être déposé.",
            DocumentCategoryForm,
        ),
        CallList(
            "commitments",
            "engagements",
            "Engagements",
            "engagement",
            "Ajouter un engagement",
            "Le signataire les coche un à un avant de déposer.",
            CommitmentForm,
            names="text",
        ),
        CallList(
            "milestones",
            "calendrier",
            "Calendrier",
            "étape",
            "Ajouter une étape",
            "Les étapes de l'appel, de sa publication aux premiers financements. La période "
            "affichée est dite comme dans l'appel : « mai 2024 ».",
            MilestoneForm,
            plain=as_dates,
        ),
    )
}
