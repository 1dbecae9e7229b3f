"""Opening the convention of a laureate: its number, its first text, its first data (C-5f)."""

from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import User
from applications.enums import ApplicationStatus
from applications.models import Application
from conventions import articles, details, terms
from conventions.enums import Party
from conventions.models import Act, Convention, Version
from conventions.permissions import as_instructor
from conventions.state import state_of
from reviews.enums import Outcome
from reviews.models import Award
from workflow.engine import NotAllowed, Refused, record


def without_convention(user: User) -> QuerySet[Award]:
    """The laureates' standing awards that no convention was opened for, as this person may know."""
    standing = (
        Award.objects.visible_to(user)
        .filter(application__status=ApplicationStatus.SELECTED)
        .standing()
    )
    return (
        Award.objects.filter(pk__in=standing.values("pk"), outcome=Outcome.SELECTED)
        .filter(application__convention=None)
        .select_related("application__call", "application__holder", "application__departement")
        .defer("application__call__content")
        .order_by("application__call__slug", "application__reference")
    )


@transaction.atomic
def open_convention(award: Award, *, by: User) -> Convention:
    """Open the convention of a published award, with its first text from the call's model.

    Raises NotAllowed for anyone but an instructor, Refused when the award no longer stands, the
    dossier is not selected, or its convention is already open.
    """
    role = as_instructor(None, by)
    if role is None:
        raise NotAllowed("Seule l’instruction de la MILDECA ouvre une convention.")
    application = Application.objects.select_for_update(of=("self",)).get(pk=award.application_id)
    # A conflict of interest closes the dossier, whoever asks.
    if not Application.objects.visible_to(by).filter(pk=application.pk).exists():
        raise NotAllowed("Ce dossier ne vous est pas ouvert.")
    if application.status != ApplicationStatus.SELECTED:
        raise Refused(f"Le dossier {application.reference} n’est pas retenu.")
    if Convention.objects.filter(application=application).exists():
        raise Refused(f"La convention du dossier {application.reference} est déjà ouverte.")
    last = Award.objects.filter(application=application).standing().first()
    if last is None or last.pk != award.pk or last.outcome != Outcome.SELECTED:
        raise Refused(
            f"Cette décision sur le dossier {application.reference} n’est plus en vigueur."
        )
    convention = Convention.objects.create(
        application=application,
        award=last,
        reference=f"{application.reference}-C",
        agreed_amount=last.amount,
        yearly_amounts=last.yearly_amounts,
        details=details.Details().model_dump(mode="json"),
    )
    act = Act.objects.create(convention=convention)
    Version.objects.create(
        act=act,
        number=1,
        state=state_of(convention),
        visas=visas_for(convention),
        articles=articles.read(application.call),
        summary="Texte type de l’appel",
        party=Party.MILDECA,
        made_by=by,
    )
    record(
        "convention.opened",
        subject=convention,
        by=by,
        role=role,
        target=convention.status,
        payload={"award": last.pk, "amount": str(last.amount)},
    )
    return convention


def visas_for(convention: Convention) -> list[dict[str, Any]]:
    """The call's visas that hold for this kind of holder, in order, as a version keeps them."""
    application = convention.application
    kind = application.holder.kind
    return [
        visa.model_dump(mode="json", include={"code", "body", "needs_legal_check"})
        for visa in terms.of(application.call).visas
        if visa.only_for in ("", kind)
    ]
