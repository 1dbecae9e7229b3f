"""From the mark of a page to the issue it designates."""

from conventions.models import Issue
from conventions.signing.marks import Mark, fingerprint


def issue_of(mark: Mark) -> Issue | None:
    """The sealed issue of a mark whose fingerprint is the right one, or None."""
    issue = (
        Issue.objects.select_related("act__convention__application__holder", "version")
        .filter(
            act__convention__reference=mark.reference,
            act__number=mark.act,
            number=mark.issue,
            revisions__number=0,
        )
        .first()
    )
    return issue if issue is not None and fingerprint(issue) == mark.fingerprint else None
