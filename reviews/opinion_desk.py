"""The prefecture's desk: its département's dossiers, what to do first on top (C-1.1a, C-5c)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q

from accounts.models import User
from applications.models import Application, Call
from limits_portal.french import euros
from reviews import terms
from reviews.enums import OpinionStatus
from reviews.models import CallReview
from reviews.opining import AWAITED
from reviews.opinion_reading import NOTHING, Said, by_dossier
from reviews.permissions import as_project_chief

EXPORT_HEADINGS = (
    *("Dossier", "Porteur", "Département", "Intitulé", "Demandé (€)"),
    *("Avis", "En préparation", "Rang", "Montant conseillé (€)", "Rendu le", "À rendre avant le"),
)


@dataclass(frozen=True)
class Task:
    """A dossier of the desk and what is to be done with it; `urgency` orders, 0 first."""

    application: Application
    opinion: Said
    due_on: date | None
    to_do: str  # « Rédiger l’avis », « Rendre l’avis »…; "" when nothing is
    urgency: int

    def export(self) -> tuple[object, ...]:
        """A row of the spreadsheet, in the order of EXPORT_HEADINGS."""
        application, opinion = self.application, self.opinion
        return (
            application.reference,
            application.holder.name,
            str(application.departement),
            application.title,
            application.requested_amount,
            opinion.label if opinion.is_given else "",
            OpinionStatus(opinion.in_hand).label if opinion.in_hand else "",
            opinion.rank,
            opinion.amount,
            opinion.given_at,
            self.due_on.strftime("%d/%m/%Y") if self.due_on else "",
        )


def due_dates(calls: set[Call]) -> dict[int, date | None]:
    """Last day to give an opinion, by call: one query."""
    rows = CallReview.objects.filter(call__in=calls)
    return {
        row.call_id: terms.ReviewTerms.model_validate(row.content).opinions_due_on for row in rows
    }


def left(due_on: date | None, today: date) -> str:
    """« dans 3 jours », « aujourd’hui », « en retard de 2 jours »; "" without a date."""
    if due_on is None:
        return ""
    days = (due_on - today).days
    if days == 0:
        return "aujourd’hui"
    words = f"{abs(days)} jour{'s' if abs(days) > 1 else ''}"
    return f"dans {words}" if days > 0 else f"en retard de {words}"


def tasks(user: User) -> list[Task]:
    """Dossiers of the person's own département that await an opinion or have one: four queries."""
    mine = user.departements()
    applications = list(
        Application.objects.read_as_agent(user)
        .filter(departement__in=mine)
        .filter(Q(status__in=AWAITED) | Q(opinions__isnull=False))
        .select_related("call", "holder", "departement")
        .distinct()
    )
    said = by_dossier(user, [a.pk for a in applications])
    dates = due_dates({a.call for a in applications})
    made = [_task(user, a, said.get(a.pk, NOTHING), dates.get(a.call_id)) for a in applications]
    far = date.max
    return sorted(
        made,
        key=lambda t: (
            t.urgency,
            -t.application.call.year,
            t.due_on or far,
            t.opinion.rank or 999,
            t.application.reference,
        ),
    )


def _task(user: User, application: Application, opinion: Said, due_on: date | None) -> Task:
    to_do, urgency = "", 9
    if application.status not in AWAITED:
        pass
    elif opinion.in_hand == OpinionStatus.PREPARED:
        is_chief = as_project_chief(application, user) is not None
        to_do, urgency = ("Rendre l’avis", 0) if is_chief else ("Relire l’avis préparé", 2)
    elif opinion.in_hand:
        to_do, urgency = "Continuer l’avis", 1
    elif not opinion.is_given:
        to_do, urgency = "Rédiger l’avis", 1
    elif opinion.is_outdated:
        to_do, urgency = "Revoir l’avis", 3
    return Task(application, opinion, due_on, to_do, urgency)


@dataclass(frozen=True)
class Figures:
    """What the desk announces."""

    waiting: int
    prepared: int
    given: int
    given_amount: Decimal

    @classmethod
    def of(cls, listed: list[Task]) -> "Figures":
        """Count the tasks."""
        given = [t for t in listed if t.opinion.is_given]
        return cls(
            waiting=sum(t.urgency < 9 and not t.opinion.is_given for t in listed),
            prepared=sum(t.opinion.in_hand == OpinionStatus.PREPARED for t in listed),
            given=len(given),
            given_amount=sum((t.opinion.amount or Decimal(0) for t in given), Decimal(0)),
        )

    def shown(self) -> Iterator[tuple[str, str]]:
        """Figures and their words."""
        yield str(self.waiting), "à rendre"
        yield str(self.prepared), f"préparé{'s' if self.prepared > 1 else ''}"
        yield str(self.given), f"rendu{'s' if self.given > 1 else ''}"
        yield euros(self.given_amount), "conseillés"
