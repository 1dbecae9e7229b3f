"""Filing a dossier, taking it back, withdrawing it: the verbs behind the pages.

Filing twice (double click, two tabs, a retry) is filing once: the second caller gets the receipt
of the first. A late attempt changes nothing and is journaled, as evidence for both sides.
"""

from datetime import datetime

from accounts.models import User
from applications.dossier import deadline_of
from applications.enums import ApplicationStatus
from applications.guards import is_late
from applications.models import Application, Snapshot
from applications.permissions import as_signatory
from applications.workflow import LIFE
from workflow.engine import NotAllowed, Refused, record


def submit(
    application: Application,
    *,
    by: User,
    received_at: datetime,
    read_as: str | None = None,
    signatory_name: str = "",
    signatory_role: str = "",
) -> Snapshot:
    """File the dossier and return its receipt; a dossier already filed returns the one it has.

    `read_as` says what the signatory read (`guards.reading_of`). Raises NotAllowed (not this person)
    or Refused (with every reason); a late attempt is journaled before it is refused.
    """
    try:
        LIFE.perform(
            application,
            "submit",
            by=by,
            received_at=received_at,
            read_as=read_as,
            signatory_name=signatory_name,
            signatory_role=signatory_role,
        )
    except NotAllowed:
        raise
    except Refused:
        fresh = Application.objects.select_related("call").get(pk=application.pk)
        already = fresh.snapshots.last()
        if fresh.status in ApplicationStatus.FILED and already is not None:
            return already
        if fresh.is_editable and is_late(received_at, deadline_of(fresh)):
            record_late_attempt(fresh, by=by, received_at=received_at)
        raise
    snapshot = application.snapshots.last()
    assert snapshot is not None  # the effect of « submit » just made it
    return snapshot


def record_late_attempt(application: Application, *, by: User, received_at: datetime) -> None:
    """Journal a filing refused for its hour: what came when, against which deadline."""
    record(
        "application.late_attempt",
        subject=application,
        by=by,
        role=as_signatory(application, by) or "",
        at=received_at,
        source=application.status,
        target=application.status,
        payload={"received_at": received_at, "closes_at": deadline_of(application)},
    )


def take_back(application: Application, *, by: User, received_at: datetime) -> Application:
    """Make a filed dossier a draft again, before the deadline. Raises NotAllowed or Refused."""
    return LIFE.perform(application, "take_back", by=by, received_at=received_at)


def withdraw(application: Application, *, by: User, reason: str) -> Application:
    """Withdraw a dossier for good, before the decision. Raises NotAllowed or Refused."""
    return LIFE.perform(application, "withdraw", by=by, reason=reason)
