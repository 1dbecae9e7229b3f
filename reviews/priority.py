"""The call's signal of priority (C-4.3g), read in the dossier and shown beside the score, never in it."""

from dataclasses import dataclass

from applications.content import Dossier
from applications.eligibility.signals import DELIBERATION


@dataclass(frozen=True)
class Sign:
    """One fact that shows the part of the mayor or president and of the council."""

    label: str
    is_there: bool


def signs(dossier: Dossier) -> list[Sign]:
    """The facts of the signal (ADR 0012)."""
    referent = dossier.partnership.elected_referent
    name = f" ({referent.full_name})" if referent.full_name else ""
    return [
        Sign("Délibération jointe", any(d.category == DELIBERATION for d in dossier.documents)),
        Sign(f"Élu référent nommé{name}", bool(referent.last_name.strip())),
    ]
