"""Forms of the administrator: finding people, giving a role, closing an account."""

from typing import Any

from django import forms

from accounts.enums import Role
from accounts.models import Departement
from limits_portal.forms import LongTextField, PortalForm

STATE_ROLES = [(role.value, role.label) for role in Role if role in Role.AGENT_ROLES]
SORTS = (
    ("name", "Nom"),
    ("-date_joined", "Inscription récente"),
    ("-last_login", "Connexion récente"),
)


class PeopleSearch(PortalForm):
    """Filters of the list; an impossible value is an empty filter, never an error page."""

    form_method = "get"
    q = forms.CharField(
        label="Nom, adresse ou organisation", required=False, max_length=100, empty_value=""
    )
    role = forms.ChoiceField(
        label="Rôle", required=False, choices=[("", "Tous les rôles"), *Role.choices]
    )
    sort = forms.ChoiceField(label="Trier par", required=False, choices=SORTS)


class RoleForm(PortalForm):
    """A role of the State, and the département of a prefecture's."""

    role = forms.ChoiceField(label="Rôle", choices=[("", "Choisissez un rôle"), *STATE_ROLES])
    departement = forms.ModelChoiceField(
        label="Département",
        queryset=Departement.objects.all(),
        required=False,
        empty_label="Choisissez un département",
        help_text="Pour un rôle de préfecture seulement : il ne couvre qu'un département.",
    )

    def clean(self) -> dict[str, Any]:
        """A prefecture's role says of which département."""
        data = super().clean() or self.cleaned_data
        if data.get("role") in Role.PREFECTURE_ROLES and not data.get("departement"):
            self.add_error("departement", "Choisissez le département de la préfecture.")
        return data


class ReasonForm(PortalForm):
    """Why: kept in the journal."""

    reason = LongTextField(
        label="Motif", rows=3, max_length=500, help_text="Il sera inscrit au journal."
    )


class OptionalReasonForm(PortalForm):
    """Why, when it helps."""

    reason = LongTextField(
        label="Motif",
        rows=3,
        max_length=500,
        required=False,
        help_text="Il sera inscrit au journal.",
    )
