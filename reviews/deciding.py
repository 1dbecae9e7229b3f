"""Preparing a decision: one award a dossier, from what the session proposed (C-4.2a, C-5e)."""

from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Max, Q, QuerySet

from accounts.models import User
from applications.models import Application, Call
from limits_portal.french import euros
from reviews import award_making
from reviews.amounts import split
from reviews.decision_guards import reading_of
from reviews.enums import DecisionStatus, Outcome
from reviews.models import Award, Decision, Recusal, Scenario
from reviews.permissions import as_instructor
from workflow.engine import NotAllowed, Refused, record

# Ranks are unique at every statement: those in force step aside while they are given anew.
ASIDE = 10_000
# What a scenario decides of a line.
FILLED = ("outcome", "amount", "yearly_amounts", "reserve_rank", "proposed")


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

    What each award says comes from the scenario (`award_making.awards`). Raises NotAllowed (a
    dossier of the list is closed to this person), or Refused (no envelope, nothing to decide, a
    decision in hand already).
    """
    role = _only_instructors(by)
    envelope = envelope or call.envelope_amount
    if not envelope:
        raise Refused("Indiquez l’enveloppe de l’appel : la décision ne peut pas la dépasser.")
    with transaction.atomic():
        # One preparation at a time for a call: its number is given under this lock.
        Call.objects.select_for_update(of=("self",)).get(pk=call.pk)
        _refuse_a_foreign(scenario, call)
        waiting = award_making.waiting(call)
        if not waiting:
            raise Refused("Aucun dossier de cet appel n’attend de décision.")
        _refuse_the_recused(Q(application__in=waiting), by)
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
        Award.objects.bulk_create(award_making.awards(decision, waiting, scenario))
        record(
            "decision.prepared",
            subject=decision,
            by=by,
            role=role,
            target=DecisionStatus.DRAFT,
            payload={"scenario": scenario.name if scenario else "", "dossiers": len(waiting)},
        )
    return decision


def may_refill(decision: Decision, user: User) -> bool:
    """Whether this instructor may start the list again: from some scenario, nothing closed to them."""
    scenarios = Scenario.objects.filter(sitting__call=decision.call_id, deleted_at=None)
    return scenarios.exists() and not _is_recused(_of(decision), user)


def closed_calls(user: User) -> set[int]:
    """Calls of which a dossier that waits for a decision is closed to this person (A4)."""
    waiting = Q(application__status__in=award_making.CANDIDATES)
    return set(_recusals(waiting, user).values_list("application__call", flat=True))


def refill(
    decision: Decision, *, scenario: Scenario, by: User, read_as: str | None = None
) -> Decision:
    """Start a list in preparation again from a scenario, as `prepare` would make it today.

    Reasons and feedback are kept where the dossier is still not retained. Raises NotAllowed (a
    dossier of the list is closed to this person), Stale (the list is not the one `read_as`), or
    Refused (another state, another call's scenario).
    """
    role = _only_instructors(by)
    with transaction.atomic():
        fresh = _locked_draft(decision.pk)
        _refuse_the_recused(_of(fresh), by)
        if read_as not in (None, reading_of(fresh)):
            raise Stale(
                "La liste a changé depuis l’affichage de cette page : relisez-la, puis recommencez."
            )
        _refuse_a_foreign(scenario, fresh.call)
        replaced = fresh.scenario.name if fresh.scenario else ""
        fresh.scenario = scenario
        fresh.save(update_fields=["scenario"])
        waiting = award_making.waiting(fresh.call)
        known = {
            award.application_id: award for award in fresh.awards.select_related("application")
        }
        gone = [known.pop(pk) for pk in known.keys() - {dossier.pk for dossier in waiting}]
        Award.objects.filter(pk__in=[award.pk for award in gone]).delete()
        made = award_making.awards(fresh, waiting, scenario)
        added = [award for award in made if award.application_id not in known]
        for award in made:
            if award.application_id in known:
                _fill(known[award.application_id], award)
        fresh.awards.filter(outcome=Outcome.RESERVE).update(reserve_rank=F("reserve_rank") + ASIDE)
        Award.objects.bulk_update(known.values(), [*FILLED, "reason", "feedback", "version"])
        Award.objects.bulk_create(added)
        record(
            "decision.refilled",
            subject=fresh,
            by=by,
            role=role,
            payload={
                "scenario": scenario.name,
                "replaced": replaced,
                "dossiers": len(waiting),
                "added": [award.application.reference for award in added],
                "removed": sorted(award.application.reference for award in gone),
            },
            is_locked=True,
        )
    return fresh


def _fill(line: Award, made: Award) -> None:
    """Give a line what the scenario says; its words stay with a dossier still not retained."""
    if not line.outcome == made.outcome == Outcome.REJECTED:
        line.reason, line.feedback = made.reason, made.feedback
    for name in FILLED:
        setattr(line, name, getattr(made, name))
    line.version += 1


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
        decision = _locked_draft(award.decision_id)
        fresh = Award.objects.select_related("application__call").filter(pk=award.pk).first()
        if fresh is None:
            raise Stale("Ce dossier n’est plus sur la liste, qui a été reprise entre-temps.")
        if fresh.version != version:
            raise Stale("Cette ligne a été modifiée entre-temps : relisez-la, puis recommencez.")
        if outcome == Outcome.SELECTED:
            amount = amount.quantize(Decimal("0.01"))
            parts = yearly_amounts or split(amount, award_making.asked_by_year(fresh.application))
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
    for rank, award in enumerate(reserve, start=1):
        award.reserve_rank = ASIDE + rank
        if award.pk != changed.pk:
            award.save(update_fields=["reserve_rank"])
    changed.save()
    for rank, award in enumerate(reserve, start=1):
        award.reserve_rank = rank
        award.save(update_fields=["reserve_rank"])


def _locked_draft(pk: int) -> Decision:
    """The decision, locked: its list changes while it is being prepared only. Raises Refused."""
    decision = Decision.objects.select_for_update(of=("self",)).get(pk=pk)
    if decision.status != DecisionStatus.DRAFT:
        raise Refused("La décision est déjà proposée au président : elle ne se modifie plus.")
    return decision


def _refuse_a_foreign(scenario: Scenario | None, call: Call) -> None:
    if scenario is None:
        return
    if not Scenario.objects.filter(pk=scenario.pk, sitting__call=call, deleted_at=None).exists():
        raise Refused(f"« {scenario} » n’est pas un scénario de cet appel, ou a été supprimé.")


def _refuse_the_recused(concerned: Q, by: User) -> None:
    """Whoever is recused from a dossier does not choose, in a scenario, what it receives (A4)."""
    if _is_recused(concerned, by):
        raise NotAllowed(
            "Vous vous êtes déporté d’un dossier de cette décision : un collègue en établit la "
            "liste, qui porte sur tous les dossiers."
        )


def _of(decision: Decision) -> Q:
    """Recusals from the dossiers of a list, and from those that would join it."""
    waiting = Application.objects.filter(call=decision.call_id, status__in=award_making.CANDIDATES)
    return Q(application__awards__decision=decision) | Q(application__in=waiting)


def _is_recused(concerned: Q, user: User) -> bool:
    return _recusals(concerned, user).exists()


def _recusals(concerned: Q, user: User) -> QuerySet[Recusal]:
    return Recusal.objects.filter(concerned, person=user, lifted_at=None)


def _only_instructors(by: User) -> str:
    role = as_instructor(None, by)
    if role is None:
        raise NotAllowed("Seule l’instruction de la MILDECA prépare la décision.")
    return role
