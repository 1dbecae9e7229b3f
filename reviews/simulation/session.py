"""The session of a simulated edition, and the decision that follows it (C-5d, C-5e)."""

from datetime import datetime, timedelta
from decimal import Decimal

from accounts.models import User
from applications.models import Call
from reviews import attending, convening, deciding, letters, scenarios, terms
from reviews.enums import AttendanceMode, Outcome
from reviews.models import Award, Decision, Sitting
from reviews.sitting_life import SITTING
from reviews.workflow import DECISION

REASON = "D’autres projets répondent mieux aux critères de l’appel, dans la limite de l’enveloppe."


def hold(call: Call, *, by: User, now: datetime, share: Decimal) -> Sitting:
    """Plan, convene, open with everyone there, and fill the first scenario by rank; left open."""
    days = terms.of(call).convocation_days
    sitting = convening.plan(
        call, held_at=now + timedelta(days=days, minutes=1), place="69 rue de Varenne, Paris", by=by
    )
    sitting = SITTING.perform(sitting, "convene", by=by, at=now)
    answers = [
        attending.Answer(row.seat_id, AttendanceMode.PRESENT, None, row.version)
        for row in sitting.attendances.all()
    ]
    sitting = attending.call_the_roll(sitting, answers, by=by)
    sitting = SITTING.perform(sitting, "open", by=by)
    scenarios.fill(sitting.scenarios.get(), share, by=by)
    return sitting


def close(sitting: Sitting, *, by: User) -> Sitting:
    """Propose the first scenario and close the session: its minutes are to be drawn and signed."""
    scenarios.propose(sitting.scenarios.filter(deleted_at=None).get(), by=by)
    return SITTING.perform(sitting, "close", by=by)


def decide(sitting: Sitting, *, by: User, president: User) -> Decision:
    """Prepare the decision from the session's proposal, validate it, publish the results."""
    call = sitting.call
    proposal = sitting.scenarios.filter(is_proposal=True).first()
    decision = deciding.prepare(call, by=by, scenario=proposal)
    for award in decision.awards.filter(outcome=Outcome.REJECTED):
        fresh = Award.objects.get(pk=award.pk)
        deciding.change_award(
            fresh,
            outcome=Outcome.REJECTED,
            amount=Decimal(0),
            reason=REASON,
            feedback=fresh.feedback,
            version=fresh.version,
            by=by,
        )
    decision = DECISION.perform(decision, "propose", by=by)
    decision = DECISION.perform(decision, "validate", by=president)
    letters.WORKSHOP.make_due(limit=decision.awards.count())
    return DECISION.perform(decision, "publish", by=president)
