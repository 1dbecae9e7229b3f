"""The circuit of signatures: whose turn it is, what refuses one, how one is kept (C-5g)."""

import hashlib
import logging
from typing import Any
from uuid import uuid4

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from accounts.models import User
from applications import documents
from conventions.models import Act, Issue, Revision, Signature
from conventions.signing.guards import CHANGED, remaining
from conventions.workflow import ACT, CONVENTION
from workflow.engine import Refused, Step

logger = logging.getLogger(__name__)
FOLDER = "conventions/revisions"


class Superseded(Refused):
    """The document that was read is no longer the one to sign (F14)."""


class Damaged(Refused):
    """The file of a revision is missing, or is no longer the one that was kept."""

    def __init__(self) -> None:
        super().__init__(
            "Le fichier de ce document est absent ou abîmé : rien n’est signé. Prévenez un "
            "administrateur du portail."
        )


def locked(issue: Issue) -> Act:
    """The act of an issue, held until the end of the transaction: one signature at a time."""
    return (
        Act.objects.select_for_update(of=("self",))
        .select_related("convention__application__holder")
        .get(pk=issue.act_id)
    )


def refuse(act: Act, signature: Signature, *, by: User | None, sha256: str) -> None:
    """Raise Superseded or Refused when the signature may not be given, before it is made."""
    step = Step(by, "", timezone.now(), "", _facts(signature, sha256))
    row = ACT.transition(_transition(act))
    if act.status not in row.sources:
        raise Superseded(CHANGED)
    for guard in row.guards:
        reasons = guard(act, step)
        if CHANGED in reasons:
            raise Superseded(*reasons)
        if reasons:
            raise Refused(*reasons)


def keep(
    act: Act, signature: Signature, *, by: User, sha256: str, content: bytes | None = None
) -> Signature:
    """Keep a signature of a locked act, and its revision when it is electronic.

    The last one makes the act hold; the convention's own text brings it into force. Raises
    Refused as `refuse` does; nothing is left behind then.
    """
    if content is not None:
        signature.revision = _revision(signature, content)
    try:
        ACT.perform(act, _transition(act), by=by, **_facts(signature, sha256))
        if act.number == 0 and not remaining(act):
            CONVENTION.perform(act.convention, "enter", by=None, at=signature.signed_at)
    except BaseException:
        if signature.revision is not None:
            default_storage.delete(str(signature.revision.file))
        raise
    return signature


def _revision(signature: Signature, content: bytes) -> Revision:
    """The bytes stored, and their row, that the transition writes."""
    issue = signature.issue
    place = default_storage.save(f"{FOLDER}/{uuid4().hex}.pdf", ContentFile(content))
    return Revision(
        issue=issue,
        number=issue.revisions.count(),
        file=place,
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        made_at=timezone.now(),
    )


def bytes_of(revision: Revision) -> bytes:
    """The exact bytes of a revision, checked against its SHA-256. Raises Damaged."""
    content = documents.read(revision)
    if content is None:
        logger.error("revision %s is missing, or is not the one that was kept", revision.pk)
        raise Damaged
    return content


def _transition(act: Act) -> str:
    return "complete" if remaining(act) == 1 else "sign"


def _facts(signature: Signature, sha256: str) -> dict[str, Any]:
    return {"signature": signature, "issue": signature.issue_id, "sha256": sha256}
