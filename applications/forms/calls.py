"""The terms and texts of a call, its copy, and the extensions of its deadline."""

from decimal import Decimal
from typing import Any

from crispy_forms.layout import Column, Fieldset, Layout, Row
from django import forms
from django.core.validators import RegexValidator

from applications.forms.call_fields import HourField, ShareField, add_instant
from limits_portal.forms import DayField, LongTextField, MoneyField, PortalForm

DURATIONS = (1, 2, 3, 4)


class TermsForm(PortalForm):
    """Dates, ceiling, envelope, durations (C-4.2b, C-3f, C-5a)."""

    title = forms.CharField(label="Intitulé", max_length=199)
    year = forms.IntegerField(label="Année", min_value=2000, max_value=2100)
    opens_day = DayField(
        label="Ouverture du dépôt", help_text="Premier instant où l'on peut déposer."
    )
    opens_hour = HourField(label="Heure d'ouverture", help_text="Heure de Paris.")
    closes_day = DayField(
        label="Clôture du dépôt", help_text="Cet instant même est encore à temps."
    )
    closes_hour = HourField(
        label="Heure de clôture",
        help_text="Heure de Paris, à la seconde.",
    )
    ceiling_amount = MoneyField(
        label="Plafond de subvention par dossier",
        help_text="En euros, pour toute la durée du projet.",
        min_value=Decimal("0.01"),
    )
    envelope_amount = MoneyField(
        label="Enveloppe de l'appel",
        help_text="En euros. Laissez vide si elle n'est pas arrêtée.",
        max_digits=14,
        min_value=Decimal("0.01"),
        required=False,
    )
    durations = forms.TypedMultipleChoiceField(
        label="Durées de projet admises",
        choices=[(n, f"{n} an" if n == 1 else f"{n} ans") for n in DURATIONS],
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
    )
    admits_epci = forms.BooleanField(
        label="Ouvert aux intercommunalités",
        help_text="Décochée, cette case réserve l'appel aux communes.",
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(
            Row(
                Column("title", css_class="fr-col-12 fr-col-md-9"),
                Column("year", css_class="fr-col-12 fr-col-md-3"),
            ),
            Fieldset(
                "Dépôt des dossiers",
                Row(Column("opens_day"), Column("opens_hour")),
                Row(Column("closes_day"), Column("closes_hour")),
            ),
            Fieldset("Montants", Row(Column("ceiling_amount"), Column("envelope_amount"))),
            Fieldset("Projets et porteurs", "durations", "admits_epci"),
        )

    def clean(self) -> dict[str, Any]:
        """The two instants; the closing follows the opening."""
        super().clean()
        opens_at, closes_at = add_instant(self, "opens"), add_instant(self, "closes")
        if opens_at and closes_at:
            if closes_at <= opens_at:
                self.add_error("closes_day", "La clôture doit suivre l'ouverture.")
            self.cleaned_data |= {"opens_at": opens_at, "closes_at": closes_at}
        return self.cleaned_data

    @property
    def columns(self) -> dict[str, Any]:
        """What is stored."""
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if not name.endswith(("_day", "_hour"))
        }


