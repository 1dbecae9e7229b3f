"""Money that returns to a call's envelope: less was agreed than decided, or a convention ended (C-5e)."""

from decimal import Decimal

from accounts.models import User
from applications.models import Call
from limits_portal.french import euros
from reviews.decision_guards import total_of
from reviews.enums import DecisionStatus
from reviews.models import Award, Decision, Release
from workflow.engine import Refused, record


def release(award: Award, amount: Decimal, *, reason: str, by: User | None) -> None:
    """Say how many euros of an award are free again in all; zero takes it back.

    To be called in the transaction of what frees them. Raises Refused for more than was decided,
    or when what is taken back is no longer in the envelope.
    """
    if not 0 <= amount <= award.amount:
        raise Refused(f"On ne libère pas plus que les {euros(award.amount)} décidés.")
    known = Release.objects.filter(award=award).first()
    freed = known.amount if known else Decimal(0)
    if amount == freed:
        return
    refuse_beyond_the_envelope(award, freed - amount)
    if amount:
        Release.objects.update_or_create(award=award, defaults={"amount": amount, "reason": reason})
    else:
        Release.objects.filter(award=award).delete()
    record(
        "decision.release",
        subject=award.decision,
        by=by,
        reason=reason,
        payload={"application": award.application.reference, "amount": str(amount)},
    )


def refuse_beyond_the_envelope(award: Award, more: Decimal) -> None:
    """Raise Refused when an award may not take so many euros back: they were granted since.

    The call is locked, so that two awards never take the same money.
    """
    if more <= 0:
        return
    call = Call.objects.select_for_update(of=("self",)).get(pk=award.decision.call_id)
    last = (
        Decision.objects.filter(
            call=call, status__in=(DecisionStatus.VALIDATED, DecisionStatus.PUBLISHED)
        )
        .order_by("number")
        .last()
    )
    if last is None:
        return
    spent = Award.objects.granted(call)
    if last.status == DecisionStatus.VALIDATED:
        spent += total_of(last)
    rest = last.envelope_amount - spent
    if more > rest:
        raise Refused(
            f"Il reste {euros(max(rest, Decimal(0)))} dans l’enveloppe de l’appel, et il en faudrait "
            f"{euros(more)} de plus : ce qui avait été libéré est attribué depuis."
        )
