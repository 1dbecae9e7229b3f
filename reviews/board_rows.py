"""What the board says of one dossier, on screen and in a spreadsheet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol
from urllib.parse import urlencode

from applications import wording
from applications.eligibility import RULES
from applications.models import Application
from reviews.board import COLUMNS, EVENTS, Wanted
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


@dataclass(frozen=True)
class Heading:
    """A column: where a click leads, and how it is sorted now."""

    label: str
    query: str  # empty when the column does not sort
    direction: str  # "ascending", "descending" or ""


class Sorted(Protocol):
    """What the address of a list asks for, its order among the rest."""

    @property
    def order(self) -> str:
        """The column, « - » before it when downwards."""

    def as_query(self, **changed: str) -> dict[str, str]:
        """The address with something changed."""


def headings(wanted: Sorted, columns: Sequence[tuple[str, str]] = COLUMNS) -> list[Heading]:
    """The columns, each with the order that a click gives."""
    found = []
    for name, label in columns:
        is_current = bool(name) and wanted.order.removeprefix("-") == name
        is_down = wanted.order.startswith("-")
        direction = ("descending" if is_down else "ascending") if is_current else ""
        order = f"-{name}" if is_current and not is_down else name
        query = urlencode(wanted.as_query(tri=order)) if name else ""
        found.append(Heading(label, query, direction))
    return found


@dataclass(frozen=True)
class Counter:
    """A state above the board: how many, and the address that keeps only these."""

    label: str
    number: int
    query: str
    is_current: bool


def counters(wanted: Wanted, by_status: dict[str, int]) -> list[Counter]:
    """One counter a state, « Tous » first; states of no dossier are left out but the present one."""
    every = Counter(
        "Tous", sum(by_status.values()), urlencode(wanted.as_query(etat="")), not wanted.status
    )
    return [
        every,
        *(
            Counter(
                wording.for_agent(status).label,
                number,
                urlencode(wanted.as_query(etat=status)),
                wanted.status == status,
            )
            for status, number in by_status.items()
            if number or wanted.status == status
        ),
    ]
