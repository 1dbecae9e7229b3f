"""Writing an opinion: begun with the first word saved, renewed when the dossier changed (C-5c)."""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from applications import drafting
from applications.content import Content
from applications.enums import ApplicationStatus as S
from applications.models import Application, Snapshot
from reviews.enums import OpinionStatus
from reviews.models import Opinion
from reviews.opinion_content import OpinionContent
from reviews.permissions import as_prefecture
from workflow.engine import NotAllowed, Refused, record

# States in which the prefecture's opinion is awaited, or may still be given.
AWAITED = (S.SUBMITTED, S.TO_COMPLETE, S.ADMISSIBLE, S.IN_COMMITTEE)


def blank(application: Application, snapshot: Snapshot) -> Opinion:
    """An opinion of which nothing is saved yet: the first save begins it."""
    return Opinion(
        application=application,
        call_id=application.call_id,
        departement_id=application.departement_id,
        snapshot=snapshot,
        content=OpinionContent().model_dump(mode="json"),
    )


def save(opinion: Opinion, content: Content, *, version: int, by: User) -> Opinion:
    """Save an opinion typed over `version` and return it fresh.

    Raises drafting.Conflict when somebody saved since, NotAllowed, or Refused (no longer a draft).
    """
    with transaction.atomic():
        row = opinion
        if row.pk is None:
            application = _lock(opinion.application)
            _check(application, by)
            last = application.opinions.order_by("number").last()
            if last is None:
                return _begin(opinion, content, by=by)
            row = last
        fresh = (
            Opinion.objects.select_for_update(of=("self",))
            .select_related("application")
            .get(pk=row.pk)
        )
        _check(fresh.application, by)
        if fresh.status != OpinionStatus.DRAFT:
            said = fresh.get_status_display().lower()
            raise Refused(f"L’avis sur ce dossier est déjà « {said} » : il ne se modifie plus.")
        saved: Opinion = drafting.store(row, content, version=version, by=by)
    return saved


def _begin(opinion: Opinion, content: Content, *, by: User) -> Opinion:
    """Create the row at the first save, under the dossier's lock: two people do not both begin."""
    opinion.content = content.model_dump(mode="json")
    opinion.version, opinion.saved_at, opinion.saved_by = 1, timezone.now(), by
    opinion.save(force_insert=True)
    _record("opinion.begin", opinion, by)
    return opinion


def renew(application: Application, *, reason: str, by: User) -> Opinion:
    """Begin a new opinion from the given one, which stands until the new one is given.

    A reason is asked unless the holder completed the dossier since. Raises NotAllowed or Refused.
    """
    with transaction.atomic():
        fresh = _lock(application)
        _check(fresh, by)
        former = fresh.opinions.standing().first()
        if former is None:
            raise Refused("Aucun avis n’est encore rendu sur ce dossier.")
        last = fresh.snapshots.order_by("number").last()
        if last is None or (last.pk == former.snapshot_id and not reason.strip()):
            raise Refused("Indiquez pourquoi la préfecture rend un nouvel avis.")
        try:
            with transaction.atomic():
                opinion = Opinion.objects.create(
                    application=fresh,
                    call_id=former.call_id,
                    departement_id=former.departement_id,
                    number=former.number + 1,
                    snapshot=last,
                    content=former.content,
                    renewal_reason=reason.strip(),
                    version=1,
                    saved_at=timezone.now(),
                    saved_by=by,
                )
        except IntegrityError as error:
            raise Refused("Un nouvel avis est déjà en préparation sur ce dossier.") from error
        _record("opinion.renew", opinion, by, reason=reason.strip())
    return opinion


def _lock(application: Application) -> Application:
    return Application.objects.select_for_update(of=("self",)).get(pk=application.pk)


def _check(application: Application, by: User) -> None:
    """Raise NotAllowed, or Refused where no opinion is awaited."""
    if as_prefecture(application, by) is None:
        raise NotAllowed("Seule la préfecture du département rend un avis sur ce dossier.")
    if application.status not in AWAITED:
        raise Refused("Aucun avis n’est attendu sur ce dossier dans son état actuel.")


def _record(name: str, opinion: Opinion, by: User, **fields: Any) -> None:
    record(
        name,
        subject=opinion,
        by=by,
        role=as_prefecture(opinion, by) or "",
        target=OpinionStatus.DRAFT,
        payload={"application": opinion.application.reference, "number": opinion.number},
        **fields,
    )
