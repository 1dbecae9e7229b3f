"""The scoring grid: a mark and a word for each criterion of the call (C-4.3f)."""

from copy import copy
from dataclasses import dataclass
from typing import Any

from crispy_forms.layout import Fieldset, Layout
from django import forms

from applications.forms.fields import long_text
from applications.forms.sheet import DraftForm, LineForm, LineType, Setting, SheetType
from reviews.grid import MARKS
from reviews.models import Criterion
from reviews.review_content import ReviewContent


@dataclass(frozen=True)
class GridSetting(Setting):
    """The dossier, its call, and the criteria that are marked."""

    criteria: tuple[Criterion, ...] = ()


class AppreciationForm(DraftForm):
    """What the reader makes of the whole."""

    comment = long_text(
        "Appréciation générale",
        "Atouts, réserves, questions à poser en séance.",
        length=4000,
        rows=4,
        required=False,
    )
    layout = Layout(Fieldset("L’ensemble", "comment"))


class MarkForm(LineForm):
    """One criterion: its mark, each with its words, and the reason."""

    value = forms.TypedChoiceField(
        label="Note",
        choices=[(str(mark), str(mark)) for mark in MARKS],
        coerce=int,
        empty_value=None,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "Choisissez une note de 0 à 5."},
    )
    comment = long_text(
        "Commentaire",
        "Demandé pour une note de 0, 1 ou 5.",
        length=3000,
        rows=3,
        required=False,
    )

    def arrange(self) -> None:
        """Give each mark the words of this criterion."""
        criterion = self.criterion
        field: Any = copy(self.fields["value"])
        field.widget = copy(field.widget)
        if criterion is not None:
            field.choices = [
                (str(mark), f"{mark} – {words}")
                for mark, words in zip(MARKS, criterion.levels, strict=False)
            ]
        self.fields["value"] = field

    @property
    def criterion(self) -> Criterion | None:
        """The criterion of this line."""
        code = str(self.prefix).partition("-")[2]
        criteria = self.setting.criteria if isinstance(self.setting, GridSetting) else ()
        return next((c for c in criteria if c.code == code), None)

    @property
    def marks(self) -> list[tuple[int, str, str, bool]]:
        """Each mark: its value, its words, the id of its button, whether it is the one given."""
        bound = self["value"]
        given = str(bound.value() if bound.value() is not None else "")
        levels = self.criterion.levels if self.criterion else [""] * len(MARKS)
        return [
            (mark, words, f"{bound.auto_id}_{mark}", given == str(mark))
            for mark, words in zip(MARKS, levels, strict=False)
        ]


def _criteria(setting: Setting) -> list[tuple[str, str]]:
    criteria = setting.criteria if isinstance(setting, GridSetting) else ()
    return [(criterion.code, criterion.title) for criterion in criteria]


GRID = SheetType(
    ReviewContent,
    AppreciationForm,
    (
        LineType(
            "marks",
            MarkForm,
            title="Critères",
            noun="critère",
            add_label="",
            fixed=_criteria,
            template="reviews/reading/marks.html",
        ),
    ),
)
