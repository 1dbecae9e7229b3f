"""Amendments: opened from what changes, negotiated and signed as the convention was, then in force."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from applications.period import last_day
from conventions import terms
from conventions.amended import LONGEST, Wanted, articles, becomes, differences
from conventions.enums import ActStatus, ConventionStatus, Party
from conventions.models import Act, Amendment, Convention, Version
from conventions.permissions import as_instructor
from conventions.plan_limits import refusals
from conventions.state import State, thawed
from limits_portal.french import euros, long_date
from reviews.releasing import refuse_beyond_the_envelope
from workflow.engine import NotAllowed, Refused, record

CHANGED = (
    "La convention a changé depuis l’affichage de cette page. Rouvrez « Préparer un avenant » pour "
    "partir de ce qui est en vigueur."
)


def state_in_force(convention: Convention) -> State:
    """The data that hold: those of the last text signed. Raises Refused before any signature."""
    act = convention.acts.filter(status=ActStatus.SIGNED).order_by("number").last()
    if act is None:
        raise Refused("Cette convention n’est pas encore signée : modifiez son texte.")
    return thawed(act.last_version())


def amend(
    convention: Convention, wanted: Wanted, *, reason: str, by: User, since: int | None = None
) -> Act:
    """Open an amendment: its number, its data, its text, at MILDECA until it is circulated.

    `since` is the number of the text in force that `wanted` was made from: a plan is wanted whole, and
    would undo an amendment signed meanwhile. Raises NotAllowed, or Refused with what to do.
    """
    role = as_instructor(convention, by)
    readable = Convention.objects.visible_to(by).filter(pk=convention.pk)
    with transaction.atomic():
        fresh = readable.select_for_update(of=("self",)).first() if role else None
        if role is None or fresh is None:
            raise NotAllowed("Un avenant est préparé par la MILDECA.")
        if fresh.status != ConventionStatus.IN_FORCE:
            state = str(ConventionStatus(fresh.status).label).lower()
            raise Refused(f"On amende une convention en vigueur : celle-ci est « {state} ».")
        if not reason.strip():
            raise Refused("Dites pourquoi la convention est modifiée.")
        before = state_in_force(fresh)
        if since not in (None, before.act):
            raise Refused(CHANGED)
        _refuse_wrong_changes(fresh, before, wanted)
        number = fresh.acts.count()
        said = terms.of(fresh.application.call)
        after = becomes(before, wanted, payments=said.payments, number=number)
        wrong = refusals(before, after)
        if wrong:
            raise Refused(*wrong)
        found = differences(before, after)
        if not found:
            raise Refused("Rien ne change : indiquez ce que l’avenant modifie.")
        try:
            with transaction.atomic():
                act = Act.objects.create(convention=fresh, number=number)
        except IntegrityError as error:
            raise Refused("Un avenant de cette convention est déjà en cours.") from error
        last = fresh.acts.get(number=0).last_version()
        Version.objects.create(
            act=act,
            number=1,
            state=after.model_dump(mode="json"),
            visas=last.visas,
            articles=articles(
                found,
                after,
                signed_on=timezone.localdate(fresh.in_force_at),
                reason=reason,
            ),
            summary="Texte établi d’après ce qui change",
            party=Party.MILDECA,
            made_by=by,
        )
        kinds = list(dict.fromkeys(str(point.kind) for point in found))
        Amendment.objects.create(
            act=act,
            kinds=kinds,
            reason=reason.strip(),
            changes=[point.as_json() for point in found],
        )
        record(
            "act.amend",
            subject=act,
            by=by,
            role=role,
            target=act.status,
            reason=reason.strip(),
            payload={"kinds": kinds, "changes": len(found)},
        )
    return act


def _refuse_wrong_changes(convention: Convention, before: State, wanted: Wanted) -> None:
    decided = convention.award.amount
    if wanted.ends_on is not None:
        last = last_day(before.starts_on, LONGEST // 12) or date.max
        if not before.starts_on <= wanted.ends_on <= last:
            raise Refused(
                f"Le dernier jour du projet va du {long_date(before.starts_on)} au "
                f"{long_date(last)}."
            )
    if wanted.amount is not None:
        if wanted.amount <= 0 or any(part < 0 for part in wanted.yearly):
            raise Refused("Indiquez un montant positif : pour tout arrêter, résiliez.")
        if wanted.amount > decided:
            raise Refused(f"Le montant ne dépasse pas les {euros(decided)} décidés.")
        if wanted.amount > before.ceiling:
            raise Refused(f"Le montant ne dépasse pas le plafond de {euros(before.ceiling)}.")
        # Said now rather than to whoever signs last.
        refuse_beyond_the_envelope(convention.award, wanted.amount - before.agreed)
        if wanted.yearly and len(wanted.yearly) != len(before.yearly):
            raise Refused(f"Répartissez le montant sur {len(before.yearly)} exercices.")
        if wanted.yearly and sum(wanted.yearly) != wanted.amount:
            raise Refused(
                f"Les montants par exercice font {euros(sum(wanted.yearly))} au lieu de "
                f"{euros(wanted.amount)} : corrigez-les, ou laissez-les vides pour une répartition "
                "automatique."
            )
