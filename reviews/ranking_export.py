"""The ranking of a session as rows of a spreadsheet: what its page shows, nothing more (A14)."""

from collections.abc import Iterable
from typing import Any

from reviews.room import Room

HEADINGS = (
    "Rang",
    "Numéro",
    "Porteur",
    "Département",
    "Intitulé",
    "Note",
    "Note corrigée",
    "Écart",
    "Lectures",
    "Avis de la préfecture",
    "Rang de la préfecture",
    "Part des cofinancements",
    "Demandé (€)",
    "Proposé (€)",
    "Proposition",
    "Rang complémentaire",
    "Examiné",
)


def rows(room: Room) -> Iterable[tuple[Any, ...]]:
    """One line a dossier, in the order of HEADINGS."""
    for line in room.lines:
        yield (
            line.rank,
            line.reference,
            line.holder,
            line.departement,
            line.title,
            line.mean,
            line.adjusted,
            line.spread,
            len(line.scores),
            line.stance_label,
            line.stance_rank,
            line.cofinancing,
            line.asked,
            line.amount,
            line.outcome_label,
            line.reserve_rank,
            "oui" if line.discussed_at else "non",
        )
