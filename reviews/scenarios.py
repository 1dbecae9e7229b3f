"""Scenarios of a session: named distributions of the envelope, one of them proposed (C-4.2a)."""

from collections.abc import Mapping
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from applications.enums import ApplicationStatus
from applications.models import Application
from limits_portal.french import euros
from reviews import allocation
from reviews.enums import Outcome, SittingStatus
from reviews.models import Proposal, Scenario, Sitting
from reviews.moving import Room, Stale, moving, refuse_the_recused
from reviews.standing_order import ranked
from workflow.engine import Refused

# A scenario may be prepared before the session, and is written while it is open.
WRITTEN = (SittingStatus.PREPARED, SittingStatus.CONVENED, SittingStatus.OPEN)
MOST = 12


class StaleProposal(Stale):
    """The amount was changed by somebody else: `theirs` is what it is now."""

    def __init__(self, theirs: Proposal) -> None:
        who = theirs.changed_by or "Quelqu’un"
        super().__init__(
            f"{who} a enregistré entre-temps {euros(theirs.amount)} "
            f"({theirs.get_outcome_display().lower()})."
        )
        self.theirs = theirs


def create(
    sitting: Sitting,
    name: str,
    *,
    by: User,
    copied_from: Scenario | None = None,
    weights: Mapping[str, int] | None = None,
) -> Scenario:
    """Open a scenario, empty or from another one. Raises NotAllowed or Refused (name taken)."""
    if copied_from is not None:
        refuse_the_recused(sitting, by)
    with moving(sitting, by, *WRITTEN) as room:
        if room.sitting.scenarios.filter(deleted_at=None).count() >= MOST:
            raise Refused(f"Une séance a {MOST} scénarios au plus : supprimez-en un.")
        scenario = Scenario(
            sitting=room.sitting,
            name=name.strip(),
            weights=dict(weights or (copied_from.weights if copied_from else {})),
            created_by=by,
        )
        _save(scenario)
        if copied_from is not None:
            Proposal.objects.bulk_create(
                Proposal(
                    scenario=scenario,
                    application_id=line.application_id,
                    outcome=line.outcome,
                    amount=line.amount,
                    reserve_rank=line.reserve_rank,
                    changed_by=by,
                )
                for line in copied_from.proposals.all()
            )
        room.tell("sitting.scenario_created", {"scenario": scenario.name})
    return scenario


def rename(scenario: Scenario, name: str, weights: Mapping[str, int], *, by: User) -> Scenario:
    """Change a scenario's name, and what its criteria weigh; empty weights keep the call's own."""
    with moving(scenario.sitting, by, *WRITTEN) as room:
        fresh = _fresh(scenario)
        fresh.name, fresh.weights = name.strip(), dict(weights)
        _save(fresh)
        room.tell("sitting.scenario_changed", {"scenario": fresh.name, "weights": fresh.weights})
    return fresh


def delete(scenario: Scenario, *, by: User) -> None:
    """Put a scenario aside; it can be taken back. The proposal and the last one stay."""
    with moving(scenario.sitting, by, *WRITTEN) as room:
        fresh = _fresh(scenario)
        if fresh.is_proposal:
            raise Refused("Ce scénario est la proposition du comité : choisissez-en une autre.")
        if not room.sitting.scenarios.filter(deleted_at=None).exclude(pk=fresh.pk).exists():
            raise Refused("Une séance garde au moins un scénario.")
        fresh.deleted_at = timezone.now()
        fresh.save(update_fields=["deleted_at"])
        room.tell("sitting.scenario_deleted", {"scenario": fresh.name})


def restore(scenario: Scenario, *, by: User) -> Scenario:
    """Take back a scenario that was put aside."""
    with moving(scenario.sitting, by, *WRITTEN) as room:
        fresh = Scenario.objects.get(pk=scenario.pk)
        fresh.deleted_at = None
        _save(fresh)
        room.tell("sitting.scenario_restored", {"scenario": fresh.name})
    return fresh


def propose(scenario: Scenario, *, by: User) -> Scenario:
    """Make it the committee's proposal, in place of any other."""
    refuse_the_recused(scenario.sitting, by)
    with moving(scenario.sitting, by, *WRITTEN) as room:
        fresh = _fresh(scenario)
        room.sitting.scenarios.filter(is_proposal=True).update(is_proposal=False)
        fresh.is_proposal = True
        fresh.save(update_fields=["is_proposal"])
        room.tell("sitting.scenario_proposed", {"scenario": fresh.name})
    return fresh


