"""Forms of the decision: preparing it, one award, a step with its reason."""

from decimal import Decimal
from typing import Any

from crispy_forms.layout import Column, Fieldset, Layout, Row
from django import forms

from applications.models import Call
from limits_portal.forms import LongTextField, MoneyField, PortalForm
from limits_portal.french import PARIS, long_date, typeset
from reviews.award_making import committee_proposal
from reviews.enums import Outcome, SittingStatus
from reviews.models import Award, Criterion, Decision, Scenario


class ScenarioField(forms.ModelChoiceField):
    """A scenario of a call's sessions: the committee's proposal is named, and the session if need be."""

    has_several_sessions = False

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=Scenario.objects.none(), **kwargs)

    def offer(self, call: Call) -> bool:
        """Offer the call's scenarios, the last session's first; whether there are any."""
        scenarios = (
            Scenario.objects.filter(sitting__call=call, deleted_at=None)
            .select_related("sitting")
            .order_by("-sitting__held_at", "-is_proposal", "pk")
        )
        self.has_several_sessions = len({scenario.sitting_id for scenario in scenarios}) > 1
        self.queryset = scenarios
        return bool(scenarios)

    def label_from_instance(self, scenario: Scenario) -> str:
        """« Au rang, 60 % (proposition du comité, séance du 5 juin 2024) »."""
        more = []
        if scenario.is_proposal and scenario.sitting.status in SittingStatus.OVER:
            more.append("proposition du comité")
        if self.has_several_sessions:
            day = scenario.sitting.held_at.astimezone(PARIS).date()
            more.append(f"séance du {long_date(day)}")
        return typeset(f"{scenario.name} ({', '.join(more)})" if more else scenario.name)


