"""Forms of what a convention is built from: the call's terms, its visas, a convention's details."""

from decimal import Decimal
from itertools import permutations
from typing import Any

from crispy_forms.layout import Column, Fieldset, Layout, Row
from django import forms

from conventions.details import Details, Signatory
from conventions.enums import Party
from conventions.forms import named
from limits_portal.forms import DayField, LongTextField, PortalForm

PEOPLE = (*Party.values, "elected_referent")
LABELS = {party: str(party.label) for party in Party}


def _line(label: str, help_text: str = "") -> forms.CharField:
    return forms.CharField(label=label, max_length=190, required=False, help_text=help_text)


def _pair(*names: str) -> Row:
    return Row(*(Column(name, css_class="fr-col-12 fr-col-md-6") for name in names))


class ConventionTermsForm(PortalForm):
    """What a call says of its conventions; nothing is asked at once, what is missing is named."""

    # What is missing is said above: it may wait, it may not be left out.
    marks_optional = False
    programme = _line("Programme")
    action = _line("Action")
    fund = _line("Fonds qui alimente les crédits")
    centre_financier = _line("Centre financier")
    domaine_fonctionnel = _line("Domaine fonctionnel")
    centre_de_couts = _line("Centre de coûts")
    activite = _line("Code d’activité")
    ordonnateur = _line("Ordonnateur de la dépense")
    comptable_assignataire = _line("Comptable assignataire")
    tribunal_administratif = _line(
        "Tribunal administratif compétent", "À faire confirmer par le service juridique."
    )
    first = LongTextField(label="Condition de la première tranche", max_length=400, rows=2)
    yearly = LongTextField(label="Condition des tranches suivantes", max_length=400, rows=3)
    balance = LongTextField(label="Condition du solde", max_length=400, rows=2)
    balance_percent = forms.IntegerField(
        label="Part de la dernière année gardée pour le solde, en %", min_value=0, max_value=100
    )
    signing_order = forms.ChoiceField(
        label="Ordre de signature",
        choices=[
            (",".join(order), ", puis ".join(LABELS[party] for party in order))
            for order in permutations(Party)
        ],
    )
    sign_before = DayField(label="Dernier jour pour signer", required=False)
    preamble = LongTextField(
        label="Préambule",
        help_text="Les noms entre doubles crochets sont ceux des articles.",
        max_length=6000,
        rows=12,
        required=False,
    )
    layout = Layout(
        Fieldset(
            "Imputation budgétaire",
            _pair("programme", "action"),
            _pair("fund", "centre_financier"),
            _pair("domaine_fonctionnel", "centre_de_couts"),
            _pair("activite", "ordonnateur"),
            _pair("comptable_assignataire", "tribunal_administratif"),
        ),
        Fieldset(
            "Versements",
            "first",
            "yearly",
            "balance",
            _pair("balance_percent"),
        ),
        Fieldset("Signature", _pair("signing_order", "sign_before")),
        Fieldset("Préambule", "preamble"),
    )

    def clean_preamble(self) -> str:
        """Every `[[name]]` is known."""
        return named(self.cleaned_data["preamble"])

    @staticmethod
    def initial_of(stored: dict[str, Any]) -> dict[str, Any]:
        """Stored terms, as they are typed."""
        payments = stored["payments"]
        return {
            **stored,
            **stored["imputation"],
            **payments,
            "balance_percent": int(Decimal(payments["balance_share"]) * 100),
            "signing_order": ",".join(stored["signing_order"]),
        }

    def as_terms(self, stored: dict[str, Any]) -> dict[str, Any]:
        """The typed terms, as they are stored; the visas are kept."""
        typed = dict(self.cleaned_data)
        share = str(Decimal(typed.pop("balance_percent")) / 100)
        own = {name: typed.pop(name) for name in ("first", "yearly", "balance")}
        imputation = {name: typed.pop(name) for name in stored["imputation"]}
        return {
            **stored,
            **typed,
            "imputation": imputation,
            "payments": {**own, "balance_share": share},
            "signing_order": typed["signing_order"].split(","),
        }


class VisaForm(PortalForm):
    """A text the convention is made under."""

    body = LongTextField(
        label="Visa",
        help_text="Il commence par « Vu » et finit par un point-virgule.",
        max_length=1000,
        rows=3,
    )
    only_for = forms.ChoiceField(
        label="Pour",
        choices=[
            ("", "Tous les porteurs"),
            ("commune", "Les communes"),
            ("epci", "Les intercommunalités"),
        ],
        required=False,
    )
    needs_legal_check = forms.BooleanField(
        label="Référence à confirmer par le service juridique", required=False
    )
    note = forms.CharField(label="Ce qu’il faut vérifier", max_length=400, required=False)

    def clean_body(self) -> str:
        """Every `[[name]]` is known."""
        return named(self.cleaned_data["body"])


class DetailsForm(PortalForm):
    """What a convention knows beside the dossier and the decision."""

    # What is missing is said above: it may wait, it may not be left out.
    marks_optional = False
    deliberation_number = forms.CharField(
        label="Numéro de la délibération", max_length=80, required=False
    )
    deliberation_on = DayField(label="Date de la délibération", required=False)
    engagement_number = forms.CharField(
        label="Numéro d’engagement juridique",
        max_length=40,
        required=False,
        help_text="Donné par Chorus. S’il n’est pas connu à la signature, le texte dit qu’il sera "
        "communiqué à la notification.",
    )
    elected_referent_name = forms.CharField(
        label="Nom", max_length=120, required=False, help_text="Vide : celui du dossier."
    )
    elected_referent_function = forms.CharField(label="Qualité", max_length=120, required=False)
    holder_name = forms.CharField(
        label="Nom", max_length=120, required=False, help_text="Vide : celui du dossier."
    )
    holder_function = forms.CharField(label="Qualité", max_length=120, required=False)
    prefecture_name = forms.CharField(label="Nom", max_length=120, required=False)
    prefecture_function = forms.CharField(
        label="Qualité",
        max_length=120,
        required=False,
        help_text="Par exemple « préfète du Nord ».",
    )
    mildeca_name = forms.CharField(
        label="Nom", max_length=120, required=False, help_text="Vide : qui a validé la décision."
    )
    mildeca_function = forms.CharField(label="Qualité", max_length=120, required=False)
    layout = Layout(
        Fieldset(
            "Délibération et engagement",
            _pair("deliberation_number", "deliberation_on"),
            _pair("engagement_number"),
        ),
        Fieldset("Élu référent", _pair("elected_referent_name", "elected_referent_function")),
        Fieldset("Qui signe pour la collectivité", _pair("holder_name", "holder_function")),
        Fieldset("Qui signe pour la préfecture", _pair("prefecture_name", "prefecture_function")),
        Fieldset("Qui signe pour la MILDECA", _pair("mildeca_name", "mildeca_function")),
    )

    @staticmethod
    def initial_of(said: Details) -> dict[str, Any]:
        """The details, as they are typed."""
        typed = said.model_dump(exclude=set(PEOPLE))
        for who in PEOPLE:
            person: Signatory = getattr(said, who)
            typed[f"{who}_name"] = person.name
            typed[f"{who}_function"] = person.function
        return typed

    def as_details(self) -> Details:
        """What was typed."""
        typed = self.cleaned_data
        return Details(
            deliberation_number=typed["deliberation_number"],
            deliberation_on=typed["deliberation_on"],
            engagement_number=typed["engagement_number"],
            **{
                who: Signatory(name=typed[f"{who}_name"], function=typed[f"{who}_function"])
                for who in PEOPLE
            },
        )
