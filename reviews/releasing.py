"""Money that returns to a call's envelope: less was agreed than decided, or a convention ended (C-5e)."""

from decimal import Decimal

from accounts.models import User
from limits_portal.french import euros
from reviews.models import Award, Release
from workflow.engine import Refused, record


def release(award: Award, amount: Decimal, *, reason: str, by: User | None) -> None:
    """Say how many euros of an award are free again in all; zero takes it back.

    To be called in the transaction of what frees them. Raises Refused for more than was decided.
    """
    if not 0 <= amount <= award.amount:
        raise Refused(f"On ne libère pas plus que les {euros(award.amount)} décidés.")
    known = Release.objects.filter(award=award).first()
    if amount == (known.amount if known else 0):
        return
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
