"""The acknowledgement of receipt: what facts §5.2 asks it to say, already formatted (C-5b)."""

from dataclasses import dataclass

from accounts.enums import OrganisationKind
from applications import deadlines
from applications.call_content import CallContent, Contact
from applications.completion import is_completion
from applications.models import Snapshot
from applications.recap.attestations import files_table
from applications.recap.blocks import Row
from applications.snapshot import thaw
from limits_portal import french


@dataclass(frozen=True)
class Step:
    """What happens next, and when."""

    title: str
    when: str


@dataclass(frozen=True)
class Receipt:
    """What the holder keeps as proof of a filing."""

    number: str
    reference: str
    rank: int
    received: str
    received_locally: str
    call: str
    holder: str
    of_holder: str  # « de Loos », « de la Communauté urbaine d’Arras »
    title: str
    requested: str
    duration: str
    signatory: str
    capacity: str
    sha256: str
    contact: Contact
    silence: str
    steps: tuple[Step, ...]
    files: tuple[Row, ...]
    deadline: str
    # Whether it answers a request to complete, rather than a deposit by the deadline.
    is_completion: bool


def receipt(snapshot: Snapshot, texts: CallContent) -> Receipt:
    """Return the receipt of a filing, from its snapshot and the call's texts."""
    dossier = thaw(snapshot)
    years = dossier.project.duration_years
    departement = snapshot.application.departement
    return Receipt(
        number=snapshot.receipt_number,
        reference=dossier.reference,
        rank=snapshot.number,
        received=deadlines.exact(snapshot.filed_at),
        received_locally=deadlines.local(snapshot.filed_at, departement),
        call=dossier.terms.title,
        holder=dossier.holder.name,
        of_holder=french.of_holder(
            dossier.holder.name, is_town=dossier.holder.kind != OrganisationKind.EPCI
        ),
        title=dossier.project.title,
        requested=french.euros(sum(dossier.budget.requested)),
        duration=f"{years} ans" if years else "",
        signatory=snapshot.signatory_name,
        capacity=snapshot.signatory_role,
        sha256=snapshot.sha256,
        contact=texts.contact,
        silence=texts.silence_text if texts.silence_text_is_validated else "",
        steps=next_steps(snapshot, texts),
        files=files_table(dossier.documents, texts).rows,
        deadline=deadlines.both(dossier.terms.closes_at, departement),
        is_completion=is_completion(snapshot),
    )


def next_steps(snapshot: Snapshot, texts: CallContent) -> tuple[Step, ...]:
    """Milestones of the call still to come at the moment of filing (C-5a)."""
    day = snapshot.filed_at.astimezone(french.PARIS).date()
    closes_on = thaw(snapshot).terms.closes_at.astimezone(french.PARIS).date()
    return tuple(
        Step(
            milestone.title,
            milestone.period or french.long_date(milestone.ends_on),
        )
        for milestone in texts.milestones
        if milestone.ends_on >= day and milestone.ends_on > closes_on
    )
