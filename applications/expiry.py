"""Drafts never filed are erased a year after the deadline they missed (personal data, RGPD)."""

from datetime import date, datetime, timedelta
from functools import partial

from django.db import transaction

from applications.dossier import deadline_of
from applications.enums import ApplicationStatus
from applications.models import Application, Document
from limits_portal.french import PARIS
from workflow.engine import record

KEPT = timedelta(days=365)


def expires_on(closes_at: datetime) -> date:
    """The day a draft that missed this deadline is erased."""
    return closes_at.astimezone(PARIS).date() + KEPT


def erase_expired(*, now: datetime) -> int:
    """Erase the drafts whose time has come, each with a line in the journal; return how many.

    A dossier that was filed once is never erased here: its snapshots are kept.
    """
    today = now.astimezone(PARIS).date()
    old = Application.objects.filter(
        status=ApplicationStatus.DRAFT,
        snapshots=None,
        call__closes_at__lt=now - KEPT + timedelta(days=1),
    ).select_related("call")
    return sum(_erase(draft) for draft in old if expires_on(deadline_of(draft)) <= today)


def _erase(draft: Application) -> bool:
    with transaction.atomic():
        fresh = (
            Application.objects.select_for_update(of=("self",))
            .filter(pk=draft.pk, status=ApplicationStatus.DRAFT, snapshots=None)
            .first()
        )
        if fresh is None:
            return False
        record(
            "application.erased",
            subject=fresh,
            payload={"reference": fresh.reference, "holder": fresh.holder_id},
        )
        documents = list(fresh.documents.all())
        fresh.documents.all().delete()
        fresh.delete()
        # Once the rows are gone for good; what a sudden stop leaves, `sweep_files` finds.
        transaction.on_commit(partial(_erase_files, documents))
    return True


def _erase_files(documents: list[Document]) -> None:
    for document in documents:
        document.file.storage.delete(str(document.file.name))
