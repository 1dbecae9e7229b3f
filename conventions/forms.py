"""An article of the convention's model as a form (C-4.2e)."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from conventions.articles import MAX_BODY
from conventions.placeholders import known_names
from limits_portal.forms import LongTextField, PortalForm


def named(body: str) -> str:
    """The text, whose `[[names]]` the portal can all fill. Raises ValidationError."""
    try:
        return known_names(body)
    except ValueError as error:
        raise ValidationError(f"{error} Choisissez un nom de la liste.") from error


class ArticleForm(PortalForm):
    """Title and text of an article."""

    title = forms.CharField(label="Titre", max_length=190)
    body = LongTextField(
        label="Texte",
        help_text="Séparez les alinéas par une ligne vide. Un nom entre doubles crochets, comme "
        "[[collectivite]], sera remplacé par la valeur du dossier.",
        max_length=MAX_BODY,
        rows=18,
    )
    clause = forms.CharField(label="Clauses de l'appel", max_length=60, required=False)
    is_locked = forms.BooleanField(
        label="Article non négociable",
        help_text="Les parties ne pourront pas en proposer une autre rédaction.",
        required=False,
    )
    needs_legal_check = forms.BooleanField(
        label="Référence à confirmer par le service juridique", required=False
    )

    def clean_body(self) -> Any:
        """Every `[[name]]` is one the portal knows how to fill."""
        return named(self.cleaned_data["body"])
