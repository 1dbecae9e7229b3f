"""Joining a collectivité, inviting into it, deciding on who belongs to it."""

from typing import Any

from django import forms

from accounts.enums import Role
from limits_portal.forms import LongTextField, PortalForm

ROLE_LABELS = {
    Role.WRITER: "Rédacteur ou rédactrice : prépare et modifie les dossiers",
    Role.REPRESENTATIVE: (
        "Représentant ou représentante : maire, président, présidente, ou personne ayant reçu "
        "délégation écrite ; peut en plus déposer, retirer et signer"
    ),
    Role.READER: "Lecteur ou lectrice : consulte les dossiers sans les modifier",
}
DELEGATION_HINT = (
    "Seulement pour représenter la collectivité sans en être maire ou président : référence et "
    "date de l'acte, par exemple « arrêté n° 2024-12 du 8 janvier 2024 »."
)


def role_choices(roles: Any) -> list[tuple[str, str]]:
    """Choices of a role, each with what it allows."""
    return [(str(role), ROLE_LABELS[role]) for role in roles]


class RoleChoiceForm(PortalForm, forms.Form):
    """A role in a collectivité, and the delegation that a representative may hold."""

    role = forms.ChoiceField(
        label="Rôle",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choisissez un rôle.",
            "invalid_choice": "Choisissez un rôle dans la liste.",
        },
    )
    delegation = forms.CharField(
        label="Délégation de signature",
        help_text=DELEGATION_HINT,
        max_length=200,
        required=False,
    )

    def __init__(self, *args: Any, roles: Any = tuple(ROLE_LABELS), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = role_choices(roles)

    def clean(self) -> dict[str, Any]:
        """Only a representative holds a delegation."""
        data = super().clean() or self.cleaned_data
        if data.get("delegation") and data.get("role") not in (None, Role.REPRESENTATIVE):
            self.add_error(
                "delegation",
                "Une délégation va avec le rôle de représentant. Choisissez ce rôle, ou videz "
                "ce champ.",
            )
        return data


class JoinForm(RoleChoiceForm):
    """What a person says of themselves when they ask to join a collectivité."""

    job_title = forms.CharField(
        label="Votre fonction",
        help_text="Par exemple : coordinatrice du CLSPD, maire, chargé de mission prévention.",
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
        error_messages={"required": "Indiquez votre fonction dans la collectivité."},
    )
    field_order = ("job_title", "role", "delegation")


class InviteForm(RoleChoiceForm):
    """The address of a colleague, and the role they will have."""

    email = forms.EmailField(
        label="Adresse électronique professionnelle",
        help_text="Format attendu : prenom.nom@commune.fr",
        max_length=254,
        error_messages={
            "required": "Indiquez l'adresse de votre collègue.",
            "invalid": "Indiquez une adresse complète, par exemple prenom.nom@commune.fr.",
        },
    )
    field_order = ("email", "role", "delegation")


class RefusalForm(PortalForm, forms.Form):
    """Why a request is refused."""

    reason = LongTextField(
        label="Motif du refus",
        help_text="La personne le lira. Dites-lui, si vous le savez, à qui s'adresser.",
        max_length=1000,
        rows=4,
        error_messages={"required": "Indiquez le motif : la personne le lira."},
    )
