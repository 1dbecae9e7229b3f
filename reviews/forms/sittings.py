"""Forms of the session: preparing it, its roll, its scenarios, what is said of a dossier."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django import forms

from limits_portal.forms import LongTextField, MoneyField, PortalForm
from limits_portal.french import PARIS
from reviews.enums import AttendanceMode, Outcome, VoteChoice
from reviews.models import Attendance, Criterion, Scenario, Seat, Sitting

MOST_VERSIONS = 2_000_000_000


class SittingForm(PortalForm):
    """When, where, under whom."""

    day = forms.DateField(
        label="Date",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    hour = forms.TimeField(
        label="Heure (heure de Paris)",
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    place = forms.CharField(label="Lieu", max_length=150, required=False)
    chair = forms.ModelChoiceField(
        label="Préside la séance",
        queryset=Seat.objects.none(),
        required=False,
        empty_label="À désigner",
        help_text="Cette personne signera le procès-verbal.",
    )

    def __init__(
        self, *args: Any, call: Any, sitting: Sitting | None = None, **kwargs: Any
    ) -> None:
        if sitting is not None:
            local = sitting.held_at.astimezone(PARIS)
            kwargs["initial"] = {
                "day": local.date(),
                "hour": local.time(),
                "place": sitting.place,
                "chair": sitting.chair_id,
            }
        super().__init__(*args, **kwargs)
        self.fields["chair"].queryset = Seat.objects.filter(call=call, left_at=None).select_related(
            "person"
        )

    def clean(self) -> dict[str, Any]:
        """One instant, in Paris time, in place of its day and hour."""
        values = super().clean()
        if values.get("day") and values.get("hour"):
            naive = datetime.combine(values.pop("day"), values.pop("hour"))
            values["held_at"] = naive.replace(tzinfo=PARIS)
        return values


class StepForm(PortalForm):
    """One step of a session, confirmed; a reason or a new date where the step asks for one."""

    read_as = forms.CharField(max_length=64, widget=forms.HiddenInput, required=False)
    reason = LongTextField(label="Pourquoi la séance est rouverte", max_length=2000, rows=3)
    day = forms.DateField(
        label="Nouvelle date", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    hour = forms.TimeField(
        label="Heure (heure de Paris)", widget=forms.TimeInput(attrs={"type": "time"})
    )
    is_confirmed = forms.BooleanField(
        label="J’ai relu le procès-verbal.",
        error_messages={"required": "Cochez cette case pour signer."},
    )

    def __init__(self, *args: Any, step: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        wanted = {
            "reopen": {"reason"},
            "convene_again": {"day", "hour"},
            "sign": {"is_confirmed"},
        }.get(step, set())
        for name in {"reason", "day", "hour", "is_confirmed"} - wanted:
            del self.fields[name]

    @property
    def facts(self) -> dict[str, Any]:
        """What the step is told."""
        values = self.cleaned_data
        facts: dict[str, Any] = {"read_as": values.get("read_as") or None}
        if values.get("day"):
            naive = datetime.combine(values["day"], values["hour"])
            facts["held_at"] = naive.replace(tzinfo=PARIS)
        return facts


class ProposalForm(PortalForm):
    """One amount of the room: an amount selects a dossier, none takes it off."""

    show_error_summary = False
    amount = MoneyField(label="Montant proposé, en euros", required=False)
    outcome = forms.ChoiceField(label="Proposition", choices=Outcome.choices)
    was = forms.ChoiceField(choices=Outcome.choices, widget=forms.HiddenInput, required=False)
    version = forms.IntegerField(min_value=0, max_value=MOST_VERSIONS, widget=forms.HiddenInput)

    @property
    def chosen(self) -> str:
        """The outcome to show again with the amount as it was typed; empty where none was chosen."""
        if not self.errors:
            return self.meant[0]
        outcome = self.data.get("outcome", "")
        is_chosen = outcome in Outcome.values and outcome != self.data.get("was")
        return outcome if is_chosen else ""

    @property
    def meant(self) -> tuple[str, Decimal]:
        """What the person means: the field they changed has the last word."""
        values = self.cleaned_data
        outcome, amount = values["outcome"], values["amount"] or Decimal(0)
        if outcome == values["was"]:
            if amount:
                return Outcome.SELECTED, amount
            if outcome == Outcome.SELECTED:
                return Outcome.REJECTED, Decimal(0)
        return outcome, amount


class ScenarioForm(PortalForm):
    """A scenario's name, and what each criterion weighs in it."""

    name = forms.CharField(label="Nom du scénario", max_length=80)

    def __init__(
        self, *args: Any, criteria: list[Criterion], scenario: Scenario, **kwargs: Any
    ) -> None:
        kwargs["initial"] = {"name": scenario.name}
        super().__init__(*args, **kwargs)
        self.criteria = [criterion for criterion in criteria if not criterion.is_bonus]
        for criterion in self.criteria:
            self.fields[f"weight_{criterion.pk}"] = forms.IntegerField(
                label=criterion.title,
                min_value=0,
                max_value=100,
                initial=scenario.weights.get(criterion.code, criterion.weight),
                help_text=f"Poids de l’appel : {criterion.weight}. 0 : ce critère ne compte pas.",
            )

    def clean(self) -> dict[str, Any]:
        """At least one criterion weighs."""
        values = super().clean()
        if not self.errors and self.criteria and not any(self._weights().values()):
            raise forms.ValidationError("Un critère au moins doit peser dans la note.")
        return values

    def _weights(self) -> dict[str, int]:
        return {c.code: self.cleaned_data[f"weight_{c.pk}"] for c in self.criteria}

    @property
    def weights(self) -> dict[str, int]:
        """The weights typed; empty when they are the call's own."""
        typed = self._weights()
        return {} if typed == {c.code: c.weight for c in self.criteria} else typed


