"""What the board says of one dossier, on screen and in a spreadsheet."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from applications import wording
from applications.eligibility import RULES
from applications.models import Application
from limits_portal.listing import Counter, counters
from reviews.board import EVENTS, Wanted
from reviews.enums import Stance

EXPORT_HEADINGS = (
    "Numéro",
    "Porteur",
    "Nature",
    "Code",
    "Département",
    "Intitulé",
    "Coût total (€)",
    "Subvention demandée (€)",
    "Déposé le (heure de Paris)",
    "État",
    "Règles conformes",
    "Règles à voir",
    "Avis de la préfecture",
    "Lecteurs",
    "Complément attendu le",
    "Message sans réponse",
    "Problème relevé",
    "Dernier événement",
    "Le (heure de Paris)",
)
TITLES = {rule.code: rule.title for rule in RULES}


@dataclass(frozen=True)
class Row:
    """A dossier of the board, from `board.find`."""

    application: Any
    today: date

    @property
    def status(self) -> wording.Wording:
        """Its state in words."""
        return wording.for_agent(self.application.status)

    @property
    def rules(self) -> str:
        """« 22/22 », « 20/22 »."""
        total = self.application.rule_count or 0
        return f"{total - len(self.points)}/{total}"

    @property
    def points(self) -> list[str]:
        """Titles of the rules to look at."""
        return [TITLES.get(code, code) for code in self.application.points or []]

    @property
    def opinion(self) -> str:
        """« Favorable, rang 1 »; empty while the prefecture has given none."""
        said = self.application.opinion
        if not said:
            return ""
        rank = f", rang {said['rank']}" if said["rank"] else ""
        return f"{Stance(said['stance']).label}{rank}"

    @property
    def event(self) -> str:
        """What happened last."""
        last = self.application.last_event
        return EVENTS[last["name"]] if last else ""

    @property
    def event_at(self) -> datetime | None:
        """When it happened."""
        last = self.application.last_event
        return datetime.fromisoformat(last["at"]) if last else None

    @property
    def is_late(self) -> bool:
        """Whether an answer was due before today."""
        due_on: date | None = self.application.due_on
        return due_on is not None and due_on < self.today

    def export(self) -> tuple[Any, ...]:
        """The row of the spreadsheet, in the order of EXPORT_HEADINGS."""
        application: Application = self.application
        holder = application.holder
        dossier: Any = self.application
        return (
            application.reference,
            holder.name,
            holder.get_kind_display(),
            holder.code,
            str(application.departement),
            application.title,
            application.total_cost,
            application.requested_amount,
            application.submitted_at,
            self.status.label,
            self.rules,
            " ; ".join(self.points),
            self.opinion or "manquant",
            dossier.readers or 0,
            dossier.due_on.strftime("%d/%m/%Y") if dossier.due_on else "",
            "oui" if dossier.awaits_answer else "",
            "oui" if dossier.has_problem else "",
            self.event,
            self.event_at,
        )


def counters_of(wanted: Wanted, by_status: dict[str, int]) -> list[Counter]:
    """One counter a state of the dossiers."""
    states = [(s, wording.for_agent(s).label, number) for s, number in by_status.items()]
    return counters(wanted, "Tous", states, current=wanted.status)
