"""The session of a simulated edition, and the decision that follows it (C-5d, C-5e)."""

from datetime import datetime, timedelta
from decimal import Decimal
from time import sleep
from typing import Any

from django.db.models import QuerySet

from accounts.models import User
from applications.models import Call
from limits_portal.printouts import Printout, Workshop
from reviews import attending, convening, deciding, letters, minutes, scenarios, terms
from reviews.enums import AttendanceMode, Outcome
from reviews.models import Award, Decision, Letter, Minutes, Sitting
from reviews.simulation.telling import Say, silent
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
    """Propose the first scenario, close the session, have the chair sign its minutes."""
    scenarios.propose(sitting.scenarios.filter(deleted_at=None).earliest("pk"), by=by)
    sitting = SITTING.perform(sitting, "close", by=by)
    draw(minutes.WORKSHOP, Minutes.objects.filter(sitting=sitting), "Procès-verbal mis en page")
    chair = sitting.chair
    return SITTING.perform(sitting, "sign", by=chair.person) if chair else sitting


def decide(sitting: Sitting, *, by: User, president: User, say: Say) -> Decision:
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
    say("Décision validée")
    papers = Letter.objects.filter(award__decision=decision)
    draw(letters.WORKSHOP, papers, "Lettres mises en page", say)
    return DECISION.perform(decision, "publish", by=president)


def draw(workshop: Workshop, rows: QuerySet[Any], label: str, say: Say = silent) -> None:
    """Draw these papers; those a worker of the portal has already taken are waited for."""
    waiting = rows.filter(progress=Printout.Status.PENDING)
    while waiting.exists():
        if workshop.make_due(limit=25):
            say(f"{label} : {rows.count() - waiting.count()}/{rows.count()}")
        else:
            sleep(1)
