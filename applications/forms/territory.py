"""Section 2: where, and for whom (C-3a, C-3b, C-4.3e)."""

from crispy_forms.layout import Column, Fieldset, Layout, Row
from django.core.exceptions import ValidationError

from applications.content import Territory
from applications.enums import PublicKind, TerritoryScale
from applications.forms.fields import (
    ChoiceField,
    WholeNumberField,
    YesNoField,
    long_text,
    short_text,
)
from applications.forms.sheet import DraftForm, LineForm, LineType, SheetType


class TerritoryForm(DraftForm):
    """The territory the project targets."""

    scale = ChoiceField(label="Périmètre du projet", choices=TerritoryScale.choices)
    name = short_text(
        "Nom du territoire visé",
        "Le ou les quartiers, ou la commune. Un périmètre restreint est conseillé : les "
        "expérimentations LIMIT'S portaient sur un quartier.",
        length=199,
    )
    population = WholeNumberField(
        label="Nombre d'habitants de ce territoire",
        help_text="Une estimation suffit.",
        max_length=20,
    )
    is_qpv = YesNoField(
        label="Ce territoire comprend-il un quartier prioritaire (QPV) ?",
        help_text="Simple information : l'appel à projets est ouvert à toutes les collectivités, "
        "avec ou sans QPV.",
    )
    qpv_names = short_text("Si oui, nom du ou des QPV", length=199, required=False)
    description = long_text(
        "Pourquoi ce territoire ?",
        "Une bonne réponse décrit le trafic tel qu'il se voit sur place (points de deal, "
        "implication de mineurs), ce que les habitants et les professionnels en disent, et ce qui "
        "existe déjà. N'écrivez le nom d'aucun mineur ni d'aucune famille.",
        length=4000,
        rows=8,
    )

    layout = Layout(
        Fieldset(
            "Le territoire",
            Row(Column("scale"), Column("population")),
            "name",
            "is_qpv",
            "qpv_names",
            "description",
        )
    )


class PublicForm(LineForm):
    """One target public."""

    kind = ChoiceField(label="Public", choices=PublicKind.choices)
    age_min = WholeNumberField(label="Âge minimum", max_length=5, maximum=120)
    age_max = WholeNumberField(label="Âge maximum", max_length=5, maximum=120)
    headcount = WholeNumberField(label="Nombre de personnes", max_length=15, maximum=1_000_000)
    description = short_text(
        "Précisions",
        "Par exemple « élèves de 6e et de 5e des deux collèges ». Jamais de nom de personne.",
        length=199,
        required=False,
    )

    layout = Layout(
        Row(
            Column("kind", css_class="fr-col-12 fr-col-md-6"),
            Column("headcount", css_class="fr-col-12 fr-col-md-6"),
        ),
        Row(
            Column("age_min", css_class="fr-col-6"),
            Column("age_max", css_class="fr-col-6"),
        ),
        "description",
    )

    def clean_age_max(self) -> int | None:
        """The maximum is not below the minimum."""
        low, high = self.cleaned_data.get("age_min"), self.cleaned_data["age_max"]
        if low is not None and high is not None and high < low:
            raise ValidationError("L'âge maximum est inférieur à l'âge minimum.")
        return high


TERRITORY = SheetType(
    Territory,
    TerritoryForm,
    (
        LineType(
            "publics",
            PublicForm,
            title="Les publics visés",
            noun="public",
            add_label="Ajouter un public",
            intro="Une ligne par public : qui, de quel âge, combien. Ces nombres serviront à "
            "mesurer les résultats.",
            limit=20,
        ),
    ),
)
