"""What a blank is: an answer not given, a person not named, a rule of the call not met."""

from dataclasses import dataclass

from applications.content import Content, Dossier, Person
from applications.eligibility import evaluate
from applications.eligibility.finding import anchor_of
from applications.enums import SectionKey
from limits_portal.french import typeset


@dataclass(frozen=True)
class Missing:
    """One thing to fill: its label in French, and the field to go to (path of the content)."""

    section: str
    label: str
    field: str = ""
    action: int | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "label", typeset(self.label))

    @property
    def anchor(self) -> str:
        """HTML id of the field, or ""."""
        return anchor_of(self.field)


def unanswered(content: Content, section: SectionKey, labels: dict[str, str]) -> list[Missing]:
    """Fields of a content left empty; a « no » and a zero are answers."""
    return [
        Missing(section.value, label, field)
        for field, label in labels.items()
        if is_empty(getattr(content, field))
    ]


def is_empty(value: object) -> bool:
    """Whether nothing was answered: a « no » and a zero are answers."""
    return value is None or value == [] or (isinstance(value, str) and not value.strip())


def person(
    person: Person, section: SectionKey, field: str, whose: str, asked: dict[str, str]
) -> list[Missing]:
    """What is not said of a person; `asked`: part of their name, with its label."""
    return [
        Missing(section.value, f"{label} {whose}", f"{field}.{part}")
        for part, label in asked.items()
        if not getattr(person, part).strip()
    ]


FULL_PERSON = {
    "last_name": "Nom",
    "first_name": "Prénom",
    "function": "Fonction",
    "phone": "Téléphone",
    "email": "Adresse électronique",
}
NAMED_PERSON = {"last_name": "Nom", "first_name": "Prénom", "function": "Fonction"}


def law(
    dossier: Dossier,
    section: SectionKey,
    code: str,
    *,
    only_if: bool = True,
    unless: list[Missing] | None = None,
) -> list[Missing]:
    """What a rule of the call still asks of this section, in the rule's own words."""
    if not only_if or unless:
        return []
    return [
        Missing(section.value, finding.reason, finding.field, finding.action)
        for finding in evaluate(dossier, [code])
        if finding.is_blocking and finding.section == section
    ]
