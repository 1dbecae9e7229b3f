"""Forms of the instruction: what is checked, noted, said, asked, decided on a dossier."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone

from applications.forms.documents import ACCEPTED, SeveralFilesField, SeveralFilesInput
from limits_portal.forms import DayField, LongTextField, PortalForm
from reviews.checklist import POINTS
from reviews.instructing import Ground
from reviews.models.instruction import Verdict

# Days usually left to a holder (facts.md §7.4).
USUAL_DELAY = timedelta(days=15)


class CheckForm(PortalForm):
    """What was found on one point of the checklist."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    verdict = forms.ChoiceField(label="Constat", choices=Verdict.choices, widget=forms.RadioSelect)
    note = LongTextField(
        label="Précision",
        max_length=2000,
        rows=3,
        required=False,
        help_text="Interne : ni le porteur ni la préfecture ne la lisent. Obligatoire pour un problème.",
    )

    def clean(self) -> dict[str, Any]:
        """A problem is said in words."""
        values = super().clean()
        if values.get("verdict") == Verdict.PROBLEM and not values.get("note", "").strip():
            self.add_error("note", "Dites en quelques mots quel est le problème.")
        return values


class NoteForm(PortalForm):
    """An internal note."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)
    text = LongTextField(
        label="Note interne",
        max_length=4000,
        rows=4,
        help_text="Lue par l’instruction seule. N’y écrivez rien que vous ne pourriez justifier.",
    )


class CommentForm(PortalForm):
    """A comment on a point: kept as an internal note, or asked of the holder."""

    NOTE, ASK = "note", "ask"
    kind = forms.ChoiceField(
        label="À qui s’adresse ce commentaire ?",
        choices=[(ASK, "Au porteur : à compléter"), (NOTE, "À l’instruction : note interne")],
        widget=forms.RadioSelect,
        initial=ASK,
    )
    text = LongTextField(
        label="Commentaire",
        max_length=4000,
        rows=5,
        help_text="« À compléter » prépare un point de la demande ; rien ne part avant son envoi.",
    )

    def __init__(self, *args: Any, can_ask: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not can_ask:
            del self.fields["kind"]


class RequestForm(PortalForm):
    """Sending the points prepared: by when, with which words."""

    due_on = DayField(
        label="Répondre avant le",
        help_text="Le jour indiqué est compris. Une réponse plus tardive reste possible et sera signalée.",
    )
    message = LongTextField(
        label="Message d’accompagnement", max_length=2000, rows=4, required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"due_on": timezone.localdate() + USUAL_DELAY})
        super().__init__(*args, **kwargs)


class ReasonForm(PortalForm):
    """Why a step is taken; `is_required` when the step cannot go without."""

    reason = LongTextField(label="Motif", max_length=2000, rows=3)

    def __init__(
        self, *args: Any, label: str, is_required: bool, help_text: str = "", **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["reason"]
        field.label, field.required, field.help_text = label, is_required, help_text
        field.widget.is_required = is_required


class GroundsForm(PortalForm):
    """Why a dossier is inadmissible: up to three grounds, each a clause and its words."""

    COUNT = 3

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [
            ("", "Autre motif"),
            *((p.clause, f"§ {p.paragraph} – {p.title}") for p in POINTS),
        ]
        for rank in range(1, self.COUNT + 1):
            is_first = rank == 1
            self.fields[f"clause_{rank}"] = forms.ChoiceField(
                label=f"Motif n° {rank}", choices=choices, required=False
            )
            self.fields[f"text_{rank}"] = LongTextField(
                label=f"Explication du motif n° {rank}",
                max_length=2000,
                rows=3,
                required=is_first,
                help_text="Envoyée telle quelle au porteur." if is_first else "",
            )

    @property
    def grounds(self) -> list[Ground]:
        """The grounds typed."""
        values = self.cleaned_data
        typed = [
            Ground(values[f"clause_{rank}"], values[f"text_{rank}"])
            for rank in range(1, self.COUNT + 1)
        ]
        return [ground for ground in typed if ground.text.strip()]


class OptionalFilesField(SeveralFilesField):
    """Several files, or none."""

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """The files received."""
        return super().clean(data, initial) if data else []


class MessageForm(PortalForm):
    """A message of the thread, with its files."""

    text = LongTextField(label="Votre message", max_length=5000, rows=5)
    files = OptionalFilesField(
        label="Fichiers",
        required=False,
        widget=SeveralFilesInput(attrs={"accept": ACCEPTED}),
        help_text="Plusieurs à la fois si besoin : PDF, PNG, JPEG, docx, xlsx, odt, ods.",
    )


class ViewForm(PortalForm):
    """The name of a set of filters."""

    name = forms.CharField(label="Nom de la vue", max_length=60)
