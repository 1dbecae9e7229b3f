"""The letter that tells a holder what was decided: previewed first, sent at publication."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings

from applications.content import Dossier
from applications.snapshot import thaw
from limits_portal import french, pdf
from limits_portal.printouts import Workshop
from reviews import terms
from reviews.enums import Outcome
from reviews.models import Award, Letter

TEMPLATE_VERSION = "2024-3"
SUBJECTS = {
    Outcome.SELECTED: "Votre projet est retenu",
    Outcome.RESERVE: "Votre projet est inscrit sur la liste complémentaire",
    Outcome.REJECTED: "Votre projet n’est pas retenu",
}


@dataclass(frozen=True)
class Addressee:
    """To whom a letter goes."""

    name: str
    function: str
    holder: str
    address: tuple[str, ...]


def values(award: Award) -> dict[str, Any]:
    """What the letter says, already formatted, from the award and the filed dossier."""
    application, decision = award.application, award.decision
    snapshot = application.snapshots.last()
    if snapshot is None or decision.validated_at is None:
        raise ValueError(f"{award} : rien à écrire avant un dépôt et une décision.")
    dossier = thaw(snapshot)
    review = terms.of(application.call)
    day = decision.validated_at.astimezone(french.PARIS).date()
    return {
        "brand": settings.BRAND,
        "operator": settings.OPERATOR,
        "subject": SUBJECTS[Outcome(award.outcome)],
        "reference": application.reference,
        "call": application.call.title,
        "title": dossier.project.title,
        "to": addressee(dossier),
        "day": french.long_date(day),
        "decision": decision.number,
        "outcome": award.outcome,
        "amount": french.euros(award.amount),
        "asked": french.euros(application.requested_amount),
        "is_partial": award.amount < application.requested_amount,
        "years": [
            (f"Année {rank}", french.euros(part))
            for rank, part in enumerate(award.yearly_amounts, start=1)
        ],
        "rank": award.reserve_rank,
        "reason": award.reason,
        "feedback": award.feedback,
        "signatory": str(decision.validated_by),
        "function": decision.validated_by.job_title if decision.validated_by else "",
        "contact": application.call.texts.contact,
        "appeal": review.appeal_text if review.appeal_text_is_validated else "",
    }


def addressee(dossier: Dossier) -> Addressee:
    """The holder's legal representative, at the holder's seat (Cerfa frame 1)."""
    identity = dossier.identity
    person = identity.representative
    place = " ".join(part for part in (identity.postcode, identity.city) if part)
    return Addressee(
        name=person.full_name,
        function=person.function,
        holder=dossier.holder.name,
        address=tuple(line for line in (*identity.address.splitlines(), place) if line.strip()),
    )


def draw(letter: Letter) -> pdf.Document:
    """Draw one letter. The same award gives the same bytes."""
    award = letter.award
    if award.decision.validated_at is None:
        raise ValueError(f"{award} : la décision n’est pas validée.")
    return pdf.render(
        "reviews/pdf/letter.html",
        values(award),
        reference=f"{award.application.reference}/decision-{award.decision.number}/{TEMPLATE_VERSION}",
        made_at=award.decision.validated_at,
    )


WORKSHOP = Workshop(
    rows=lambda: Letter.objects.select_related(
        "award__application__call", "award__decision__validated_by"
    ),
    draw=draw,
    folder="lettres",
    version=TEMPLATE_VERSION,
)
