"""Asking the holder to complete a filed dossier, answering, closing: the verbs behind the pages.

What is asked is prepared point by point by the instruction, then sent as one request, which
reopens those points alone (`applications.scope`).
"""

from datetime import date, datetime

from django.db import transaction

from accounts.models import User
from applications.enums import ApplicationStatus, SectionKey
from applications.models import Application, CompletionRequest, Remark, Snapshot
from applications.permissions import as_instructor
from applications.workflow import LIFE
from workflow.engine import NotAllowed, Refused


class Stale(Refused):
    """The remark was changed by somebody else since it was read."""


def add_remark(
    application: Application, *, section: str, unit: str, label: str, text: str, by: User
) -> Remark:
    """Prepare a point to ask about. Raises NotAllowed, or Refused once the request has left."""
    with transaction.atomic():
        fresh = _being_examined(application, by)
        return Remark.objects.create(
            application=fresh,
            section=SectionKey(section),
            unit=unit,
            label=label[:300],
            text=text.strip(),
            written_by=by,
        )


def change_remark(remark: Remark, *, text: str, version: int, by: User) -> Remark:
    """Reword a point not sent yet. Raises NotAllowed, Stale or Refused."""
    with transaction.atomic():
        _being_examined(remark.application, by)
        waiting = Remark.objects.filter(pk=remark.pk, request=None)
        if not waiting.filter(version=version).update(
            text=text.strip(), version=version + 1, written_by=by
        ):
            raise Stale("Ce point vient d’être modifié par un collègue : relisez-le.")
        return waiting.get()


def remove_remark(remark: Remark, *, by: User) -> None:
    """Drop a point not sent yet; dropping it twice changes nothing."""
    with transaction.atomic():
        _being_examined(remark.application, by)
        Remark.objects.filter(pk=remark.pk, request=None).delete()


def _being_examined(application: Application, by: User) -> Application:
    if as_instructor(application, by) is None:
        raise NotAllowed("Seule l’instruction de la MILDECA demande un complément.")
    fresh = Application.objects.select_for_update(of=("self",)).get(pk=application.pk)
    if fresh.status != ApplicationStatus.SUBMITTED:
        raise Refused(
            "Un complément se prépare quand le dossier est déposé : "
            f"il est à l’état « {fresh.get_status_display()} »."
        )
    return fresh


def ask(
    application: Application,
    *,
    due_on: date | None,
    by: User,
    message: str = "",
    remarks: list[int] | None = None,
) -> Application:
    """Send the points prepared (those of these keys, or all). Raises NotAllowed or Refused."""
    return LIFE.perform(
        application, "ask_completion", by=by, due_on=due_on, message=message, remarks=remarks
    )


def cancel(application: Application, *, reason: str, by: User) -> Application:
    """Close the request without its answer. Raises NotAllowed or Refused."""
    return LIFE.perform(application, "cancel_completion", by=by, reason=reason)


def complete(
    application: Application,
    *,
    by: User,
    received_at: datetime,
    read_as: str | None = None,
    reply: str = "",
    signatory_name: str = "",
    signatory_role: str = "",
) -> Snapshot:
    """Send the completed dossier and return its receipt; sent twice, it returns the one it has.

    Raises NotAllowed or Refused with every reason.
    """
    before = standing(application)
    try:
        LIFE.perform(
            application,
            "complete",
            by=by,
            received_at=received_at,
            read_as=read_as,
            reply=reply,
            signatory_name=signatory_name,
            signatory_role=signatory_role,
        )
    except NotAllowed:
        raise
    except Refused:
        last = answered(application)
        if last is not None and before is None:
            return last
        raise
    last = answered(application)
    assert last is not None  # the effect of « complete » just made it
    return last


def standing(application: Application) -> CompletionRequest | None:
    """The request that waits for an answer, with its remarks."""
    requests = CompletionRequest.objects.standing().filter(application=application)
    return requests.prefetch_related("remarks").first()


def answered(application: Application) -> Snapshot | None:
    """The filing that answered a request last, while it is the dossier's last filing."""
    last = application.snapshots.last()
    return last if last is not None and is_completion(last) else None


def is_completion(snapshot: Snapshot) -> bool:
    """Whether a filing answered a request to complete."""
    return CompletionRequest.objects.filter(answer=snapshot).exists()
