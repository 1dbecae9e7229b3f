"""An edition in figures, and the editions side by side: filed, admissible, asked, granted (C-1.1b).

Counted in the database in a fixed number of statements, whatever the number of dossiers; a person
counts the dossiers they may read, no other.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Case, Count, F, OuterRef, Q, QuerySet, Subquery, Sum, When
from django.db.models.functions import Coalesce

from accounts.models import User
from applications.enums import ApplicationStatus as S
from applications.models import Action, Application, Call
from reviews.enums import DecisionStatus
from reviews.models import Award

ADMITTED = (S.ADMISSIBLE, S.IN_COMMITTEE, S.SELECTED, S.RESERVE, S.REJECTED, S.GIVEN_UP)
DECIDED = (S.SELECTED, S.RESERVE, S.REJECTED, S.GIVEN_UP)


@dataclass(frozen=True)
class Figures:
    """What a set of dossiers amounts to; amounts in euros."""

    label: str
    filed: int
    admitted: int
    decided: int
    selected: int
    asked: Decimal
    granted: Decimal

    @property
    def success_rate(self) -> Decimal | None:
        """Share of the decided dossiers that are laureates; None before any decision."""
        return Decimal(self.selected) / self.decided if self.decided else None

    @property
    def granted_share(self) -> Decimal | None:
        """Share of what was asked that is granted; None when nothing was asked."""
        return self.granted / self.asked if self.asked else None


@dataclass(frozen=True)
class Edition:
    """One edition in figures."""

    call: Call
    total: Figures
    departements: list[Figures]
    axes: list["Axis"]


@dataclass(frozen=True)
class Axis:
    """What the filed dossiers plan in one axis."""

    label: str
    actions: int
    dossiers: int
    share: Decimal  # of all the actions


def _counted(dossiers: QuerySet[Application], *groups: str) -> Any:
    """The counts of these dossiers by group, with what stands granted: the last award less what was freed."""
    award = (
        Award.objects.filter(application=OuterRef("pk"), decision__status=DecisionStatus.PUBLISHED)
        .order_by("-decision__number")
        .values(held=F("amount") - Coalesce(F("release__amount"), Decimal(0)))[:1]
    )
    return (
        dossiers.annotate(award=Case(When(status=S.SELECTED, then=Subquery(award))))
        .values(*groups)
        .annotate(
            filed=Count("pk"),
            admitted=Count("pk", filter=Q(status__in=ADMITTED)),
            decided=Count("pk", filter=Q(status__in=DECIDED)),
            selected=Count("pk", filter=Q(status=S.SELECTED)),
            asked=Sum("requested_amount"),
            granted=Sum("award"),
        )
    )


def _figures(label: str, row: dict[str, Any]) -> Figures:
    return Figures(
        label=label,
        filed=row["filed"],
        admitted=row["admitted"],
        decided=row["decided"],
        selected=row["selected"],
        asked=row["asked"] or Decimal(0),
        granted=row["granted"] or Decimal(0),
    )


def editions(user: User) -> list[tuple[Call, Figures]]:
    """Every edition with a dossier this person may read, newest first, in two queries."""
    filed = Application.objects.visible_to(user).filter(status__in=S.FILED)
    rows = {row["call"]: row for row in _counted(filed, "call").order_by("call")}
    calls = Call.objects.filter(pk__in=rows).defer("content").order_by("-year", "slug")
    return [(call, _figures(call.title, rows[call.pk])) for call in calls]


def edition(call: Call, user: User) -> Edition:
    """One edition in figures, in two queries."""
    filed = Application.objects.visible_to(user).filter(call=call, status__in=S.FILED)
    rows = list(
        _counted(filed, "departement__code", "departement__name").order_by(
            "-filed", "departement__code"
        )
    )
    departements = [
        _figures(f"{row['departement__name']} ({row['departement__code']})", row) for row in rows
    ]
    return Edition(
        call=call,
        total=_total(call.title, departements),
        departements=departements,
        axes=_axes(call, filed),
    )


def _total(label: str, parts: Iterable[Figures]) -> Figures:
    parts = list(parts)
    return Figures(
        label=label,
        filed=sum(p.filed for p in parts),
        admitted=sum(p.admitted for p in parts),
        decided=sum(p.decided for p in parts),
        selected=sum(p.selected for p in parts),
        asked=sum((p.asked for p in parts), Decimal(0)),
        granted=sum((p.granted for p in parts), Decimal(0)),
    )


def _axes(call: Call, filed: Any) -> list[Axis]:
    """How the plans share their actions between the axes of the call (C-3c)."""
    rows = {
        row["axis"]: row
        for row in Action.objects.filter(application__in=filed.values("pk"))
        .values("axis")
        .annotate(actions=Count("pk"), dossiers=Count("application", distinct=True))
        .order_by()
    }
    total = sum(row["actions"] for row in rows.values())
    labels = [(axis.code, f"{axis.number}. {axis.short_title}") for axis in call.texts.axes]
    found = [*labels, ("", "Hors axes")]
    return [
        Axis(
            label=label,
            actions=rows[code]["actions"],
            dossiers=rows[code]["dossiers"],
            share=Decimal(rows[code]["actions"]) / total,
        )
        for code, label in found
        if code in rows
    ]


EXPORT_HEADINGS = (
    "Appel",
    "Département",
    "Déposés",
    "Recevables",
    "Décidés",
    "Retenus",
    "Taux de réussite (%)",
    "Demandé (€)",
    "Accordé (€)",
)


def export_rows(found: Edition) -> Iterable[tuple[Any, ...]]:
    """The edition as rows of a spreadsheet, in the order of EXPORT_HEADINGS."""
    for figures in (*found.departements, found.total):
        rate = figures.success_rate
        yield (
            found.call.title,
            "Ensemble" if figures is found.total else figures.label,
            figures.filed,
            figures.admitted,
            figures.decided,
            figures.selected,
            None if rate is None else round(rate * 100, 1),
            figures.asked,
            figures.granted,
        )
