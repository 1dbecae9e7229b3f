"""What the list says of one convention, on screen and in a spreadsheet (C-5g)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from applications.models import Application
from conventions.board import DESKS, STATES, Tally, Wanted
from conventions.deadlines import in_words, signature_due_on
from conventions.enums import ConventionStatus
from limits_portal.listing import Counter, counters

COLUMNS = (
    ("porteur", "Convention"),
    ("departement", "Dép."),
    ("", "État"),
    ("depuis", "Sur le bureau de"),
    ("", "Remarques"),
    ("montant", "Montant convenu"),
    ("", "À signer"),
)
EXPORT_HEADINGS = (
    "Numéro",
    "Porteur",
    "Département",
    "Intitulé",
    "Montant décidé (€)",
    "Montant convenu (€)",
    "État",
    "Texte en cours",
    "Sur le bureau de",
    "Depuis le (heure de Paris)",
    "Version",
    "Remarques à traiter",
    "À signer avant le",
    "En vigueur depuis le (heure de Paris)",
)


@dataclass(frozen=True)
class Row:
    """A convention of the list, from `find`."""

    convention: Any
    today: date

    @property
    def state(self) -> str:
        """Its state in words."""
        return STATES[self.convention.state][0]

    @property
    def badge(self) -> str:
        """The colour of its state; the word says it too."""
        return STATES[self.convention.state][1]

    @property
    def desk(self) -> str:
        """On whose desk it is, in words; empty when nobody has to act."""
        return dict(DESKS).get(self.convention.desk or "", "")

    @property
    def since(self) -> datetime | None:
        """Since when."""
        since: datetime | None = self.convention.since
        return since

    @property
    def number(self) -> int:
        """The text to open: the one in hand, the convention itself otherwise."""
        return self.convention.hand_number or 0

    @property
    def text(self) -> str:
        """The text in hand, in words."""
        if self.convention.hand is None:
            return ""
        return f"Avenant n° {self.number}" if self.number else "Convention"

    @property
    def is_to_sign(self) -> bool:
        """Whether the convention itself has still to be signed."""
        return bool(self.convention.status == ConventionStatus.PREPARING)

    @property
    def due_on(self) -> date:
        """The last day to sign."""
        return signature_due_on(self.convention.application.call)

    @property
    def is_late(self) -> bool:
        """Whether that day is past without three signatures."""
        return self.is_to_sign and self.today > self.due_on

    @property
    def time_left(self) -> str:
        """« 12 jours », « 3 jours de retard »."""
        return in_words(self.due_on, self.today)

    def export(self) -> tuple[Any, ...]:
        """The row of the spreadsheet, in the order of EXPORT_HEADINGS."""
        convention = self.convention
        application: Application = convention.application
        return (
            convention.reference,
            application.holder.name,
            str(application.departement),
            application.title,
            convention.award.amount,
            convention.agreed_amount,
            self.state,
            self.text,
            self.desk,
            self.since,
            convention.version or "",
            convention.open_remarks,
            self.due_on.strftime("%d/%m/%Y") if self.is_to_sign else "",
            convention.in_force_at,
        )


def counters_of(wanted: Wanted, tally: Tally) -> list[Counter]:
    """One counter a state of the conventions."""
    states = [(state, STATES[state][0], number) for state, number in tally.by_state.items()]
    return counters(wanted, "Toutes", states, current=wanted.state)
