"""What is still missing where: the stepper's marks and « 7 sections sur 9 ».

Apart from the law (`applications.eligibility`): « il manque le SIRET » is not a rule of the call.
A section is complete when nothing is missing in it. Pure functions of a `Dossier`.
"""

from dataclasses import dataclass

from applications.completeness.blanks import Missing
from applications.completeness.sections import LISTS
from applications.content import Dossier
from applications.enums import SectionKey

__all__ = ["Missing", "Progress", "SectionProgress", "missing", "progress"]


@dataclass(frozen=True)
class SectionProgress:
    """One section of the form and what it still lacks."""

    key: str
    label: str
    number: int
    missing: list[Missing]

    @property
    def is_complete(self) -> bool:
        """Whether nothing is missing."""
        return not self.missing


@dataclass(frozen=True)
class Progress:
    """The nine sections, in order."""

    sections: list[SectionProgress]

    @property
    def done(self) -> int:
        """Number of complete sections."""
        return sum(section.is_complete for section in self.sections)

    @property
    def total(self) -> int:
        """Number of sections."""
        return len(self.sections)

    @property
    def is_complete(self) -> bool:
        """Whether every section is."""
        return self.done == self.total

    def __str__(self) -> str:
        return f"{self.done} section{'s' if self.done > 1 else ''} sur {self.total}"

    def section(self, key: str) -> SectionProgress:
        """Return one section's progress. Raises KeyError for an unknown key."""
        for section in self.sections:
            if section.key == key:
                return section
        raise KeyError(key)


def progress(dossier: Dossier) -> Progress:
    """Say what each section still lacks."""
    return Progress(
        [
            SectionProgress(key.value, str(key.label), number, LISTS[key](dossier))
            for number, key in enumerate(SectionKey, start=1)
        ]
    )


def missing(dossier: Dossier) -> list[Missing]:
    """Everything that is missing, in the order of the form."""
    return [item for section in progress(dossier).sections for item in section.missing]
