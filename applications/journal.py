"""The journal of a dossier as its team reads it: what happened, who did it, when, why.

Only the events named here are shown to the team: what the instruction writes stays its own.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from accounts.enums import Role
from applications import deadlines
from applications.models import Application
from limits_portal.french import long_date
from workflow.models import Event


@dataclass(frozen=True)
class Line:
    """One line of the journal."""

    what: str
    detail: str
    who: str
    role: str
    when: datetime
    reason: str


def _filed(payload: dict[str, Any]) -> str:
    return f"Accusé de réception {payload.get('receipt', '')}"


def _given_up(payload: dict[str, Any]) -> str:
    receipt = payload.get("receipt")
    return f"Le dépôt {receipt} ne compte plus." if receipt else ""


def _late(payload: dict[str, Any]) -> str:
    closes_at = datetime.fromisoformat(payload["closes_at"])
    return f"La date limite était le {deadlines.exact(closes_at)}. Le dossier est resté brouillon."


def _action(payload: dict[str, Any]) -> str:
    title = payload.get("content", {}).get("title", "")
    return f"« {title} »" if title else "Action sans titre"


def _name(payload: dict[str, Any]) -> str:
    return f"« {payload['name']} »" if payload.get("name") else ""


def _asked(payload: dict[str, Any]) -> str:
    labels = " ; ".join(f"« {remark['label']} »" for remark in payload.get("remarks", []))
    return f"avant le {_day(payload)} : {labels}" if labels else ""


def _completed(payload: dict[str, Any]) -> str:
    late = ", après la date demandée" if payload.get("is_late") else ""
    return f"{_filed(payload)}{late}"


def _due(payload: dict[str, Any]) -> str:
    return f"Réponse attendue avant le {_day(payload)}."


def _day(payload: dict[str, Any]) -> str:
    return long_date(date.fromisoformat(payload["due_on"])) if payload.get("due_on") else ""


def _grounds(payload: dict[str, Any]) -> str:
    return " ; ".join(ground["text"] for ground in payload.get("grounds", []) if ground["text"])


def _nothing(payload: dict[str, Any]) -> str:
    return ""


WORDS: dict[str, tuple[str, Callable[[dict[str, Any]], str]]] = {
    "application.create": ("Dossier créé", _nothing),
    "application.submit": ("Dossier déposé", _filed),
    "application.take_back": ("Dossier repris pour être modifié", _given_up),
    "application.withdraw": ("Dossier retiré", _given_up),
    "application.late_attempt": ("Tentative de dépôt après la date limite", _late),
    "application.action_removed": ("Action supprimée du plan", _action),
    "application.document_added": ("Pièce ajoutée", _name),
    "application.document_removed": ("Pièce retirée", _name),
    "application.document_infected": ("Pièce refusée par l’antivirus", _name),
    "application.ask_completion": ("Complément demandé par la MILDECA", _asked),
    "application.completion_reminder": ("Rappel de la demande de complément", _due),
    "application.complete": ("Complément envoyé", _completed),
    "application.cancel_completion": ("Demande de complément close par la MILDECA", _nothing),
    "application.admit": ("Dossier déclaré recevable", _nothing),
    "application.refuse": ("Dossier déclaré irrecevable", _grounds),
}
SHOWN_REASONS = {
    "application.withdraw",
    "application.ask_completion",
    "application.cancel_completion",
    "application.refuse",
}


def lines(application: Application) -> list[Line]:
    """Return what the team may read of the dossier's journal, newest first."""
    roles = dict(Role.choices)
    return [
        Line(
            what=WORDS[event.name][0],
            detail=WORDS[event.name][1](event.payload),
            who=event.actor_name,
            role=str(roles.get(event.acting_role, "")),
            when=event.happened_at,
            reason=event.reason if event.name in SHOWN_REASONS else "",
        )
        for event in Event.objects.about(application).filter(name__in=WORDS)
    ]
