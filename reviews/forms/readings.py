"""Forms of a committee member: declaration of interests, a conflict, an abstention."""

from collections.abc import Collection
from typing import Any

from django import forms

from applications.models import Application
from limits_portal.forms import LongTextField, PortalForm
from reviews.enums import RecusalGround

NO_CONFLICT = "none"
HONOUR = (
    "Je déclare n’avoir, hors les conflits indiqués ci-dessus, aucun intérêt personnel, familial, "
    "professionnel ou associatif lié aux dossiers de cette liste. Je signalerai aussitôt tout "
    "conflit qui m’apparaîtrait."
)


class DeclarationForm(PortalForm):
    """One answer a dossier, then the statement. « Other » is declared from the dossier, in words.

    Where the portal suspects a conflict, an answer is asked: none is given by default.
    """

    statement = forms.BooleanField(
        label=HONOUR, error_messages={"required": "Cochez la déclaration pour la signer."}
    )

    def __init__(
        self,
        *args: Any,
        applications: list[Application],
        suspected: Collection[int] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        grounds = [choice for choice in RecusalGround.choices if choice[0] != RecusalGround.OTHER]
        plain = [("", "Aucun conflit"), *grounds]
        asked = [("", "Votre réponse…"), (NO_CONFLICT, "Aucun conflit"), *grounds]
        self.applications = applications
        for application in applications:
            self.fields[f"ground_{application.pk}"] = forms.ChoiceField(
                label=f"Conflit d’intérêts avec {application.holder}",
                choices=asked if application.pk in suspected else plain,
                required=application.pk in suspected,
                error_messages={
                    "required": f"Répondez pour {application.holder} : le portail a relevé un lien possible."
                },
            )

    def answers(self) -> list[Any]:
        """The fields of the dossiers, in their order."""
        return [self[f"ground_{application.pk}"] for application in self.applications]

    @property
    def conflicts(self) -> dict[Application, tuple[str, str]]:
        """The conflicts said, by dossier."""
        said = {a: self.cleaned_data.get(f"ground_{a.pk}", "") for a in self.applications}
        return {
            application: (ground, "")
            for application, ground in said.items()
            if ground not in {"", NO_CONFLICT}
        }


class ConflictForm(PortalForm):
    """Why a member takes no part in a dossier."""

    ground = forms.ChoiceField(
        label="Motif", choices=RecusalGround.choices, widget=forms.RadioSelect
    )
    detail = LongTextField(
        label="Précisions",
        max_length=1000,
        rows=3,
        required=False,
        help_text="Lues par la MILDECA seule. Obligatoires pour un autre motif.",
    )

    def clean(self) -> dict[str, Any]:
        """Ask for words where the list of grounds says nothing."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("ground") == RecusalGround.OTHER and not data.get("detail", "").strip():
            self.add_error("detail", "Précisez le motif du conflit d’intérêts.")
        return data


class ReasonForm(PortalForm):
    """A reason in words."""

    reason = LongTextField(label="Raison", max_length=1000, rows=3)

    def __init__(self, *args: Any, label: str = "Raison", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = label
        self.fields["reason"].error_messages["required"] = "Indiquez la raison."
