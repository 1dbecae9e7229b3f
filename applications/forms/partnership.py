"""Section 5: partners and governance (C-2.2c, C-4.1e, C-4.3g, C-4.4a, C-A1d)."""

from typing import Any

from crispy_forms.layout import Column, Fieldset, Layout, Row

from applications.content import Partnership
from applications.enums import PartnerState
from applications.forms.fields import ChoiceField, WholeNumberField, long_text, short_text
from applications.forms.people import person_form, person_layout
from applications.forms.sheet import LineForm, LineType, Setting, SheetType
from limits_portal.forms import MoneyField

ElectedReferent = person_form(
    "elected_referent",
    "de l'élu référent",
    function_help="Par exemple « adjointe à la prévention ».",
)


class PartnershipForm(ElectedReferent):
    """Who steers the project, and how the elected council stands behind it."""

    governance_body = ChoiceField(
        label="Instance qui pilotera le projet",
        help_text="Une instance qui existe déjà convient très bien.",
    )
    governance = long_text(
        "Pilotage du projet",
        "Qui siège au comité de pilotage, qui décide, comment les partenaires sont réunis entre "
        "deux comités.",
        length=3000,
        rows=6,
    )
    copil_per_year = WholeNumberField(
        label="Nombre de comités de pilotage par an", max_length=4, maximum=52
    )
    council_involvement = long_text(
        "Implication du conseil municipal ou communautaire",
        "Délibération prise ou prévue, présentation en conseil, élus mobilisés. Les projets portés "
        "par le maire ou le président et par son conseil sont privilégiés.",
        length=2000,
        rows=4,
        required=False,
    )

    layout = Layout(
        Fieldset("La gouvernance", "governance_body", "governance", "copil_per_year"),
        person_layout("elected_referent", "L'élu référent", "council_involvement"),
    )

    @classmethod
    def prepare(cls, fields: dict[str, Any], setting: Setting) -> None:
        """Offer the call's bodies; say its number of COPIL."""
        fields["governance_body"].choices = [
            ("", "Choisir…"),
            *((body.code, body.title) for body in setting.texts.governance_bodies),
        ]
        fields[
            "copil_per_year"
        ].help_text = f"Au moins {setting.texts.copil_per_year}, avec la préfecture et la MILDECA."
        for name in ("phone", "email"):
            fields[f"elected_referent__{name}"].required = False


class PartnerForm(LineForm):
    """One partner."""

    category = ChoiceField(label="Catégorie")
    name = short_text("Nom du partenaire", "L'organisme, pas une personne.", length=150)
    role = long_text("Rôle dans le projet", "Ce qu'il fera concrètement.", length=800, rows=3)
    state = ChoiceField(label="Engagement", choices=PartnerState.choices)
    contribution = MoneyField(
        label="Apport financier",
        help_text="En euros, sur toute la durée. Il est à reporter dans le budget.",
        required=False,
    )

    layout = Layout(
        Row(Column("category"), Column("name")),
        "role",
        Row(Column("state"), Column("contribution")),
    )

    @classmethod
    def prepare(cls, fields: dict[str, Any], setting: Setting) -> None:
        """Offer the call's categories of actors, and any other."""
        fields["category"].choices = [
            ("", "Choisir…"),
            *((c.code, c.title) for c in setting.texts.actor_categories),
            ("other", "Autre partenaire"),
        ]


PARTNERSHIP = SheetType(
    Partnership,
    PartnershipForm,
    (
        LineType(
            "partners",
            PartnerForm,
            title="Les partenaires",
            noun="partenaire",
            add_label="Ajouter un partenaire",
            intro="L'appel à projets invite à mobiliser une majorité des acteurs qui peuvent "
            "contribuer. Un partenaire seulement envisagé compte aussi : dites-le.",
        ),
    ),
)
