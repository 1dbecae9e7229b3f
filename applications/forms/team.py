"""Section 6: the referent and the team (C-4.1f, C-4.3d, C-A1a, C-A1b)."""

from typing import Any

from crispy_forms.layout import Column, Fieldset, Layout, Row
from django.core.exceptions import ValidationError

from applications.content import Team
from applications.enums import StaffKind
from applications.forms.fields import (
    ChoiceField,
    FteField,
    WholeNumberField,
    YesNoField,
    long_text,
    short_text,
)
from applications.forms.people import person_form, person_layout
from applications.forms.sheet import LineForm, LineType, Setting, SheetType
from limits_portal.forms import DayField, MoneyField

Referent = person_form(
    "referent",
    "du référent LIMIT'S",
    function_help="Idéalement la coordinatrice ou le coordinateur du CLSPD ou du CISPD.",
)


class TeamForm(Referent):
    """The LIMIT'S referent and the means at hand."""

    referent_fte = FteField(label="Temps de travail du référent, en ETP", max_length=10)
    referent_in_clspd = YesNoField(
        label="Le référent est-il membre du CLSPD ou du CISPD, ou le coordonne-t-il ?"
    )
    material_means = long_text(
        "Moyens matériels",
        "Locaux, véhicules, matériel mis à disposition du projet.",
        length=2000,
        rows=4,
    )

    layout = Layout(
        person_layout("referent", "Le référent LIMIT'S", "referent_fte", "referent_in_clspd"),
        Fieldset("Les moyens matériels", "material_means"),
    )

    @classmethod
    def prepare(cls, fields: dict[str, Any], setting: Setting) -> None:
        """Say the call's own share of a post."""
        low, high = (
            f"{value.normalize():f}".replace(".", ",")
            for value in (setting.texts.referent_fte_min, setting.texts.referent_fte_max)
        )
        fields["referent_fte"].help_text = (
            f"1 est un plein temps ; l'appel à projets conseille de {low} à {high}. "
            "Si le nom n'est pas encore connu, indiquez déjà la fonction et le temps."
        )


class StaffForm(LineForm):
    """One post of the project."""

    function = short_text("Fonction", "Par exemple « chargé de mission LIMIT'S ».", length=120)
    kind = ChoiceField(label="Origine du poste", choices=StaffKind.choices)
    headcount = WholeNumberField(label="Nombre de personnes", max_length=6, maximum=10_000)
    fte = FteField(
        label="ETP au total", help_text="Pour toutes ces personnes.", maximum=500, max_length=10
    )
    starts_on = DayField(label="Du")
    ends_on = DayField(label="Au")
    cost = MoneyField(label="Coût sur la durée du projet", help_text="En euros, charges comprises.")

    layout = Layout(
        Row(Column("function"), Column("kind")),
        Row(
            Column("headcount", css_class="fr-col-6"),
            Column("fte", css_class="fr-col-6"),
        ),
        Row(Column("starts_on"), Column("ends_on"), Column("cost")),
    )

    def clean_ends_on(self) -> object:
        """The end is not before the start."""
        start, end = self.cleaned_data.get("starts_on"), self.cleaned_data["ends_on"]
        if start and end and end < start:
            raise ValidationError("La fin est antérieure au début.")
        return end


TEAM = SheetType(
    Team,
    TeamForm,
    (
        LineType(
            "staff",
            StaffForm,
            title="L'équipe du projet",
            noun="poste",
            add_label="Ajouter un poste",
            intro="Agents de la collectivité, personnes recrutées pour le projet, prestataires. Un "
            "recrutement est admis s'il se limite au projet et à sa durée : aucun poste permanent "
            "n'est financé.",
        ),
    ),
)
