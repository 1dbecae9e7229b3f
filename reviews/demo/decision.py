"""The past edition decided: laureates, a reserve, a refusal that explains itself (C-5e)."""

from datetime import datetime
from decimal import Decimal

from accounts.models import User
from applications.models import Call
from limits_portal.french import PARIS
from reviews import deciding, letters
from reviews.enums import Outcome
from reviews.models import Award, Decision, Scenario
from reviews.workflow import DECISION

DECIDED_AT = datetime(2024, 6, 14, 9, 0, tzinfo=PARIS)
ENVELOPE = Decimal(340_000)
# By the holder's code in the register: what is decided, how much, why.
OUTCOMES: dict[str, tuple[str, Decimal, str]] = {
    "33249": (Outcome.SELECTED, Decimal(165_000), ""),
    "97411": (Outcome.SELECTED, Decimal(120_000), ""),
    "21166": (Outcome.RESERVE, Decimal(0), ""),
    "61001": (
        Outcome.REJECTED,
        Decimal(0),
        "Le diagnostic local et le calendrier des actions sont trop peu détaillés au regard des "
        "autres projets.",
    ),
}


def load(call: Call, people: dict[str, User]) -> Decision | None:
    """Decide and publish the past edition, unless it is done; letters are drawn by the worker."""
    if Decision.objects.filter(call=call).exists():
        return None
    ines, martin = people["ines"], people["martin"]
    proposal = Scenario.objects.filter(sitting__call=call, is_proposal=True).first()
    decision = deciding.prepare(call, by=ines, envelope=ENVELOPE, scenario=proposal)
    for award in decision.awards.select_related("application__holder"):
        outcome, amount, reason = OUTCOMES[award.application.holder.code]
        fresh = Award.objects.get(pk=award.pk)
        deciding.change_award(
            fresh,
            outcome=outcome,
            amount=amount,
            reason=reason,
            feedback=fresh.feedback,
            version=fresh.version,
            by=ines,
        )
    DECISION.perform(decision, "propose", by=ines, at=DECIDED_AT)
    decision = DECISION.perform(decision, "validate", by=martin, at=DECIDED_AT)
    letters.WORKSHOP.make_due(limit=decision.awards.count())
    return DECISION.perform(decision, "publish", by=martin, at=DECIDED_AT)
