"""The eligibility panel in templates: `{% include "applications/eligibility/panel.html" %}`."""

from collections.abc import Iterable

from django import template

from applications.eligibility import Finding, Severity, State, Summary, summary
from applications.models import Application
from limits_portal.menu import address

register = template.Library()

# Icon and colour of the badge; the word says the same (RGAA 3.1).
BADGES = {
    State.CONFORMING: "fr-badge--success",
    State.TO_CORRECT: "fr-badge--error",
    State.TO_CHECK: "fr-badge--warning",
}


@register.filter
def eligibility_summary(findings: Iterable[Finding]) -> Summary:
    """Counts of the findings."""
    return summary(findings)


@register.filter
def most_urgent_first(findings: Iterable[Finding]) -> list[Finding]:
    """What forbids filing, then what is to be checked, then what conforms; the book's order."""
    rank = {State.TO_CORRECT: 0, State.TO_CHECK: 1, State.CONFORMING: 2}
    return sorted(findings, key=lambda f: (rank[f.state], f.severity == Severity.WARNING))


@register.filter
def badge_class(finding: Finding) -> str:
    """DSFR class of the state's badge."""
    return BADGES[finding.state]


@register.simple_tag
def finding_address(finding: Finding, application: Application) -> str:
    """Address of the field to correct, in the form of this dossier; "" when there is none."""
    if finding.is_conforming or not finding.section:
        return ""
    place = ""
    if finding.action is not None:
        place = address("applications:action", application.reference, finding.action)
    place = place or address("applications:section", application.reference, finding.section)
    return f"{place}#{finding.anchor}" if place and finding.anchor else place