class TextsForm(PortalForm):
    """What the call says: purpose, context, contact, silence."""

    purpose = LongTextField(label="Finalités de l'appel", max_length=8000, rows=10)
    context = LongTextField(label="Contexte", max_length=8000, rows=10)
    funding_source = forms.CharField(label="Source du financement", max_length=190)
    excluded_industries = LongTextField(
        label="Industries dont les opérateurs doivent être indépendants",
        help_text="À lire après « aucun lien avec ».",
        max_length=1000,
        rows=3,
    )
    contact_service = forms.CharField(
        label="Service à contacter",
        help_text="Un service, pas une personne.",
        max_length=250,
    )
    contact_address = forms.CharField(label="Adresse postale", max_length=250)
    contact_email = forms.EmailField(
        label="Adresse électronique du service", max_length=190, required=False
    )
    contact_phone = forms.CharField(label="Téléphone du service", max_length=40, required=False)
    silence_text = LongTextField(
        label="Ce que vaut le silence de l'administration",
        help_text="Ce texte figure sur l'accusé de réception.",
        max_length=3000,
        rows=6,
        required=False,
    )
    silence_text_is_validated = forms.BooleanField(
        label="Texte validé par le service juridique de la MILDECA", required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(
            Fieldset("L'appel", "purpose", "context", "funding_source", "excluded_industries"),
            Fieldset(
                "Contact",
                "contact_service",
                "contact_address",
                Row(Column("contact_email"), Column("contact_phone")),
            ),
            Fieldset("Accusé de réception", "silence_text", "silence_text_is_validated"),
        )


class ThresholdsForm(PortalForm):
    """Figures that the warnings compare with (C-A1a, C-A1c, C-2.2c, C-4.2d, C-4.4a)."""

    referent_fte_min = forms.DecimalField(
        label="Temps du référent LIMIT'S : au moins",
        help_text="En équivalent temps plein (ETP).",
        min_value=0,
        max_value=5,
        max_digits=4,
        decimal_places=2,
        localize=True,
    )
    referent_fte_max = forms.DecimalField(
        label="Temps du référent LIMIT'S : jusqu'à",
        help_text="En équivalent temps plein (ETP).",
        min_value=0,
        max_value=5,
        max_digits=4,
        decimal_places=2,
        localize=True,
    )
    copil_per_year = forms.IntegerField(
        label="Comités de pilotage par an, au moins", min_value=0, max_value=52
    )
    large_perimeter_population = forms.IntegerField(
        label="Population au-delà de laquelle un périmètre est dit large",
        help_text="En habitants. Le portail le signale, sans jamais refuser.",
        min_value=1,
        max_value=100_000_000,
    )
    low_cofinancing_share = ShareField(
        label="Part de cofinancement en deçà de laquelle le portail le signale",
        help_text="En pourcentage du coût total.",
    )
    actor_majority_share = ShareField(
        label="Part des catégories d'acteurs à mobiliser",
        help_text="En pourcentage ; en deçà, le portail le signale.",
    )

    def clean(self) -> dict[str, Any]:
        """The upper bound is not below the lower one."""
        values: dict[str, Any] = super().clean() or {}
        low, high = values.get("referent_fte_min"), values.get("referent_fte_max")
        if low is not None and high is not None and high < low:
            self.add_error("referent_fte_max", "Ce temps est inférieur au minimum ci-dessus.")
        return values


class CopyForm(PortalForm):
    """The copy of a call: its identifier, its title, how many years later."""

    title = forms.CharField(label="Intitulé du nouvel appel", max_length=199)
    slug = forms.CharField(
        label="Identifiant",
        help_text="Il figure dans les adresses et ne changera plus : minuscules, chiffres, tirets.",
        max_length=40,
        validators=[
            RegexValidator(
                r"^[a-z0-9]+(-[a-z0-9]+)*\Z",
                "Écrivez l'identifiant en minuscules, chiffres et tirets, "
                "par exemple « limits-2025 ».",
            )
        ],
    )
    years = forms.TypedChoiceField(
        label="Décaler toutes les dates",
        choices=[(n, "d'un an" if n == 1 else f"de {n} ans") for n in range(1, 6)],
        coerce=int,
    )


class ExtensionForm(PortalForm):
    """A later deadline for one holder."""

    closes_day = DayField(label="Nouvelle clôture", help_text="Elle suit celle de l'appel.")
    closes_hour = HourField(label="Heure", help_text="Heure de Paris.")
    reason = LongTextField(
        label="Motif",
        help_text="Il est gardé au journal et visible de l'administration.",
        max_length=1000,
        rows=3,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(Row(Column("closes_day"), Column("closes_hour")), "reason")

    def clean(self) -> dict[str, Any]:
        """The instant of the new deadline."""
        super().clean()
        closes_at = add_instant(self, "closes")
        if closes_at:
            self.cleaned_data["closes_at"] = closes_at
        return self.cleaned_data
