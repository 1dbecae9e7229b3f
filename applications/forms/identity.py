"""Section 1: who asks (Cerfa frame 1; C-4.1a, C-4.3a, C-4.3b)."""

from typing import Any

from crispy_forms.layout import Column, Fieldset, Layout, Row

from applications.content import Identity
from applications.forms.fields import (
    ChoiceField,
    PostcodeField,
    SiretField,
    WebsiteField,
    WholeNumberField,
    YesNoField,
    long_text,
    short_text,
)
from applications.forms.people import person_form, person_layout
from applications.forms.sheet import Setting, SheetType
from limits_portal.forms import DayField

Representative = person_form(
    "representative",
    "du représentant",
    function_help="Maire ou président. C'est cette personne, ou celle qui a reçu sa délégation "
    "écrite, qui dépose le dossier.",
)
Contact = person_form(
    "contact",
    "de la personne à contacter",
    function_help="Celle qui répondra aux questions sur le dossier, souvent la coordinatrice ou "
    "le coordinateur du CLSPD.",
)


class IdentityForm(Contact, Representative):
    """The collectivité, the person who represents it, the person to write to."""

    siret = SiretField(
        label="Numéro SIRET",
        help_text="14 chiffres : le SIREN de la collectivité, puis les 5 chiffres de "
        "l'établissement. Il figure sur vos courriers et vos factures.",
        max_length=25,
    )
    acronym = short_text("Sigle", length=40, required=False)
    website = WebsiteField(label="Site web", max_length=199, required=False)
    address = short_text("Adresse du siège", "Numéro et voie de la mairie ou du siège.", length=199)
    postcode = PostcodeField(label="Code postal", max_length=12)
    city = short_text("Commune", length=100)
    mailing_address = long_text(
        "Adresse de correspondance",
        "Seulement si elle diffère de celle du siège.",
        length=400,
        rows=3,
        required=False,
    )
    departement = ChoiceField(
        label="Préfecture qui suivra le projet",
        help_text="Son chef de projet MILDECA donnera un avis sur votre dossier.",
    )
    has_previous_award = YesNoField(
        label="Votre collectivité a-t-elle déjà été lauréate d'un appel à projets de la MILDECA ?",
        help_text="En 2018, 2019, 2021 ou 2023. Une ancienne lauréate peut candidater si son "
        "premier projet est terminé.",
    )
    previous_award_year = WholeNumberField(
        label="Si oui, année de l'appel à projets", max_length=6, maximum=2100, required=False
    )
    previous_award_ended_on = DayField(
        label="Si oui, date de fin de ce projet",
        help_text="Date à laquelle le projet financé s'est achevé, ou s'achèvera.",
        required=False,
    )

    layout = Layout(
        Fieldset(
            "La collectivité",
            "siret",
            Row(Column("acronym"), Column("website")),
            "address",
            Row(Column("postcode"), Column("city")),
            "mailing_address",
            "departement",
        ),
        person_layout("representative", "Le représentant légal"),
        person_layout("contact", "La personne à contacter"),
        Fieldset(
            "Projet précédent",
            "has_previous_award",
            Row(Column("previous_award_year"), Column("previous_award_ended_on")),
        ),
    )

    @classmethod
    def prepare(cls, fields: dict[str, Any], setting: Setting) -> None:
        """Check the SIRET against the holder; offer its départements only."""
        holder, chosen = setting.application.holder, setting.application.departement
        siret = fields["siret"]
        siret.siren = holder.siren
        if holder.siren:
            siret.help_text += f" Le SIREN de {holder.name} est {holder.siren}."
        offered = getattr(setting.application, "offered_departements", None) or [
            {"code": chosen.code, "of_name": chosen.of_name}
        ]
        fields["departement"].choices = [
            (d["code"], f"Préfecture {d['of_name']} ({d['code']})") for d in offered
        ]


IDENTITY = SheetType(Identity, IdentityForm)
