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
        application = line.application
        yield (
            line.rank,
            application.reference,
            application.holder.name,
            str(application.departement),
            application.title,
            line.mean,
            line.adjusted,
            line.spread,
            len(line.scores),
            line.stance_label,
            line.stance_rank,
            line.deliberation.cofinancing,
            application.requested_amount,
            line.amount,
            line.proposal.get_outcome_display(),
            line.proposal.reserve_rank,
            "oui" if line.deliberation.discussed_at else "non",
        )
