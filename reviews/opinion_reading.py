"""Opinions beside dossiers: one query for any list, each reader's own (C-5c, security.md A2)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import OuterRef, Subquery

from accounts.models import User
from applications.models import Snapshot
from limits_portal.french import euros
from reviews.enums import OpinionStatus, Stance
from reviews.models import Opinion
from reviews.opinion_content import OpinionContent

# Colour of the badge of each stance (DSFR).
BADGES = {
    Stance.VERY_FAVOURABLE: "success",
    Stance.FAVOURABLE: "success",
    Stance.RESERVED: "warning",
    Stance.UNFAVOURABLE: "error",
}


@dataclass(frozen=True)
class Said:
    """What this reader may know of a dossier's opinion; stance, rank and amount once it is given.

    `in_hand` is the state of the opinion being written, "" when there is none.
    """

    in_hand: str = ""
    stance: str = ""
    rank: int | None = None
    amount: Decimal | None = None
    given_at: datetime | None = None
    filing: int | None = None
    is_outdated: bool = False  # the holder filed again since

    @property
    def is_given(self) -> bool:
        """Whether an opinion stands."""
        return self.given_at is not None

    @property
    def label(self) -> str:
        """« Favorable », « Préparé », « Manquant »."""
        if self.is_given:
            return str(Stance(self.stance).label)
        return str(OpinionStatus(self.in_hand).label) if self.in_hand else "Manquant"

    @property
    def badge(self) -> str:
        """Colour of its badge."""
        if self.is_given:
            return BADGES[Stance(self.stance)]
        return {"prepared": "info", "draft": "new"}.get(self.in_hand, "")


def in_one_line(said: OpinionContent) -> str:
    """« Favorable, rang 2, 100 000 € conseillés »: what the chief is about to sign."""
    parts = [str(Stance(said.stance).label)] if said.stance else []
    if said.rank is not None:
        parts.append(f"rang {said.rank} dans le département")
    if said.recommended_amount is not None:
        parts.append(f"{euros(said.recommended_amount)} conseillés")
    return ", ".join(parts)


NOTHING = Said()


def by_dossier(user: User, applications: Iterable[int]) -> dict[int, Said]:
    """What this person may know of the opinions of these dossiers, by dossier: one query.

    A dossier without an opinion is absent: `.get(pk, NOTHING)`.
    """
    last = Snapshot.objects.filter(application=OuterRef("application")).order_by("-number")
    rows = (
        Opinion.objects.known_to(user)
        .filter(application__in=list(applications), replaced_at=None)
        .annotate(last_filing=Subquery(last.values("number")[:1]))
        .order_by("application", "number")
        .values_list(
            *("application", "status", "stance", "rank", "recommended_amount", "given_at"),
            *("snapshot__number", "last_filing"),
        )
    )
    found: dict[int, Said] = {}
    for application, status, stance, rank, amount, given_at, filing, last_filing in rows:
        before = found.get(application, NOTHING)
        if status == OpinionStatus.GIVEN:
            found[application] = Said(
                before.in_hand, stance, rank, amount, given_at, filing, last_filing > filing
            )
        else:
            found[application] = Said(
                status,
                before.stance,
                before.rank,
                before.amount,
                before.given_at,
                before.filing,
                before.is_outdated,
            )
    return found