def give(
    scenario: Scenario,
    application: Application,
    *,
    outcome: str,
    amount: Decimal,
    version: int,
    by: User,
) -> Proposal:
    """Write what the scenario gives a dossier; an amount selects it, a reserve takes the next rank.

    `version` is the one read, 0 for a dossier without a line yet. Raises NotAllowed, Refused, or
    StaleProposal, which carries what somebody else wrote.
    """
    with moving(scenario.sitting, by, *WRITTEN) as room:
        fresh = _fresh(scenario)
        line = fresh.proposals.select_related("changed_by").filter(application=application).first()
        if (line.version if line else 0) != version:
            raise StaleProposal(line or Proposal(scenario=fresh, application=application))
        if outcome == Outcome.SELECTED:
            _refuse_wrong_amount(application, amount)
        else:
            amount = Decimal(0)
        line = line or Proposal(scenario=fresh, application=application)
        if outcome != Outcome.RESERVE:
            line.reserve_rank = None
        elif line.reserve_rank is None:
            taken = fresh.proposals.filter(outcome=Outcome.RESERVE).count()
            line.reserve_rank = taken + 1
        line.outcome, line.amount, line.changed_by = outcome, amount, by
        line.version += 1
        line.save()
        _number_the_reserve(fresh)
        line.refresh_from_db(fields=["reserve_rank"])
        _tell(room, fresh, line)
    return line


def _tell(room: Room, scenario: Scenario, line: Proposal) -> None:
    room.tell(
        "sitting.amount_changed",
        {
            "scenario": scenario.name,
            "application": line.application.reference,
            "outcome": line.outcome,
            "amount": line.amount,
        },
    )


def fill(scenario: Scenario, share: Decimal, *, by: User) -> int:
    """Give by rank until the envelope is used; return how many dossiers are selected.

    `share` of what was asked, 0 to 1. What was typed is replaced. Raises NotAllowed or Refused.
    """
    refuse_the_recused(scenario.sitting, by)
    with moving(scenario.sitting, by, *WRITTEN) as room:
        fresh = _fresh(scenario)
        call = room.sitting.call
        envelope = call.envelope_amount
        if not envelope:
            raise Refused("L’appel n’a pas d’enveloppe : un administrateur peut l’indiquer.")
        standing = Application.objects.filter(status__in=ApplicationStatus.FILED)
        candidates = [
            allocation.Candidate(
                line.pk,
                min(line.asked, call.ceiling_amount),
                is_eligible=line.rank is not None and not line.is_below,
            )
            for line in ranked(room.sitting, fresh, standing)
        ]
        gifts = allocation.fill(candidates, envelope, share)
        known = {line.application_id: line for line in fresh.proposals.all()}
        lines = []
        for application, gift in gifts.items():
            line = known.get(application) or Proposal(scenario=fresh, application_id=application)
            line.amount, line.reserve_rank = gift.amount, gift.reserve_rank
            line.outcome = (
                Outcome.SELECTED
                if gift.amount
                else Outcome.RESERVE
                if gift.reserve_rank
                else Outcome.REJECTED
            )
            line.version += 1
            line.changed_by, line.changed_at = by, timezone.now()
            lines.append(line)
        Proposal.objects.bulk_create([line for line in lines if line.pk is None])
        Proposal.objects.bulk_update(
            [line for line in lines if line.pk],
            ["amount", "reserve_rank", "outcome", "version", "changed_by", "changed_at"],
        )
        count = sum(1 for gift in gifts.values() if gift.amount)
        room.tell("sitting.filled", {"scenario": fresh.name, "share": share, "selected": count})
    return count


def _fresh(scenario: Scenario) -> Scenario:
    fresh = Scenario.objects.get(pk=scenario.pk)
    if fresh.deleted_at is not None:
        raise Refused(f"Le scénario « {fresh.name} » a été supprimé.")
    return fresh


def _save(scenario: Scenario) -> None:
    try:
        with transaction.atomic():
            scenario.save()
    except IntegrityError as error:
        raise Refused(f"Un scénario s’appelle déjà « {scenario.name} ».") from error


def _refuse_wrong_amount(application: Application, amount: Decimal) -> None:
    if amount <= 0:
        raise Refused("Un dossier retenu reçoit un montant : indiquez-le.")
    if amount > application.requested_amount:
        raise Refused(f"Le dossier demande {euros(application.requested_amount)} : baissez.")
    if amount > application.call.ceiling_amount:
        raise Refused(f"Le plafond de l’appel est de {euros(application.call.ceiling_amount)}.")


def _number_the_reserve(scenario: Scenario) -> None:
    reserve = scenario.proposals.filter(outcome=Outcome.RESERVE).order_by("reserve_rank", "pk")
    for rank, line in enumerate(reserve, start=1):
        if line.reserve_rank != rank:
            scenario.proposals.filter(pk=line.pk).update(reserve_rank=rank)
