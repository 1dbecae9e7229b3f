"""Which parts of a dossier bear on which criterion: the « passages utiles » beside each mark (C-4.3f)."""

from dataclasses import dataclass

from applications.enums import SectionKey as K
from applications.recap import Recap

# By criterion's code: sections of the form, the most telling first.
PASSAGES: dict[str, tuple[str, ...]] = {
    "adequation": (K.TERRITORY, K.PROJECT, K.ACTIONS),
    "innovation": (K.ACTIONS, K.PROJECT),
    "competences": (K.TEAM, K.ACTIONS, K.DOCUMENTS),
    "methodologie": (K.PROJECT, K.ACTIONS, K.BUDGET),
    "partenariat": (K.PARTNERSHIP, K.BUDGET),
}


@dataclass(frozen=True)
class Passage:
    """A part of the dossier, and where it stands on the page."""

    title: str
    anchor: str


def passages(recap: Recap, code: str) -> list[Passage]:
    """The parts that bear on a criterion; none for one the table does not know."""
    parts = [
        (group.section, Passage(group.title, f"partie-{frame.number}-{rank}"))
        for frame in recap.frames
        for rank, group in enumerate(frame.groups, start=1)
    ]
    return [part for section in PASSAGES.get(code, ()) for found, part in parts if found == section]
