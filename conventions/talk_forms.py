"""Forms of the negotiation: a comment, its answer, a wording, the pen, a step."""

from decimal import Decimal
from typing import Any

from django import forms

from conventions.articles import MAX_BODY
from conventions.enums import Party
from limits_portal.forms import LongTextField, MoneyField, PortalForm


class SeenForm(PortalForm):
    """What was on the screen: the number of the version read."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=32_767)


class RemarkForm(SeenForm):
    """A comment on an article, with another wording or without."""

    article = forms.CharField(widget=forms.HiddenInput, max_length=40, required=False)
    text = LongTextField(label="Votre commentaire", max_length=4000, rows=3)
    proposed_body = LongTextField(
        label="Rédaction proposée",
        max_length=MAX_BODY,
        rows=10,
        required=False,
        help_text="Modifiez le texte ci-dessous. Gardez les noms entre doubles crochets : le "
        "portail les remplace par les valeurs du dossier.",
    )

    def __init__(self, *args: Any, can_propose: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not can_propose:
            del self.fields["proposed_body"]


class AnswerForm(SeenForm):
    """What is answered to a remark."""

    words = LongTextField(label="Votre réponse", max_length=2000, rows=2, required=False)


class WordingForm(SeenForm):
    """An article as the party that holds the pen rewrites it."""

    title = forms.CharField(label="Titre", max_length=190)
    body = LongTextField(
        label="Texte",
        max_length=MAX_BODY,
        rows=16,
        help_text="Séparez les alinéas par une ligne vide. Gardez les noms entre doubles crochets, "
        "comme [[montant_total]] : le portail les remplace par les valeurs du dossier.",
    )
    summary = forms.CharField(
        label="Ce qui change, en quelques mots",
        max_length=190,
        required=False,
        help_text="Les autres parties le lisent dans la liste des versions.",
    )


class PenForm(PortalForm):
    """To whom the pen passes, with a word."""

    to = forms.ChoiceField(label="Passer la plume à", widget=forms.RadioSelect)
    note = LongTextField(label="Message", max_length=2000, rows=3, required=False)

    def __init__(self, *args: Any, others: list[Party], must_say: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = [(p.value, p.label) for p in others]
        if len(others) == 1:
            self.fields["to"].initial = others[0].value
        note = self.fields["note"]
        note.required = note.widget.is_required = must_say
        note.help_text = "Envoyé avec le texte, et gardé au journal."


class StepForm(SeenForm):
    """A step, with its reason where there must be one."""

    reason = LongTextField(label="Motif", max_length=2000, rows=3)

    def __init__(self, *args: Any, must_say: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if must_say:
            self.fields["reason"].help_text = "Lu par les trois parties, et gardé au journal."
        else:
            del self.fields["reason"]


class AmountForm(SeenForm):
    """The agreed amount, its reason, its budget years; empty years keep their shares."""

    amount = MoneyField(label="Montant convenu, en euros", min_value=Decimal("0.01"), max_digits=12)
    reason = LongTextField(
        label="Motif",
        max_length=2000,
        rows=3,
        required=False,
        help_text="Obligatoire si le montant convenu est inférieur au montant décidé. Il est gardé "
        "avec la convention.",
    )

    def __init__(self, *args: Any, years: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.years = [f"year_{rank}" for rank in range(1, len(years) + 1)]
        for rank, (name, year) in enumerate(zip(self.years, years, strict=True), start=1):
            self.fields[name] = MoneyField(
                label=f"Exercice {year}, en euros",
                min_value=Decimal(0),
                max_digits=12,
                required=False,
                help_text="Laissez les exercices vides pour une répartition automatique."
                if rank == 1
                else "",
            )

    @property
    def yearly(self) -> list[Decimal] | None:
        """The years typed; None when all were left empty."""
        typed = [self.cleaned_data.get(name) for name in self.years]
        if all(value is None for value in typed):
            return None
        return [value or Decimal(0) for value in typed]


class EndForm(PortalForm):
    """Why a convention ends; for a termination, what the holder keeps."""

    reason = LongTextField(
        label="Motif",
        max_length=2000,
        rows=4,
        help_text="Envoyé à ceux qui sont prévenus, et gardé au journal.",
    )
    kept = MoneyField(
        label="Montant qui reste acquis à la collectivité, en euros",
        min_value=Decimal(0),
        max_digits=12,
        help_text="Ce qui a été versé ou reste dû pour les actions réalisées. Le reste revient à "
        "l’enveloppe de l’appel.",
    )

    def __init__(self, *args: Any, is_in_force: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_in_force:
            del self.fields["kept"]
