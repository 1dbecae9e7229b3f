"""Opening a dossier: which call, which collectivité, which prefecture."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from accounts.models import Departement, Organisation
from applications.models import Application, Call
from applications.simulation import Answers
from limits_portal.forms import DayField, MoneyField, PortalForm


class OpeningForm(PortalForm):
    """Only calls open now and collectivités that the person writes for are offered."""

    call = forms.ChoiceField(
        label="Appel à projets",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choisissez un appel à projets.",
            "invalid_choice": "Choisissez un appel à projets ouvert.",
        },
    )
    holder = forms.ChoiceField(
        label="Collectivité qui porte le projet",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choisissez votre collectivité.",
            "invalid_choice": "Choisissez une de vos collectivités.",
        },
    )
    departement = forms.ChoiceField(
        label="Préfecture qui suivra le projet",
        help_text="Votre intercommunalité s'étend sur plusieurs départements : choisissez celui "
        "du territoire visé. Vous pourrez changer d'avis dans la première section.",
        required=False,
        error_messages={"invalid_choice": "Choisissez une préfecture de la liste."},
    )

    source = forms.ChoiceField(
        label="Point de départ",
        help_text="Textes, actions et budget sont repris, les dates décalées ; les pièces et les "
        "engagements se donnent à nouveau.",
        widget=forms.RadioSelect,
        required=False,
        error_messages={"invalid_choice": "Choisissez un dossier de la liste."},
    )

    def __init__(
        self,
        *args: Any,
        calls: Sequence[Call],
        holders: Sequence[Organisation],
        departements: Mapping[str, Departement],
        sources: Sequence[Application] = (),
        **kwargs: Any,
    ) -> None:
        self.sources = {source.reference: source for source in sources}
        self.calls = {call.slug: call for call in calls}
        self.holders = {str(holder.pk): holder for holder in holders}
        self.departements = departements
        super().__init__(*args, **kwargs)
        self._offer("call", [(slug, call.title) for slug, call in self.calls.items()])
        self._offer("holder", [(pk, holder.name) for pk, holder in self.holders.items()])
        if sources:
            said = [
                (s.reference, f"{s.reference} – {s.title or 'sans titre'} ({s.call.year})")
                for s in sources
            ]
            self.fields["source"].choices = [("", "Un dossier vierge"), *said]
        else:
            del self.fields["source"]
        codes = {
            code
            for holder in holders
            if len(holder.departement_codes) > 1
            for code in holder.departement_codes
        }
        if codes:
            names = sorted((code, f"Préfecture {departements[code].of_name}") for code in codes)
            self.fields["departement"].choices = [("", "Choisir…"), *names]
        else:
            del self.fields["departement"]
        self._bound_fields_cache.clear()

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name].choices = choices
        if len(choices) == 1:
            self.fields[name].initial = choices[0][0]

    def clean(self) -> dict[str, Any]:
        """Turn the answers into a call, a collectivité and a département."""
        cleaned: dict[str, Any] = dict(super().clean() or {})
        source = cleaned["source"] = self.sources.get(cleaned.get("source", ""))
        cleaned["call"] = self.calls.get(cleaned.get("call", ""))
        holder = cleaned["holder"] = self.holders.get(cleaned.get("holder", ""))
        if holder is not None:
            codes = holder.departement_codes
            code = codes[0] if len(codes) == 1 else cleaned.get("departement", "")
            if code in codes:
                cleaned["departement"] = self.departements[code]
            elif len(codes) > 1:
                self.add_error(
                    "departement", f"Choisissez une préfecture d'un département de {holder}."
                )
            else:
                self.add_error("holder", f"{holder} n'a pas de département dans le registre.")
            if source is not None and source.holder_id != holder.pk:
                self.add_error(
                    "source", f"Ce dossier n’est pas de {holder} : choisissez-en un autre."
                )
        return cleaned


class CarriedAnswersForm(forms.Form):
    """Answers to « Mon projet est-il éligible ? » that come in the address (C-4.1k…)."""

    precedent = forms.ChoiceField(choices=[("oui", ""), ("non", "")], required=False)
    fin = DayField(required=False)
    duree = forms.IntegerField(min_value=1, max_value=99, required=False)
    demande = MoneyField(required=False)

    def answers(self) -> Answers:
        """The readable ones; the others are left unanswered."""
        self.full_clean()
        given = self.cleaned_data
        award = {"oui": True, "non": False}.get(given.get("precedent", ""))
        return Answers(
            has_past_award=award,
            past_award_ended_on=given.get("fin") if award else None,
            years=given.get("duree"),
            asked=given.get("demande"),
        )
