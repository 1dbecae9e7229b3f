"""Preparing a decision: one award a dossier, from what the session proposed (C-4.2a, C-5e)."""

from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max

from accounts.models import User
from applications.enums import ApplicationStatus
from applications.models import Application, Call
from applications.snapshot import thaw
from limits_portal.french import euros
from reviews.amounts import split
from reviews.enums import DecisionStatus, Outcome
from reviews.feedback import suggested
from reviews.models import Award, Criterion, Decision, Proposal, Scenario, Standing
from reviews.permissions import as_instructor
from workflow.engine import NotAllowed, Refused, record

# What waits for a decision: examined by the committee, or in reserve for freed money.
CANDIDATES = (ApplicationStatus.IN_COMMITTEE, ApplicationStatus.RESERVE)


class Stale(Refused):
    """The award was changed by somebody else since it was read."""


def prepare(
    call: Call,
    *,
    by: User,
    envelope: Decimal | None = None,
    scenario: Scenario | None = None,
    reason: str = "",
) -> Decision:
    """Open a decision with an award for every dossier that waits for one.

    Amounts and outcomes come from the scenario; a dossier it does not name stays in reserve if
    it was, and is not retained otherwise. Raises NotAllowed or Refused (no envelope, nothing to
    decide, a decision in hand already).
    """
    role = _only_instructors(by)
    envelope = envelope or call.envelope_amount
    if not envelope:
        raise Refused("Indiquez l’enveloppe de l’appel : la décision ne peut pas la dépasser.")
    with transaction.atomic():
        # One preparation at a time for a call: its number is given under this lock.
        Call.objects.select_for_update(of=("self",)).get(pk=call.pk)
        waiting = list(
            Application.objects.filter(call=call, status__in=CANDIDATES)
            .select_related("standing")
            .order_by("reference")
        )
        if not waiting:
            raise Refused("Aucun dossier de cet appel n’attend de décision.")
        last = Decision.objects.filter(call=call).aggregate(last=Max("number"))["last"]
        try:
            with transaction.atomic():
                decision = Decision.objects.create(
                    call=call,
                    number=(last or 0) + 1,
                    scenario=scenario,
                    envelope_amount=envelope,
                    reason=reason,
                )
        except IntegrityError as error:
            raise Refused("Une décision de cet appel est déjà en préparation.") from error
        Award.objects.bulk_create(_awards(decision, waiting, scenario))
        record(
            "decision.prepared",
            subject=decision,
            by=by,
            role=role,
            target=DecisionStatus.DRAFT,
            payload={"scenario": scenario.name if scenario else "", "dossiers": len(waiting)},
        )
    return decision


def _awards(
    decision: Decision, waiting: list[Application], scenario: Scenario | None
) -> list[Award]:
    proposals = {p.application_id: p for p in scenario.proposals.all()} if scenario else {}
    reserve = dict(
        Award.objects.filter(
            application__in=[a.pk for a in waiting if a.status == ApplicationStatus.RESERVE]
        )
        .standing()
        .values_list("application_id", "reserve_rank")
    )
    criteria = list(decision.call.criteria.all())
    made = [
        _award(decision, application, proposals.get(application.pk), reserve, criteria)
        for application in waiting
    ]
    _number_the_reserve(made)
    return made


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
        award.amount = proposal.amount if proposal.outcome == Outcome.SELECTED else Decimal(0)
        award.reserve_rank = proposal.reserve_rank
        award.proposed = {"outcome": proposal.outcome, "amount": f"{proposal.amount:.2f}"}
    elif application.pk in reserve:
        award.outcome, award.reserve_rank = Outcome.RESERVE, reserve[application.pk]
    if award.outcome == Outcome.SELECTED:
        award.yearly_amounts = split(award.amount, asked_by_year(application))
    standing: Standing | None = getattr(application, "standing", None)
    if award.outcome != Outcome.SELECTED:
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
    snapshot = application.snapshots.last()
    return list(thaw(snapshot).budget.requested) if snapshot else []


