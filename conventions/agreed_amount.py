"""The agreed amount: the decided one, or less with a reason; years that add up to the cent (C-4.2a, c)."""

from decimal import Decimal

from django.db import transaction

from accounts.models import User
from conventions.desks import take
from conventions.enums import Party
from conventions.models import Act, Version
from conventions.state import state_of
from conventions.versions import write
from limits_portal.french import euros
from reviews import releasing
from reviews.amounts import CENT, split
from workflow.engine import NotAllowed, Refused, record


def agree_amount(
    act: Act,
    *,
    amount: Decimal,
    by: User,
    seen: int,
    reason: str = "",
    yearly: list[Decimal] | None = None,
) -> Version:
    """Set the agreed amount, for MILDECA: a new version of the text, and what it frees.

    Without yearly amounts, they keep their shares. What is below the decided amount returns to
    the call's envelope. Raises NotAllowed, Refused or Stale.
    """
    with transaction.atomic():
        hand = take(act, by, seen=seen)
        if hand.party != Party.MILDECA:
            raise NotAllowed("Le montant convenu est écrit par la MILDECA.")
        if hand.act.number:
            raise Refused("Le montant d’une convention signée change par un avenant.")
        convention = hand.act.convention
        award = convention.award
        amount = amount.quantize(CENT)
        parts = yearly or split(amount, convention.yearly_amounts)
        _refuse_wrong_amounts(amount, award.amount, parts, award.yearly_amounts, reason)
        before = convention.agreed_amount
        if (amount, parts) == (before, list(convention.yearly_amounts)):
            raise Refused("Ce montant est déjà celui de la convention.")
        convention.agreed_amount, convention.yearly_amounts = amount, parts
        convention.amount_reason = reason.strip() if amount < award.amount else ""
        convention.save(update_fields=["agreed_amount", "yearly_amounts", "amount_reason"])
        releasing.release(award, award.amount - amount, reason=convention.amount_reason, by=by)
        record(
            "convention.amount",
            subject=convention,
            by=by,
            role=hand.role,
            reason=convention.amount_reason,
            payload={"from": str(before), "to": str(amount), "yearly": [str(p) for p in parts]},
        )
        return write(
            hand,
            by=by,
            state=state_of(convention),
            summary=f"Montant convenu : {euros(amount)} au lieu de {euros(before)}"
            if amount != before
            else "Montant convenu : autre répartition par exercice",
        )


def _refuse_wrong_amounts(
    amount: Decimal, decided: Decimal, parts: list[Decimal], years: list[Decimal], reason: str
) -> None:
    if amount <= 0 or any(part < 0 for part in parts):
        raise Refused("Indiquez un montant : une convention ne porte ni zéro ni montant négatif.")
    if amount > decided:
        raise Refused(
            f"Le montant convenu ne dépasse pas les {euros(decided)} décidés par le président."
        )
    if amount < decided and not reason.strip():
        raise Refused(f"Dites pourquoi il est inférieur aux {euros(decided)} décidés.")
    if len(parts) != len(years):
        raise Refused(f"Répartissez le montant sur {len(years)} exercices.")
    if sum(parts) != amount:
        raise Refused(
            f"Les montants par exercice font {euros(sum(parts))} au lieu de {euros(amount)} : "
            "corrigez-les, ou laissez-les vides pour une répartition automatique."
        )
