"""What must be true before a text goes on: French sentences that refuse, or an empty list."""

from conventions.enums import RemarkStatus
from conventions.models import Act
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
