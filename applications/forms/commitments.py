"""Section 9: commitments, bank account, place of signature (Cerfa frame 7; C-4.4)."""

from typing import Any

from crispy_forms.layout import Column, Fieldset, Layout, Row
from django import forms

from applications.content import Commitments
from applications.forms.fields import BicField, IbanField, short_text
from applications.forms.sheet import DraftForm, Setting, SheetType

# Collectivités bank with the Trésor: the Banque de France's code.
TREASURY_BANK = "30001"


class CommitmentsForm(DraftForm):
    """Statements ticked one by one, and the account that would be paid."""

    commitments = forms.MultipleChoiceField(
        label="Au nom de la collectivité, le signataire certifie que :",
        help_text="Cochez chaque engagement après l'avoir lu. Tous sont nécessaires au dépôt.",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Cochez seulement des engagements de la liste."},
    )
    account_holder = short_text(
        "Titulaire du compte",
        "Souvent « Trésorerie de… » ou « SGC de… », comme sur le RIB.",
        length=150,
    )
    iban = IbanField(
        label="IBAN",
        help_text="27 caractères pour un compte français. Joignez aussi le RIB aux pièces.",
        max_length=50,
    )
    bic = BicField(label="BIC", help_text="8 ou 11 caractères.", max_length=20)
    signed_at_place = short_text("Fait à", "Commune où le dossier est signé.", length=100)

    layout = Layout(
        Fieldset("Les engagements", "commitments"),
        Fieldset(
            "Le compte qui recevrait la subvention",
            "account_holder",
            Row(
                Column("iban", css_class="fr-col-12 fr-col-md-8"),
                Column("bic", css_class="fr-col-12 fr-col-md-4"),
            ),
        ),
        Fieldset("La signature", "signed_at_place"),
    )

    @classmethod
    def prepare(cls, fields: dict[str, Any], setting: Setting) -> None:
        """Offer the call's commitments; warn of an unusual bank."""
        fields["commitments"].choices = [(c.code, c.text) for c in setting.texts.commitments]

    @property
    def warnings(self) -> list[str]:
        """What is unusual without being wrong."""
        typed = self["iban"].value() or ""
        iban = "".join(str(typed).split()).upper()
        if iban.startswith("FR") and len(iban) == 27 and iban[4:9] != TREASURY_BANK:
            return [
                "Cet IBAN n'est pas celui d'un compte tenu à la Banque de France (code banque "
                f"{TREASURY_BANK}), comme l'est en général le compte d'une collectivité. "
                "Vérifiez-le sur le RIB ; vous pouvez continuer s'il est exact."
            ]
        return []


COMMITMENTS = SheetType(Commitments, CommitmentsForm)
