"""What a rule is and what it finds."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from applications.content import Dossier
from applications.enums import SectionKey
from limits_portal.french import typeset


class Severity(StrEnum):
    """Whether a rule forbids filing or only warns."""

    BLOCKING = "blocking"
    WARNING = "warning"

    @property
    def label(self) -> str:
        """In French, as shown."""
        return {"blocking": "Bloquante", "warning": "Avertissement"}[self.value]


class State(StrEnum):
    """What a rule says of a dossier. Only « à corriger » on a blocking rule forbids filing.

    « à vérifier »: the portal cannot tell, or the point deserves a second look; the instruction
    will see it.
    """

    CONFORMING = "conforming"
    TO_CORRECT = "to_correct"
    TO_CHECK = "to_check"

    @property
    def label(self) -> str:
        """In French, as shown."""
        return {
            "conforming": "Conforme",
            "to_correct": "À corriger",
            "to_check": "À vérifier",
        }[self.value]


@dataclass(frozen=True)
class Verdict:
    """A rule's answer, before the rule signs it.

    `field` is the path of the content to go to (« representative.last_name »), `section` the
    section it is in when it is not the rule's own, `action` the action's id when it is in one.
    """

    state: State
    reason: str
    field: str = ""
    section: str = ""
    action: int | None = None


def conforming(reason: str) -> Verdict:
    """Return a conforming verdict with what makes it so."""
    return Verdict(State.CONFORMING, reason)


def to_correct(
    reason: str, field: str = "", *, section: str = "", action: int | None = None
) -> Verdict:
    """Return a refusal: what is wrong with which figures, and where to correct it."""
    return Verdict(State.TO_CORRECT, reason, field, section, action)


def to_check(
    reason: str, field: str = "", *, section: str = "", action: int | None = None
) -> Verdict:
    """Return a doubt that does not forbid filing."""
    return Verdict(State.TO_CHECK, reason, field, section, action)


# Answers typed year by year: the first year is where to go.
YEARLY = {"costs", "requested"}


def anchor_of(field: str) -> str:
    """HTML id of a path of the content: « id_representative-last_name », « axe-piloter », or ""."""
    if field.startswith("axis."):
        return field.replace("axis.", "axe-", 1)
    if field in YEARLY:
        return f"id_{field}-0"
    return f"id_{field.replace('.', '-')}" if field else ""


@dataclass(frozen=True)
class Finding:
    """What one rule found in one dossier. Kept with the filing, so every part is plain data."""

    code: str
    severity: Severity
    state: State
    title: str
    reason: str
    clause: str  # « C-4.2b »
    paragraph: str  # « § 4.2 » of the cahier des charges
    section: str  # where to go: a SectionKey value, or ""
    field: str
    action: int | None = None

    @property
    def is_blocking(self) -> bool:
        """Whether it forbids filing."""
        return self.severity == Severity.BLOCKING and self.state == State.TO_CORRECT

    @property
    def is_conforming(self) -> bool:
        """Whether there is nothing to do."""
        return self.state == State.CONFORMING

    @property
    def section_label(self) -> str:
        """Name of the section to go to, in French."""
        return str(SectionKey(self.section).label) if self.section else ""

    @property
    def anchor(self) -> str:
        """HTML id of the field to go to, or ""."""
        return anchor_of(self.field)

    def as_json(self) -> dict[str, Any]:
        """Return plain JSON data, for the journal and the snapshot."""
        return asdict(self)


@dataclass(frozen=True)
class Summary:
    """Counts of a set of findings; `conforming` and `total` are of the blocking rules."""

    conforming: int
    total: int
    blocking: int
    to_check: int
    warnings: int


@dataclass(frozen=True)
class Rule:
    """One rule of the call: its code never changes, dossiers and journals quote it."""

    code: str
    title: str
    demand: str  # what the call asks, in French, for docs/eligibilite.md and the panel
    clause: str
    paragraph: str
    section: SectionKey | None
    severity: Severity
    check: Callable[[Dossier], Verdict]

    def judge(self, dossier: Dossier) -> Finding:
        """Apply the rule to a dossier."""
        verdict = self.check(dossier)
        return Finding(
            code=self.code,
            severity=self.severity,
            state=verdict.state,
            title=self.title,
            reason=typeset(verdict.reason),
            clause=self.clause,
            paragraph=self.paragraph,
            section=verdict.section or (str(self.section.value) if self.section else ""),
            field=verdict.field,
            action=verdict.action,
        )


def rule(
    code: str,
    title: str,
    *,
    demand: str,
    clause: str,
    paragraph: str,
    section: SectionKey | None,
    severity: Severity = Severity.BLOCKING,
) -> Callable[[Callable[[Dossier], Verdict]], Rule]:
    """Turn a pure function of a dossier into a rule of the book."""

    def decorate(check: Callable[[Dossier], Verdict]) -> Rule:
        return Rule(
            code, typeset(title), typeset(demand), clause, paragraph, section, severity, check
        )

    return decorate


def listed(names: list[str]) -> str:
    """« a », « a et b », « a, b et c »."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} et {names[-1]}"


def quoted(names: list[str]) -> str:
    """« « a », « b » et « c » »: the first three, then how many more."""
    shown = [f"« {name} »" for name in names[:3]]
    more = len(names) - 3
    if more > 0:
        shown.append(f"{more} autre{'s' if more > 1 else ''}")
    return listed(shown)


def action_name(title: str, position: int) -> str:
    """Title of an action, or its rank while it has none."""
    return title.strip() or f"action n° {position}"


def years_named(years: list[int]) -> str:
    """« en année 1 », « en années 1 et 3 »."""
    plural = "s" if len(years) > 1 else ""
    return f"en année{plural} {listed([str(year) for year in years])}"
