"""The end of a convention: given up before its signature, or terminated; its money is free again."""

from decimal import Decimal
from typing import Any

from django.db import transaction

from accounts.models import User
from applications.models import Application
from applications.workflow import LIFE
from conventions.enums import ActStatus, ConventionStatus
from conventions.models import Convention
from conventions.workflow import ACT, CONVENTION
from reviews import releasing
from reviews.amounts import CENT
from workflow.engine import Refused, Step


def cancel(convention: Convention, *, by: User, reason: str) -> Convention:
    """Give a convention up before its signature: the dossier's award is given up with it.

    Its amount returns to the call's envelope, for the reserve list. Raises NotAllowed or Refused.
    """
    with transaction.atomic():
        if convention.status != ConventionStatus.PREPARING:
            state = str(ConventionStatus(convention.status).label).lower()
            raise Refused(f"Cette convention n’est plus à signer : elle est « {state} ».")
        LIFE.perform(convention.application, "lapse", by=by, reason=reason)
        return Convention.objects.get(pk=convention.pk)


def undo(application: Application, step: Step) -> dict[str, Any]:
    """A laureate gives up: the text in hand is abandoned, the convention cancelled.

    Raises Refused when the convention is in force: it is terminated, by an act of its own.
    """
    convention = Convention.objects.filter(application=application).first()
    if convention is None or convention.status == ConventionStatus.CANCELLED:
        return {}
    if convention.status != ConventionStatus.PREPARING:
        raise Refused(
            "La convention est signée : on n’y renonce plus, elle se résilie. Écrivez à la MILDECA."
        )
    _abandon_text(convention, by=step.by, reason=step.reason)
    CONVENTION.perform(
        convention, "cancel", by=step.by, reason=step.reason, at=step.at, dossier=application
    )
    return {"convention": convention.reference}


def terminate(convention: Convention, *, by: User, reason: str, kept: Decimal) -> Convention:
    """Terminate a convention in force; `kept` is what the holder keeps, in euros.

    The rest returns to the call's envelope. Raises NotAllowed or Refused.
    """
    kept = kept.quantize(CENT)
    with transaction.atomic():
        _abandon_text(convention, by=by, reason=reason)
        ended = CONVENTION.perform(convention, "terminate", by=by, reason=reason, kept=kept)
        releasing.release(ended.award, ended.award.amount - kept, reason=reason, by=by)
    return ended


def _abandon_text(convention: Convention, *, by: User, reason: str) -> None:
    """Abandon the text in hand, if there is one, for the reason the convention ends.

    First, so that texts are locked before conventions, as when they are signed.
    """
    act = convention.acts.exclude(status__in=(ActStatus.SIGNED, ActStatus.ABANDONED)).first()
    if act is not None:
        ACT.perform(act, "abandon", by=by, reason=reason, ending=convention.pk)