class PreparationForm(PortalForm):
    """What a decision starts from: the session's scenario, the envelope."""

    scenario = ScenarioField(
        label="Partir du scénario",
        required=False,
        help_text=typeset(
            "Les montants et les rangs du scénario sont repris ; un montant supérieur à la demande "
            "ou au plafond y est ramené. Vous pourrez les ajuster."
        ),
    )
    envelope = MoneyField(
        label="Enveloppe de l’appel, en euros",
        min_value=Decimal(1),
        help_text="La décision ne peut pas accorder davantage, aides déjà accordées comprises.",
    )
    reason = LongTextField(
        label="Objet de la décision",
        max_length=2000,
        rows=3,
        required=False,
        help_text="Pour une décision complémentaire : pourquoi elle est prise.",
    )

    def __init__(self, *args: Any, call: Call, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        scenario = self.fields["scenario"]
        if not scenario.offer(call):
            del self.fields["scenario"]
            return
        is_first = not Decision.objects.filter(call=call).exists()
        scenario.empty_label = typeset(
            "Aucun : liste à remplir"
            if is_first
            else "Aucun : la liste complémentaire garde son ordre"
        )
        self.initial["scenario"] = committee_proposal(call)


class RefillForm(PortalForm):
    """Which scenario a list in preparation starts again from."""

    read_as = forms.CharField(max_length=64, widget=forms.HiddenInput, required=False)
    scenario = ScenarioField(
        label="Scénario",
        empty_label="Choisir un scénario",
        error_messages={"required": "Choisissez le scénario à reprendre."},
    )

    def __init__(self, *args: Any, call: Call, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scenario"].offer(call)


class AwardForm(PortalForm):
    """What the decision says of one dossier, criterion by criterion where it is not retained."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    outcome = forms.ChoiceField(label="Décision", choices=Outcome.choices, widget=forms.RadioSelect)
    amount = MoneyField(label="Montant accordé, en euros", required=False)
    before = forms.IntegerField(
        label="Rang sur la liste complémentaire",
        min_value=1,
        max_value=999,
        required=False,
        help_text="Laissez vide pour la fin de la liste ; les autres se décalent.",
    )
    reason = LongTextField(
        label="Motif",
        max_length=3000,
        rows=4,
        required=False,
        help_text="Repris tel quel dans la lettre. Obligatoire quand le projet n’est pas retenu.",
    )

    def __init__(
        self, *args: Any, award: Award, criteria: list[Criterion], years: int, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = [criterion for criterion in criteria if not criterion.is_bonus]
        self.years = years
        said = {line["criterion"]: line for line in award.feedback}
        for rank in range(years):
            self.fields[f"year_{rank}"] = MoneyField(label=f"Année {rank + 1}", required=False)
            if rank < len(award.yearly_amounts):
                self.initial[f"year_{rank}"] = award.yearly_amounts[rank]
        rows: list[Any] = []
        for criterion in self.criteria:
            line = said.get(criterion.title, {})
            for kind, label in (("strengths", "Atouts"), ("remedies", "Ce qui renforcerait")):
                name = f"{kind}_{criterion.pk}"
                self.fields[name] = LongTextField(
                    label=label, max_length=1500, rows=3, required=False
                )
                self.initial[name] = line.get(kind, "")
            rows.append(
                Fieldset(
                    criterion.title,
                    Row(
                        Column(f"strengths_{criterion.pk}"),
                        Column(f"remedies_{criterion.pk}"),
                    ),
                )
            )
        self.helper.layout = Layout(
            "version",
            "outcome",
            Row(Column("amount"), Column("before"), css_class="decision-amounts"),
            Fieldset(
                "Répartition par année (laissez vide pour suivre celle de la demande)",
                Row(*(Column(f"year_{rank}") for rank in range(years))),
            ),
            "reason",
            *rows,
        )

    def clean(self) -> dict[str, Any]:
        """A retained dossier has an amount; a refused one a reason."""
        values = super().clean()
        outcome = values.get("outcome")
        if outcome == Outcome.SELECTED and not values.get("amount") and "amount" not in self.errors:
            self.add_error("amount", "Indiquez le montant accordé au projet retenu.")
        is_silent = outcome == Outcome.REJECTED and not (values.get("reason") or "").strip()
        if is_silent and "reason" not in self.errors:
            self.add_error("reason", "Indiquez pourquoi le projet n’est pas retenu.")
        return values

    @property
    def yearly_amounts(self) -> list[Decimal] | None:
        """The years typed, or None to follow the request."""
        typed = [self.cleaned_data.get(f"year_{rank}") for rank in range(self.years)]
        if not any(typed):
            return None
        return [part or Decimal(0) for part in typed]

    @property
    def feedback(self) -> list[dict[str, str]]:
        """Strengths and remedies, for the criteria of which something is said."""
        lines = [
            {
                "criterion": criterion.title,
                "strengths": self.cleaned_data[f"strengths_{criterion.pk}"],
                "remedies": self.cleaned_data[f"remedies_{criterion.pk}"],
            }
            for criterion in self.criteria
        ]
        return [line for line in lines if line["strengths"] or line["remedies"]]


class StepForm(PortalForm):
    """One step of the decision, confirmed once."""

    read_as = forms.CharField(max_length=64, widget=forms.HiddenInput, required=False)
    reason = LongTextField(label="Ce qu’il faut revoir", max_length=2000, rows=4)
    is_confirmed = forms.BooleanField(
        label="J’ai relu la liste.",
        error_messages={"required": "Cochez cette case pour continuer."},
    )

    def __init__(self, *args: Any, step: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if step != "send_back":
            del self.fields["reason"]
        if step in ("propose", "send_back"):
            del self.fields["is_confirmed"]


class GivingUpForm(PortalForm):
    """Why a laureate gives up; the box avoids it by mistake."""

    reason = LongTextField(
        label="Pourquoi votre collectivité renonce-t-elle ?", max_length=2000, rows=4
    )
    is_confirmed = forms.BooleanField(
        label="Je confirme que la collectivité renonce à l’aide.",
        error_messages={"required": "Cochez cette case pour renoncer."},
    )
