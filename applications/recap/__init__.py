"""A whole dossier to read: frames 1, 6 and 7 of Cerfa n° 12156*06, one value for page and PDF.

The numbering is the Cerfa's, the layout ours (C-4.1i). Only formatted text leaves this package.
"""

from dataclasses import dataclass

from applications.budgeting import totals
from applications.call_content import CallContent
from applications.content import Dossier
from applications.period import project_dates
from applications.recap import attestations, identity, project
from applications.recap.blocks import Fields, Frame, field
from limits_portal import french


@dataclass(frozen=True)
class Recap:
    """The dossier in words and figures."""

    reference: str
    call: str
    holder: str
    title: str
    requested: str
    essentials: Fields
    frames: tuple[Frame, ...]


def recap(dossier: Dossier, texts: CallContent) -> Recap:
    """Return the whole dossier, already formatted. Pure: no query, no clock."""
    return Recap(
        reference=dossier.reference,
        call=dossier.terms.title,
        holder=dossier.holder.name,
        title=dossier.project.title.strip() or "Projet sans titre",
        requested=french.euros(sum(dossier.budget.requested)),
        essentials=_essentials(dossier),
        frames=(
            identity.frame(dossier),
            project.frame(dossier, texts),
            attestations.frame(dossier, texts),
        ),
    )


def _essentials(dossier: Dossier) -> Fields:
    """What a signer checks first: who asks how much, for what, over how long."""
    sums, years = totals(dossier.budget), dossier.project.duration_years
    dates, share = project_dates(dossier.project), sums.cofinancing_share
    covered = {a.content.axis for a in dossier.actions if not a.content.is_outside_axes}
    axes = sum(code in covered for code, _ in dossier.terms.axes)
    period = f"{years} an{'s' if years > 1 else ''}" if years else ""
    if dates:
        period += f", du {french.long_date(dates[0])} au {french.long_date(dates[1])}"
    count = len(dossier.actions)
    return Fields(
        (
            field("Porteur", dossier.holder.name),
            field("Durée", period),
            field(
                "Plan d’actions",
                f"{count} action{'s' if count > 1 else ''}, {axes} axe{'s' if axes > 1 else ''} "
                f"couvert{'s' if axes > 1 else ''} sur {len(dossier.terms.axes)}"
                if count
                else "",
            ),
            field("Coût complet", french.euros(sums.total_cost)),
            field("Subvention demandée à la MILDECA", french.euros(sums.requested_total)),
            field("Part des cofinancements", french.percent(share) if share is not None else ""),
        )
    )
