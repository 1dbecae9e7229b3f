"""The law of the call, as a book of small functions (ADR 0006, design/product.md).

Each rule reads a `Dossier` and answers one question: conforme, à corriger or à vérifier, with a
reason made from the dossier's own figures. The same rules serve the public simulator, the live
panel, the filing guard and the instruction sheet. No database, no clock: the dossier says at
which instant it is judged.
"""

from collections.abc import Collection, Iterable

from applications.content import Dossier
from applications.eligibility import (
    amounts,
    calendar,
    holder,
    plan,
    signals,
    undertakings,
)
from applications.eligibility.finding import (
    Finding,
    Rule,
    Severity,
    State,
    Summary,
    Verdict,
)

__all__ = [
    "RULES",
    "Finding",
    "Rule",
    "Severity",
    "State",
    "Summary",
    "Verdict",
    "blocking",
    "evaluate",
    "rule_named",
    "summary",
]

# In the order of the form: who, when, where, what, how much, with whom, promises, papers.
RULES: tuple[Rule, ...] = (
    holder.PORTEUR_ELIGIBLE,
    holder.REPRESENTANT,
    holder.PROJET_PRECEDENT_CLOS,
    holder.UN_DOSSIER_PAR_PORTEUR,
    calendar.DELAI,
    calendar.DUREE,
    plan.TERRITOIRE_ET_PUBLIC,
    plan.OBJECTIFS_DECLINES,
    plan.AXES_COUVERTS,
    plan.RESULTATS_ET_INDICATEURS,
    plan.OPERATEURS_SANS_LIEN,
    calendar.RECRUTEMENTS_BORNES,
    amounts.PLAFOND,
    amounts.BUDGET_EQUILIBRE,
    amounts.BUDGET_ANNUEL_CONCORDANT,
    undertakings.ENGAGEMENTS,
    undertakings.PIECES_OBLIGATOIRES,
    signals.REFERENT_ETP,
    signals.PERIMETRE_LARGE,
    signals.COFINANCEMENT_FAIBLE,
    signals.ACTEURS_PEU_MOBILISES,
    signals.ELUS_PEU_IMPLIQUES,
)


def rule_named(code: str) -> Rule:
    """Return the rule of this code. Raises KeyError for an unknown one."""
    for rule in RULES:
        if rule.code == code:
            return rule
    raise KeyError(code)


def evaluate(dossier: Dossier, codes: Collection[str] | None = None) -> list[Finding]:
    """Judge the dossier by every rule, or only by those named, in the book's order."""
    return [rule.judge(dossier) for rule in RULES if codes is None or rule.code in codes]


def blocking(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings that forbid filing: a blocking rule that is to be corrected."""
    return [finding for finding in findings if finding.is_blocking]


def summary(findings: Iterable[Finding]) -> Summary:
    """Count the findings for « 14 / 17 — 1 point bloquant »."""
    listed = list(findings)
    rules = [finding for finding in listed if finding.severity == Severity.BLOCKING]
    return Summary(
        conforming=sum(finding.state == State.CONFORMING for finding in rules),
        total=len(rules),
        blocking=len(blocking(listed)),
        to_check=sum(finding.state == State.TO_CHECK for finding in rules),
        warnings=sum(
            finding.severity == Severity.WARNING and finding.state != State.CONFORMING
            for finding in listed
        ),
    )
