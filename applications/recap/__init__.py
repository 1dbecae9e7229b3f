"""A whole dossier to read: frames 1, 6 and 7 of Cerfa n° 12156*06, one value for page and PDF.

The numbering is the Cerfa's, the layout ours (C-4.1i). Only formatted text leaves this package.
"""

from dataclasses import dataclass

from applications.call_content import CallContent
from applications.content import Dossier
from applications.recap import attestations, identity, project
from applications.recap.blocks import Frame
from limits_portal import french


@dataclass(frozen=True)
class Recap:
    """The dossier in words and figures."""

    reference: str
    call: str
    holder: str
    title: str
    requested: str
    frames: tuple[Frame, ...]


def recap(dossier: Dossier, texts: CallContent) -> Recap:
    """Return the whole dossier, already formatted. Pure: no query, no clock."""
    return Recap(
        reference=dossier.reference,
        call=dossier.terms.title,
        holder=dossier.holder.name,
        title=dossier.project.title.strip() or "Projet sans titre",
        requested=french.euros(sum(dossier.budget.requested)),
        frames=(
            identity.frame(dossier),
            project.frame(dossier, texts),
            attestations.frame(dossier, texts),
        ),
    )
