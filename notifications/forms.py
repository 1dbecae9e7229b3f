"""What a person chooses of the mails they receive."""

from collections.abc import Iterable
from typing import Any

from django import forms

from limits_portal.forms import PortalForm
from notifications.models import Preference
from notifications.rule import Topic

HINTS = {
    Topic.TEAM: "Demandes qui attendent, invitations sans réponse.",
    Topic.DEADLINES: "Dossier à déposer, avis à rendre, lectures à finir, convention à signer.",
    Topic.FOLLOW: "Dossiers déposés, avis, décisions publiées.",
    Topic.CONVENTIONS: "Remarques des autres parties, réponses aux vôtres.",
}


class PreferencesForm(PortalForm):
    """One choice a topic; what is owed is not asked."""

    def __init__(self, *args: Any, topics: Iterable[Topic], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for topic in topics:
            self.fields[topic] = forms.ChoiceField(
                label=topic.label,
                help_text=HINTS[topic],
                choices=Preference.Mode.choices,
                widget=forms.RadioSelect,
            )
