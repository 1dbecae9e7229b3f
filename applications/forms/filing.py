"""The forms of the filing: signing, withdrawing."""

from django import forms

from limits_portal.forms import LongTextField, PortalForm


class FilingForm(PortalForm):
    """Who signs, in what capacity, and what they read (`read_as`)."""

    read_as = forms.CharField(max_length=120, widget=forms.HiddenInput)
    signatory_name = forms.CharField(label="Vos prénom et nom", max_length=199)
    signatory_role = forms.CharField(
        label="Votre qualité",
        max_length=199,
        help_text="Maire, président, ou la fonction de la personne qui a reçu délégation, avec la "
        "date de cette délégation.",
    )
    is_confirmed = forms.BooleanField(
        label="J’ai relu le dossier. Je certifie que ses informations sont exactes et sincères, "
        "et je prends les engagements ci-dessus au nom de la collectivité.",
        error_messages={"required": "Cochez cette case pour déposer le dossier."},
    )


class WithdrawalForm(PortalForm):
    """Why the dossier is withdrawn; the box avoids a withdrawal by mistake."""

    reason = LongTextField(
        label="Pourquoi retirez-vous le dossier ?",
        max_length=2000,
        rows=4,
        help_text="Le motif est noté au journal du dossier.",
    )
    is_confirmed = forms.BooleanField(
        label="Je confirme le retrait du dossier.",
        error_messages={"required": "Cochez cette case pour retirer le dossier."},
    )
