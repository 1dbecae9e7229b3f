"""Dossiers before the committee, and decisions on them, made by the real verbs."""

from decimal import Decimal

from accounts.enums import Role
from accounts.models import Organisation, User
from applications.models import Application, Call
from applications.workflow import LIFE
from reviews import deciding, letters
from reviews.models import Award, Decision
from reviews.workflow import DECISION
from tests.applications.filings import make_filed, make_limits_call
from tests.factories import make_commune, make_membership, make_user

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


def decided_world(*, holder: Organisation, by: User, instructor: User, president: User) -> dict:
    """For the access matrix: a decision being prepared, and a laureate of a published one."""
    neighbour = make_commune()
    mayor = make_user()
    make_membership(mayor, neighbour, Role.REPRESENTATIVE)
    examined = make_examined(holder=neighbour, by=mayor, instructor=instructor)
    laureate = make_examined(holder=holder, by=by, instructor=instructor)
    published = deciding.prepare(laureate.call, by=instructor, envelope=ENVELOPE)
    change(award_of(published, laureate), "selected", 50_000, by=instructor)
    publish(published, instructor=instructor, president=president)
    return {
        "examined": examined,
        "decision": deciding.prepare(examined.call, by=instructor, envelope=ENVELOPE),
        "laureate": laureate,
        "past_decision": published,
    }


def lines(decision: Decision) -> list[tuple[str, int, int | None]]:
    """What the list says, dossier by dossier."""
    awards = decision.awards.order_by("application__reference")
    return [(a.outcome, int(a.amount), a.reserve_rank) for a in awards]