class NewScenarioForm(PortalForm):
    """A new scenario, empty or copied."""

    name = forms.CharField(label="Nom du scénario", max_length=80)
    copied_from = forms.ModelChoiceField(
        label="Partir de",
        queryset=Scenario.objects.none(),
        required=False,
        empty_label="Une liste vide",
    )

    def __init__(self, *args: Any, sitting: Sitting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["copied_from"].queryset = sitting.scenarios.filter(deleted_at=None)


class FillForm(PortalForm):
    """How much of what is asked automatic filling gives."""

    share = forms.IntegerField(
        label="Part du montant demandé, en %", min_value=1, max_value=100, initial=100
    )


class DeliberationForm(PortalForm):
    """What is said of one dossier: notes, second marks and votes of those who take part."""

    notes = LongTextField(label="Notes de séance", max_length=10_000, rows=5, required=False)
    is_discussed = forms.BooleanField(label="Dossier examiné", required=False)
    version = forms.IntegerField(min_value=0, max_value=MOST_VERSIONS, widget=forms.HiddenInput)

    def __init__(self, *args: Any, heard: list[Seat], in_person: set[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.heard, self.in_person = heard, in_person
        for seat in heard:
            vote = forms.ChoiceField(
                label=f"Vote : {seat}",
                choices=[("", "–"), *VoteChoice.choices],
                required=False,
            )
            self.fields[f"vote_{seat.pk}"] = vote
            if seat.pk in in_person:
                self.fields[f"mark_{seat.pk}"] = forms.IntegerField(
                    label=f"Seconde note : {seat}", min_value=0, max_value=100, required=False
                )

    @property
    def votes(self) -> dict[int, str]:
        """Votes by seat; empty where none is noted."""
        return {seat.pk: self.cleaned_data[f"vote_{seat.pk}"] for seat in self.heard}

    @property
    def marks(self) -> dict[int, int | None]:
        """Second marks by seat."""
        return {pk: self.cleaned_data[f"mark_{pk}"] for pk in self.in_person}


class RollForm(PortalForm):
    """How one member attends."""

    show_error_summary = False
    mode = forms.ChoiceField(label="Présence", choices=AttendanceMode.choices)
    mandate_to = forms.TypedChoiceField(
        label="Représenté par", required=False, coerce=int, empty_value=None
    )
    version = forms.IntegerField(min_value=0, max_value=MOST_VERSIONS, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, seat: Seat, seats: list[Seat], said: Attendance | None, **kwargs: Any
    ) -> None:
        kwargs.setdefault("prefix", f"siege-{seat.pk}")
        kwargs["initial"] = {
            "mode": said.mode if said else AttendanceMode.ABSENT,
            "mandate_to": said.mandate_to_id if said else None,
            "version": said.version if said else 0,
        }
        super().__init__(*args, **kwargs)
        self.seat = seat
        others = [(other.pk, str(other)) for other in seats if other.pk != seat.pk]
        self.fields["mandate_to"].choices = [("", "–"), *others]
        self.fields["mode"].widget.attrs["aria-label"] = f"Présence de {seat}"
        self.fields["mandate_to"].widget.attrs["aria-label"] = f"Qui représente {seat}"
