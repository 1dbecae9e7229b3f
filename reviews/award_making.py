"""What a list says of each dossier to begin with: from a scenario, or the standing reserve (C-4.2a)."""

from collections.abc import Iterable
from decimal import Decimal

from django.db.models import Max

from applications.enums import ApplicationStatus
from applications.models import Application, Call, Snapshot
from applications.snapshot import thaw
from reviews.amounts import split
from reviews.enums import DecisionStatus, Outcome, SittingStatus
from reviews.feedback import suggested
from reviews.models import Award, Criterion, Decision, Proposal, Scenario, Standing

# What waits for a decision: examined by the committee, or in reserve for freed money.
CANDIDATES = (ApplicationStatus.IN_COMMITTEE, ApplicationStatus.RESERVE)


def committee_proposal(call: Call) -> Scenario | None:
    """The scenario the last session was closed on; None once a decision followed it.

    A complementary decision starts from the standing reserve, unless a session was held since.
    """
    decided = Decision.objects.filter(call=call, status=DecisionStatus.PUBLISHED).aggregate(
        at=Max("published_at")
    )["at"]
    proposals = Scenario.objects.filter(
        sitting__call=call,
        sitting__status__in=SittingStatus.OVER,
        is_proposal=True,
        deleted_at=None,
    )
    if decided is not None:
        proposals = proposals.filter(sitting__closed_at__gt=decided)
    return proposals.order_by("-sitting__closed_at", "-pk").first()


def waiting(call: Call) -> list[Application]:
    """The dossiers of a call that wait for a decision, by reference."""
    return list(
        Application.objects.filter(call=call, status__in=CANDIDATES)
        .select_related("call", "standing")
        .order_by("reference")
    )


def awards(
    decision: Decision, dossiers: list[Application], scenario: Scenario | None
) -> list[Award]:
    """One unsaved award a dossier, in the same order, from the scenario.

    A dossier that the scenario does not name stays in reserve if it was, and is not retained
    otherwise. `proposed` keeps what the committee proposed, whichever scenario was chosen.
    """
    given = _by_dossier(scenario)
    reference = committee_proposal(decision.call)
    proposed = given if reference in (None, scenario) else _by_dossier(reference)
    reserve = dict(
        Award.objects.filter(
            application__in=[a.pk for a in dossiers if a.status == ApplicationStatus.RESERVE]
        )
        .standing()
        .values_list("application_id", "reserve_rank")
    )
    criteria = list(decision.call.criteria.all())
    asked = _asked(pk for pk, proposal in given.items() if proposal.outcome == Outcome.SELECTED)
    made = []
    for application in dossiers:
        award = _award(decision, application, given.get(application.pk), reserve, criteria)
        if award.outcome == Outcome.SELECTED:
            award.yearly_amounts = split(award.amount, asked.get(application.pk, []))
        said = proposed.get(application.pk)
        if said is not None:
            award.proposed = {"outcome": said.outcome, "amount": f"{said.amount:.2f}"}
        made.append(award)
    _number_the_reserve(made)
    return made


def _by_dossier(scenario: Scenario | None) -> dict[int, Proposal]:
    return {p.application_id: p for p in scenario.proposals.all()} if scenario else {}


def _award(
    decision: Decision,
    application: Application,
    proposal: Proposal | None,
    reserve: dict[int, int | None],
    criteria: list[Criterion],
) -> Award:
    award = Award(decision=decision, application=application, outcome=Outcome.REJECTED)
    if proposal is not None:
        award.outcome = Outcome(proposal.outcome)
        award.reserve_rank = proposal.reserve_rank
    elif application.pk in reserve:
        award.outcome, award.reserve_rank = Outcome.RESERVE, reserve[application.pk]
    if proposal is not None and award.outcome == Outcome.SELECTED:
        # The request may have come down since the session: the list never gives more (C-4.2a).
        most = min(application.requested_amount, application.call.ceiling_amount)
        award.amount = min(proposal.amount, most)
    else:
        standing: Standing | None = getattr(application, "standing", None)
        award.feedback = suggested(criteria, standing.by_criterion if standing else {})
    return award


def _number_the_reserve(awards: list[Award]) -> None:
    """Ranks of the reserve from 1, in the order proposed."""
    reserve = [award for award in awards if award.outcome == Outcome.RESERVE]
    reserve.sort(key=lambda a: (a.reserve_rank is None, a.reserve_rank, a.application.reference))
    for rank, award in enumerate(reserve, start=1):
        award.reserve_rank = rank
    for award in awards:
        if award.outcome != Outcome.RESERVE:
            award.reserve_rank = None


def asked_by_year(application: Application) -> list[Decimal]:
    """What the holder asked for each year of the project, as filed (C-4.2c)."""
    return _asked([application.pk]).get(application.pk, [])


def _asked(dossiers: Iterable[int]) -> dict[int, list[Decimal]]:
    """The same of several dossiers by their identity, in one query; none of one never filed."""
    filings = (
        Snapshot.objects.filter(application__in=list(dossiers))
        .order_by("application_id", "-number")
        .distinct("application_id")
        .defer("findings")
    )
    return {filing.application_id: list(thaw(filing).budget.requested) for filing in filings}
