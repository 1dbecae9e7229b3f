"""« Mon projet est-il éligible ? »: seven answers, judged by the same rules as a dossier.

Answers travel in the address (`?porteur=commune&duree=3…`), so that a verdict can be kept and
sent, and so that « Créer mon dossier avec ces réponses » carries them to the new dossier.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.db import transaction

from accounts.models import User
from applications import drafting
from applications.content import (
    MAX_YEARS,
    ActionContent,
    Budget,
    BudgetLine,
    Dossier,
    Holder,
    Identity,
    PlanAction,
    Project,
    StaffLine,
    Team,
    Terms,
)
from applications.eligibility import RULES, Finding, Severity, evaluate, rule_named
from applications.enums import SectionKey, StaffKind
from applications.models import Application

# Which rules each question answers; DELAI needs no question. Names are those of the address.
QUESTIONS: dict[str, tuple[str, ...]] = {
    "porteur": ("PORTEUR_ELIGIBLE",),
    "precedent": ("PROJET_PRECEDENT_CLOS",),
    "duree": ("DUREE",),
    "axes": ("AXES_COUVERTS",),
    "demande": ("PLAFOND", "COFINANCEMENT_FAIBLE"),
    "operateurs": ("OPERATEURS_SANS_LIEN",),
    "recrutements": ("RECRUTEMENTS_BORNES",),
}


@dataclass(frozen=True)
class Answers:
    """What a visitor answered; None or empty: not answered yet. Amounts in euros."""

    holder: str = ""  # commune, epci, association, other
    has_past_award: bool | None = None
    past_award_ended_on: date | None = None
    years: int | None = None
    axes: tuple[str, ...] | None = None  # codes with a concrete action; () for « none »
    asked: Decimal | None = None
    cost: Decimal | None = None
    operators: str = ""  # none, independent, linked
    recruitment: str = ""  # none, bounded, permanent

    @property
    def answered(self) -> list[str]:
        """Questions answered, in order."""
        given = {
            "porteur": self.holder,
            "precedent": self.has_past_award is not None,
            "duree": self.years,
            "axes": self.axes is not None,
            "demande": self.asked is not None,
            "operateurs": self.operators,
            "recrutements": self.recruitment,
        }
        return [question for question in QUESTIONS if given[question]]

    def as_query(self) -> str:
        """The answers as an address carries them."""
        pairs: list[tuple[str, str]] = [
            ("porteur", self.holder),
            ("precedent", {True: "oui", False: "non", None: ""}[self.has_past_award]),
            ("fin", str(self.past_award_ended_on or "")),
            ("duree", str(self.years or "")),
            *(("axes", code) for code in self.axes or ()),
            ("demande", "" if self.asked is None else f"{self.asked:f}"),
            ("cout", "" if self.cost is None else f"{self.cost:f}"),
            ("operateurs", self.operators),
            ("recrutements", self.recruitment),
        ]
        return urlencode([(name, value) for name, value in pairs if value])


def judge(answers: Answers, terms: Terms, at: datetime) -> list[Finding]:
    """Judge each answer by the rules it bears on, and the deadline, in the book's order."""
    blank = Dossier(terms=terms, holder=Holder(kind=answers.holder, name=""), judged_at=at)
    findings = evaluate(blank, ["DELAI"])
    for question in answers.answered:
        codes = set(QUESTIONS[question])
        if answers.cost is None:
            codes.discard("COFINANCEMENT_FAIBLE")
        findings += evaluate(blank.model_copy(update=_said(question, answers, terms)), codes)
    order = {rule.code: rank for rank, rule in enumerate(RULES)}
    return sorted(findings, key=lambda finding: order[finding.code])


def _said(question: str, answers: Answers, terms: Terms) -> dict[str, Any]:
    """What one answer says, as parts of a dossier."""
    match question:
        case "precedent":
            ended_on = answers.past_award_ended_on if answers.has_past_award else None
            return {
                "identity": Identity(
                    has_previous_award=answers.has_past_award, previous_award_ended_on=ended_on
                )
            }
        case "duree":
            return {"project": Project(duration_years=answers.years)}
        case "axes":
            codes = [code for code, _title in terms.axes if code in (answers.axes or ())]
            return {"actions": [_action(rank, axis=code) for rank, code in enumerate(codes, 1)]}
        case "demande":
            return {"budget": _budget(answers)}
        case "operateurs":
            action = _action(
                1,
                title="Vos actions",
                has_operator=answers.operators != "none",
                operator_name="l'opérateur",
                operator_is_independent=answers.operators == "independent",
            )
            return {"actions": [action]}
        case "recrutements":
            return _recruitment(answers, terms)
    return {}


def _action(rank: int, **fields: Any) -> PlanAction:
    content = {"title": f"Action {rank}", "description": "Décrite dans le dossier."} | fields
    return PlanAction(id=rank, position=rank, content=ActionContent(**content))


def _budget(answers: Answers) -> Budget:
    asked = answers.asked or Decimal(0)
    others = max(Decimal(0), (answers.cost or Decimal(0)) - asked)
    return Budget(requested=[asked], resources=[BudgetLine(account="own", amounts=[others])])


def _recruitment(answers: Answers, terms: Terms) -> dict[str, Any]:
    """A post on the first day of some project, or without an end."""
    if answers.recruitment == "none":
        return {}
    start = terms.closes_at.date()
    post = StaffLine(
        function="poste recruté",
        kind=StaffKind.RECRUITED,
        starts_on=start,
        ends_on=start if answers.recruitment == "bounded" else None,
    )
    return {
        "team": Team(staff=[post]),
        "project": Project(starts_on=start, duration_years=terms.durations[0]),
    }


def judged_elsewhere() -> list[str]:
    """Titles of the blocking rules that the form checks and the simulator does not."""
    asked = {code for codes in QUESTIONS.values() for code in codes} | {"DELAI"}
    return [
        rule.title
        for rule in RULES
        if rule.severity == Severity.BLOCKING and rule.code not in asked
    ]


def titles(question: str) -> list[str]:
    """Titles of the rules a question answers."""
    return [rule_named(code).title for code in QUESTIONS[question]]


def start_with(application: Application, answers: Answers, *, by: User) -> Application:
    """Write the answers in a dossier just opened: duration, previous award, yearly subsidy.

    The subsidy is split in equal parts, cents in the last year: a start to be adjusted. Raises
    as `drafting.save_section`.
    """
    with transaction.atomic():
        sections = {section.key: section for section in application.sections.all()}
        for key, changes in _first_contents(answers).items():
            section = sections[key]
            content = drafting.CONTENT_TYPES[key].model_validate(section.content)
            drafting.save_section(
                section, content.model_copy(update=changes), version=section.version, by=by
            )
    return application


def _first_contents(answers: Answers) -> dict[SectionKey, dict[str, Any]]:
    contents: dict[SectionKey, dict[str, Any]] = {}
    if answers.has_past_award is not None:
        contents[SectionKey.IDENTITY] = {
            "has_previous_award": answers.has_past_award,
            "previous_award_ended_on": answers.past_award_ended_on,
        }
    if answers.years and answers.years <= MAX_YEARS:
        contents[SectionKey.PROJECT] = {"duration_years": answers.years}
        if answers.asked:
            contents[SectionKey.BUDGET] = {"requested": split(answers.asked, answers.years)}
    return contents


def split(amount: Decimal, years: int) -> list[Decimal]:
    """Equal yearly parts to the cent, what is left in the last year."""
    part = (amount / years).quantize(Decimal("0.01"), rounding="ROUND_DOWN")
    return [*([part] * (years - 1)), amount - part * (years - 1)]
