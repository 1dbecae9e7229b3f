"""A decision as a list to read: rows in order, totals, what differs from the session's proposal."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from accounts.enums import MembershipStatus, Role
from accounts.models import Membership, User
from applications.enums import ApplicationStatus
from limits_portal import french
from reviews.enums import Outcome
from reviews.models import Award, Decision

BADGES = {Outcome.SELECTED: "success", Outcome.RESERVE: "warning", Outcome.REJECTED: ""}
ORDER = list(Outcome.values)


@dataclass(frozen=True)
class Row:
    """One dossier of the list."""

    award: Award
    badge: str
    mean: Decimal | None
    difference: str  # with the session's proposal, in words; empty when there is none
    letter: str  # progress of its letter; empty before validation

    @property
    def application(self) -> Any:
        """The dossier."""
        return self.award.application


@dataclass(frozen=True)
class Listing:
    """The whole list and what it amounts to, in euros."""

    rows: list[Row]
    counts: list[tuple[str, int, str]]  # label, how many, badge
    total: Decimal
    spent: Decimal  # granted by earlier decisions, and standing
    envelope: Decimal
    # Counted in the totals and not shown: closed to this reader, withdrawn by their holders.
    hidden: int
    withdrawn: int

    @property
    def rest(self) -> Decimal:
        """Euros left in the envelope; negative when it is exceeded."""
        return self.envelope - self.total - self.spent

    @property
    def used_percent(self) -> int:
        """Share of the envelope in use, capped for the bar."""
        used = (self.total + self.spent) / self.envelope * 100 if self.envelope else Decimal(0)
        return min(100, round(used))

    @property
    def differences(self) -> int:
        """How many lines differ from the session's proposal."""
        return sum(bool(row.difference) for row in self.rows)


def listing(decision: Decision, user: User) -> Listing:
    """Return the list as this person may read it, in four queries."""
    every = list(decision.awards.values_list("application_id", "amount", "application__status"))
    visible = (
        Award.objects.visible_to(user)
        .filter(decision=decision)
        .select_related(
            "application__holder", "application__departement", "application__standing", "letter"
        )
    )
    rows = sorted((_row(award) for award in visible), key=_key)
    by_outcome = dict.fromkeys(Outcome, 0)
    for row in rows:
        by_outcome[Outcome(row.award.outcome)] += 1
    in_list = {pk for pk, _, _ in every}
    shown = {row.award.application_id for row in rows}
    left_out = [status for pk, _, status in every if pk not in shown]
    withdrawn = left_out.count(ApplicationStatus.WITHDRAWN)
    spent = (
        Decimal(0)
        if decision.status == "published"
        else Award.objects.exclude(application__in=in_list).granted(decision.call)
    )
    return Listing(
        rows=rows,
        counts=[(o.label, by_outcome[o], BADGES[o]) for o in Outcome],
        total=sum((amount for _, amount, _ in every), Decimal(0)),
        spent=spent,
        envelope=decision.envelope_amount,
        hidden=len(left_out) - withdrawn,
        withdrawn=withdrawn,
    )


def _row(award: Award) -> Row:
    standing = getattr(award.application, "standing", None)
    letter = getattr(award, "letter", None)
    return Row(
        award=award,
        badge=BADGES[Outcome(award.outcome)],
        mean=standing.mean if standing else None,
        difference=difference(award),
        letter=letter.progress if letter else "",
    )


def _key(row: Row) -> tuple[Any, ...]:
    award = row.award
    mean = row.mean if row.mean is not None else Decimal(-1)
    return (ORDER.index(award.outcome), award.reserve_rank or 0, -mean, award.application.reference)


def proposed_in_words(award: Award) -> str:
    """What the session proposed: « retenu, 90 000 € »; empty when it proposed nothing."""
    if not award.proposed:
        return ""
    outcome = Outcome(award.proposed["outcome"])
    amount = Decimal(award.proposed["amount"])
    words = outcome.label.lower()
    return f"{words}, {french.euros(amount)}" if outcome == Outcome.SELECTED else words


def difference(award: Award) -> str:
    """What the list says otherwise than the session did, in words."""
    if not award.proposed:
        return ""
    amount = (
        Decimal(award.proposed["amount"]) if award.outcome == Outcome.SELECTED else award.amount
    )
    is_same = award.proposed["outcome"] == award.outcome and amount == award.amount
    return "" if is_same else f"proposé : {proposed_in_words(award)}"


def audience(holders: Iterable[int]) -> list[User]:
    """Who is told of a result: the validated members of the collectivités' teams."""
    return list(
        User.objects.filter(
            pk__in=Membership.objects.filter(
                organisation__in=list(holders),
                status=MembershipStatus.VALIDATED,
                role__in=Role.HOLDER_ROLES,
            ).values("user"),
            is_active=True,
        ).order_by("pk")
    )


EXPORT_HEADINGS = (
    "Numéro",
    "Porteur",
    "Département",
    "Intitulé",
    "Demandé (€)",
    "Décision",
    "Montant décidé (€)",
    "Rang complémentaire",
    "Motif",
)


def export_rows(rows: Iterable[Row]) -> Iterable[tuple[Any, ...]]:
    """The list as rows of a spreadsheet, in the order of EXPORT_HEADINGS."""
    for row in rows:
        application, award = row.application, row.award
        yield (
            application.reference,
            application.holder.name,
            str(application.departement),
            application.title,
            application.requested_amount,
            award.get_outcome_display(),
            award.amount,
            award.reserve_rank,
            award.reason,
        )
