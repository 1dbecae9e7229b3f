"""The prefecture's grid: five minutes' work on one page (facts.md §7.2)."""

from dataclasses import dataclass, field
from typing import Any

from crispy_forms.layout import Column, Fieldset, Layout, Row
from django import forms

from applications.forms.fields import WholeNumberField, long_text, short_text
from applications.forms.sheet import DraftForm, LineForm, LineType, Setting, SheetType
from limits_portal.forms import LongTextField, MoneyField, PortalForm
from limits_portal.french import euros
from reviews.enums import Stance, StatePartner
from reviews.opinion_content import OpinionContent
from reviews.opinion_guards import next_free


@dataclass(frozen=True)
class OpinionSetting(Setting):
    """What the grid needs to know: the dossier, its call, the ranks given in the département."""

    ranks: dict[int, str] = field(default_factory=dict)


class OpinionForm(DraftForm):
    """Stance, rank and amount first; then why."""

    stance = forms.ChoiceField(
        label="Sens de l’avis", choices=Stance.choices, widget=forms.RadioSelect
    )
    rank = WholeNumberField(label="Rang dans le département", max_length=4, maximum=500)
    recommended_amount = MoneyField(label="Montant conseillé, en euros")
    context = long_text(
        "Contexte local",
        "Points de deal, nuisances, incidents, vie du CLSPD : ce que le dossier ne dit pas. Ne "
        "nommez aucun jeune ni aucune famille.",
        length=3000,
        rows=4,
    )
    partners = forms.MultipleChoiceField(
        label="Services de l’État mobilisés, ou prêts à l’être",
        choices=StatePartner.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    partners_text = long_text("Ce qu’ils apportent", length=1500, rows=2, required=False)
    holder_capacity = long_text(
        "Capacité de la collectivité",
        "A-t-elle les équipes, les partenaires et l’appui des élus pour conduire ce projet ?",
        length=2000,
        rows=3,
    )
    risks = long_text(
        "Risques et réserves",
        "Obligatoire pour un avis réservé ou défavorable.",
        length=2000,
        rows=3,
        required=False,
    )
    recommendations = long_text(
        "Recommandations",
        "Ce qu’il faudrait demander à la collectivité si le projet est retenu.",
        length=2000,
        rows=3,
        required=False,
    )

    layout = Layout(
        Fieldset(
            "L’avis",
            "stance",
            Row(
                Column("rank", css_class="fr-col-12 fr-col-sm-6"),
                Column("recommended_amount", css_class="fr-col-12 fr-col-sm-6"),
            ),
        ),
        Fieldset("Pourquoi", "context", "holder_capacity", "risks", "recommendations"),
        Fieldset("L’État autour du projet", "partners", "partners_text"),
    )

    @classmethod
    def prepare(cls, fields: dict[str, Any], setting: Setting) -> None:
        """Say what may be recommended at most, which ranks are given, which is free."""
        application = setting.application
        limit = min(application.requested_amount, application.call.ceiling_amount)
        fields["recommended_amount"].help_text = f"{euros(limit)} au plus."
        given = setting.ranks if isinstance(setting, OpinionSetting) else {}
        hint = f"Prochain rang libre : {next_free(given)}."
        if given:
            hint += f" Déjà donnés : {', '.join(f'{r} ({name})' for r, name in given.items())}."
        fields["rank"].help_text = hint


class FundingForm(LineForm):
    """Other money of the State: where from, how much."""

    source = short_text(
        "Origine",
        "FIPD, politique de la ville, cité éducative, crédits départementaux de la MILDECA…",
        length=150,
    )
    amount = MoneyField(label="Montant, en euros")

    layout = Layout(
        Row(
            Column("source", css_class="fr-col-12 fr-col-sm-8"),
            Column("amount", css_class="fr-col-12 fr-col-sm-4"),
        )
    )


OPINION = SheetType(
    OpinionContent,
    OpinionForm,
    (
        LineType(
            "funding",
            FundingForm,
            title="Autres crédits de l’État",
            noun="crédit",
            add_label="Ajouter un crédit",
            intro="Ce que l’État verse déjà, ou versera, autour de ce projet.",
            limit=20,
            starts_with=0,
        ),
    ),
)


class OpinionStepForm(PortalForm):
    """One step of an opinion, over the text and the filing that were shown."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2_000_000_000)
    filing = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=32_767)
    is_confirmed = forms.BooleanField(
        label="J’ai relu l’avis et je le rends au nom de la préfecture.",
        error_messages={"required": "Cochez cette case pour rendre l’avis."},
    )

    def __init__(self, *args: Any, step: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if step != "give":
            del self.fields["is_confirmed"]


class RenewalForm(PortalForm):
    """Why the prefecture speaks again."""

    reason = LongTextField(
        label="Pourquoi un nouvel avis ?",
        max_length=1000,
        rows=3,
        required=False,
        help_text="Facultatif si la collectivité a complété son dossier depuis l’avis rendu.",
    )