def change_award(
    award: Award,
    *,
    outcome: str,
    amount: Decimal,
    reason: str,
    feedback: list[dict[str, Any]],
    version: int,
    by: User,
    yearly_amounts: list[Decimal] | None = None,
    before: int | None = None,
) -> Award:
    """Write what the decision says of one dossier, while it is being prepared.

    `before` is the reserve rank wanted; the others move down. Without yearly amounts the amount is
    split as the holder asked. Raises NotAllowed, Stale, or Refused with what to do.
    """
    role = _only_instructors(by)
    with transaction.atomic():
        decision = Decision.objects.select_for_update(of=("self",)).get(pk=award.decision_id)
        fresh = Award.objects.select_related("application__call").get(pk=award.pk)
        if decision.status != DecisionStatus.DRAFT:
            raise Refused("La décision est déjà proposée au président : elle ne se modifie plus.")
        if fresh.version != version:
            raise Stale("Cette ligne a été modifiée entre-temps : relisez-la, puis recommencez.")
        if outcome == Outcome.SELECTED:
            amount = amount.quantize(Decimal("0.01"))
            parts = yearly_amounts or split(amount, asked_by_year(fresh.application))
            _refuse_wrong_amounts(fresh.application, amount, parts)
        else:
            amount, parts = Decimal(0), []
        fresh.outcome, fresh.amount, fresh.yearly_amounts = outcome, amount, parts
        fresh.reason, fresh.feedback = reason.strip(), feedback
        fresh.version += 1
        _place(decision, fresh, before)
        record(
            "decision.award_changed",
            subject=decision,
            by=by,
            role=role,
            payload={
                "application": fresh.application.reference,
                "outcome": outcome,
                "amount": amount,
            },
        )
    return fresh


def _refuse_wrong_amounts(application: Application, amount: Decimal, parts: list[Decimal]) -> None:
    if amount <= 0:
        raise Refused("Un dossier retenu reçoit un montant : indiquez-le.")
    if amount > application.requested_amount:
        asked = euros(application.requested_amount)
        raise Refused(f"Le montant décidé dépasse les {asked} demandés : baissez-le.")
    if amount > application.call.ceiling_amount:
        ceiling = euros(application.call.ceiling_amount)
        raise Refused(f"Le montant décidé dépasse le plafond de {ceiling} de l’appel : baissez-le.")
    if sum(parts) != amount:
        raise Refused(
            f"Les montants annuels font {euros(sum(parts))} au lieu de {euros(amount)} : "
            "corrigez-les, ou laissez-les vides pour une répartition automatique."
        )


def _place(decision: Decision, changed: Award, before: int | None) -> None:
    """Save the award, and the ranks of the whole reserve without two alike on the way."""
    others = [a for a in decision.awards.select_related("application") if a.pk != changed.pk]
    reserve = sorted(
        (a for a in others if a.outcome == Outcome.RESERVE), key=lambda a: a.reserve_rank or 0
    )
    if changed.outcome == Outcome.RESERVE:
        wanted = len(reserve) if before is None else max(0, min(before - 1, len(reserve)))
        reserve.insert(wanted, changed)
    else:
        changed.reserve_rank = None
    # Out of the way first: ranks are unique at every statement.
    for rank, award in enumerate(reserve, start=1):
        award.reserve_rank = 10_000 + rank
        if award.pk != changed.pk:
            award.save(update_fields=["reserve_rank"])
    changed.save()
    for rank, award in enumerate(reserve, start=1):
        award.reserve_rank = rank
        award.save(update_fields=["reserve_rank"])


def _only_instructors(by: User) -> str:
    role = as_instructor(None, by)
    if role is None:
        raise NotAllowed("Seule l’instruction de la MILDECA prépare la décision.")
    return role
