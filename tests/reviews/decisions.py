"""Dossiers before the committee, and decisions on them, made by the real verbs."""

from decimal import Decimal

from accounts.models import Organisation, User
from applications.models import Application, Call
from applications.workflow import LIFE
from reviews import deciding, letters
from reviews.models import Award, Decision
from reviews.workflow import DECISION
from tests.applications.filings import make_filed, make_limits_call

ENVELOPE = Decimal(300_000)


def make_examined(
    *, holder: Organisation, by: User, instructor: User, call: Call | None = None
) -> Application:
    """A dossier filed, admitted and sent to the committee."""
    application = make_filed(holder=holder, by=by, call=call or make_limits_call()).application
    application = LIFE.perform(application, "admit", by=instructor)
    return LIFE.perform(application, "send_to_committee", by=instructor)


def award_of(decision: Decision, application: Application) -> Award:
    return decision.awards.get(application=application)


def change(award: Award, outcome: str, amount: int = 0, *, by: User, **fields) -> Award:
    """Give an award, as an instructor does."""
    fresh = Award.objects.get(pk=award.pk)
    defaults = {"reason": "Trop peu détaillé.", "feedback": [], "version": fresh.version}
    return deciding.change_award(
        fresh, outcome=outcome, amount=Decimal(amount), by=by, **(defaults | fields)
    )


def publish(decision: Decision, *, instructor: User, president: User) -> Decision:
    """From the prepared list to the published results."""
    DECISION.perform(decision, "propose", by=instructor)
    DECISION.perform(decision, "validate", by=president)
    letters.WORKSHOP.make_due(limit=200)
    return DECISION.perform(decision, "publish", by=president)
