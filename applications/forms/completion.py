"""Answering a request to complete: a word for the instruction, then the signature."""

from django import forms

from applications.forms.filing import FilingForm
from limits_portal.forms import LongTextField


class AnswerForm(FilingForm):
    """What the holder says beside what they changed, and who signs."""

    reply = LongTextField(
        label="Votre réponse à la MILDECA",
        max_length=4000,
        rows=5,
        required=False,
        help_text="Si un point demandé ne change pas, expliquez pourquoi.",
    )
    is_confirmed = forms.BooleanField(
        label="J’ai relu le dossier complété. Je certifie que ses informations sont exactes et "
        "sincères.",
        error_messages={"required": "Cochez cette case pour envoyer le complément."},
    )
    field_order = ["read_as", "reply", "signatory_name", "signatory_role", "is_confirmed"]
