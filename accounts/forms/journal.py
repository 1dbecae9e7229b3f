"""Filters of the audit log."""

from django import forms

from limits_portal.forms import DayField, PortalForm


class JournalSearch(PortalForm):
    """What, who, about what, when."""

    form_method = "get"
    name = forms.CharField(
        label="Événement", required=False, max_length=80, help_text="Par exemple : membership."
    )
    actor = forms.CharField(label="Auteur", required=False, max_length=100)
    subject = forms.CharField(label="Objet", required=False, max_length=100)
    since = DayField(label="Du", required=False)
    until = DayField(label="Au", required=False)
