"""What must be true before a text goes on: French sentences that refuse, or an empty list."""

from conventions.enums import Party, RemarkStatus
from conventions.models import Act, Issue
from conventions.permissions import parties_of
from workflow.engine import Step


def has_a_version(act: Act, _step: Step) -> list[str]:
    """There is a text to discuss."""
    if act.versions.exists():
        return []
    return ["Le texte n’a pas encore de version : établissez-la avant de le mettre en discussion."]


def nothing_is_left_open(act: Act, _step: Step) -> list[str]:
    """Every remark was answered (C-5f)."""
    count = act.remarks.filter(status=RemarkStatus.OPEN).count()
    if not count:
        return []
    plural = "s" if count > 1 else ""
    return [f"{count} remarque{plural} attend{'ent' if count > 1 else ''} une réponse."]


def with_a_reason(_subject: object, step: Step) -> list[str]:
    """Why is said, and kept in the journal."""
    return [] if step.reason.strip() else ["Indiquez le motif."]


def of_the_standing_issue(act: Act, step: Step) -> list[str]:
    """The signer read this very document: act, issue and SHA-256 (security.md, F14)."""
    issue = standing_issue(act)
    if issue is None or (issue.pk, last_sha256(issue)) != (
        step.facts.get("issue"),
        step.facts.get("sha256"),
    ):
        return [
            "Une nouvelle version a été émise, ou une autre partie vient de signer. "
            "Relisez le document avant de le signer."
        ]
    return []


def in_turn(act: Act, step: Step) -> list[str]:
    """The parties sign in the call's order, each once."""
    issue = standing_issue(act)
    party = step.facts.get("party")
    expected = next_to_sign(issue) if issue is not None else None
    if expected is None or party not in parties_of(act.convention, step.by):
        return ["Vous ne pouvez pas signer pour cette partie."]
    if party != expected:
        return [f"C’est d’abord à la partie « {Party(expected).label} » de signer."]
    return []


def others_are_to_sign(act: Act, _step: Step) -> list[str]:
    """At least one other party signs after this one."""
    return [] if remaining(act) > 1 else ["Cette signature est la dernière."]


def is_last_to_sign(act: Act, _step: Step) -> list[str]:
    """All the other parties signed."""
    return [] if remaining(act) == 1 else ["Une autre partie doit encore signer."]


def standing_issue(act: Act) -> Issue | None:
    """The issue that may be signed, if there is one."""
    return act.issues.filter(voided_at=None).first()


def last_sha256(issue: Issue) -> str:
    """SHA-256 of the document as it stands: sealed, or with the signatures so far."""
    revision = issue.revisions.last()
    return revision.sha256 if revision else issue.sha256


def next_to_sign(issue: Issue) -> Party | None:
    """Whose turn it is; None when all have signed."""
    signed = set(issue.signatures.values_list("party", flat=True))
    return next((Party(party) for party in issue.order if party not in signed), None)


def remaining(act: Act) -> int:
    """How many parties have still to sign the standing issue."""
    issue = standing_issue(act)
    return len(issue.order) - issue.signatures.count() if issue else 0
