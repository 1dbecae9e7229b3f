"""Section 3: the project, its period and its objectives (C-2.1, C-3d, C-3f)."""

from typing import Any

from crispy_forms.layout import Column, Fieldset, Layout, Row
from django import forms

from applications.content import MAX_YEARS, Project
from applications.forms.fields import YearsField, long_text, short_text
from applications.forms.sheet import DraftForm, LineForm, LineType, Setting, SheetType
from limits_portal.forms import DayField


class ProjectForm(DraftForm):
    """Title, reasons and period of the project."""

    title = short_text(
        "Intitulé du projet",
        "Une phrase courte que la presse locale pourrait reprendre.",
        length=199,
    )
    summary = long_text(
        "Résumé",
        "Ce que le projet changera, pour qui et comment, en dix lignes. C'est la première chose "
        "que lira le comité de sélection.",
        length=1500,
        rows=6,
    )
    diagnosis = long_text(
        "Diagnostic",
        "Ce que vous savez de la participation des jeunes au trafic : constats du CLSPD, de la "
        "police, de l'école, de la prévention spécialisée ; ce qui a déjà été tenté et ce qui "
        "manque. Des faits et des chiffres, sans nommer personne.",
        length=6000,
        rows=10,
    )
    starts_on = DayField(
        label="Début du projet",
        help_text="Les premiers crédits sont engagés à l'automne.",
    )
    duration_years = YearsField(label="Durée", years=range(1, MAX_YEARS + 1))
    expected_results = long_text(
        "Résultats attendus de l'ensemble du projet",
        "Ce qui aura changé à la fin et comment on le constatera. Ces résultats seront examinés "
        "dans le rapport final.",
        length=4000,
        rows=7,
    )

    layout = Layout(
        Fieldset(
            "Le projet",
            "title",
            "summary",
            Row(Column("starts_on"), Column("duration_years")),
            "diagnosis",
            "expected_results",
        )
    )

    @classmethod
    def prepare(cls, fields: dict[str, Any], setting: Setting) -> None:
        """Say the call's own durations."""
        durations = sorted(setting.application.call.durations)
        admitted = " ou ".join(str(years) for years in durations)
        fields["duration_years"].help_text = f"L'appel à projets demande {admitted} ans."


class ObjectiveForm(LineForm):
    """How one objective of the call is declined locally (C-2.1b)."""

    is_pursued = forms.BooleanField(label="Notre projet poursuit cet objectif")
    text = long_text(
        "Comment le déclinez-vous localement ?",
        "Précisément : avec qui, où, pour quel changement. L'appel à projets demande cette "
        "description pour chaque objectif poursuivi.",
        length=2500,
        rows=5,
    )


PROJECT = SheetType(
    Project,
    ProjectForm,
    (
        LineType(
            "objectives",
            ObjectiveForm,
            title="Les objectifs de l'appel à projets",
            noun="objectif",
            add_label="",
            intro="Cochez ceux que votre projet poursuit et dites comment. Il n'est pas demandé de "
            "les poursuivre tous.",
            key="code",
            fixed=lambda setting: [(o.code, o.title) for o in setting.texts.objectives],
        ),
    ),
)
