"""What may refuse a filing, a taking back, a withdrawal: each guard answers in French sentences.

The instant judged is `received_at`, a fact given by the edge (when the request came in), never
the clock of the moment when the lock was obtained (C-4.1k).
"""

from datetime import datetime
from typing import Any

from applications import deadlines
from applications.completeness import progress
from applications.content import Dossier
from applications.dossier import deadline_of, read
from applications.eligibility import blocking, evaluate
from applications.models import Application
from applications.models.document import ScanStatus
from applications.snapshot import fingerprint
from workflow.engine import Step


def received_at(step: Step) -> datetime:
    """When the request came in; the transition's own instant when the edge does not say."""
    instant: datetime = step.facts.get("received_at") or step.at
    return instant


def is_late(instant: datetime, closes_at: datetime) -> bool:
    """Whether an instant is past the deadline, whose own second is included (C-4.1k)."""
    return instant.replace(microsecond=0) > closes_at


def dossier_of(application: Application, step: Step) -> Dossier:
    """The dossier as judged by this step: read once, whatever the number of guards."""
    known: Dossier | None = step.facts.get("dossier")
    if known is None:
        known = read(application, at=received_at(step), signatory=step.by)
        step.facts["dossier"] = known
    return known


def in_the_filing_period(application: Application, step: Step) -> list[str]:
    """Refuse before the opening and after the holder's own deadline, to the second."""
    dossier, instant = dossier_of(application, step), received_at(step)
    departement = application.departement
    if not application.call.is_published:
        return ["Cet appel à projets n’est pas publié : le dépôt n’est pas possible."]
    opens_at, closes_at = dossier.terms.opens_at, dossier.terms.closes_at
    if instant < opens_at.replace(microsecond=0):
        return [f"Le dépôt ouvre le {deadlines.both(opens_at, departement)}."]
    if is_late(instant, closes_at):
        return [late_sentence(application, instant, closes_at)]
    return []


def late_sentence(application: Application, instant: datetime, closes_at: datetime) -> str:
    """Say kindly that the deadline has passed: both instants, what is kept, who answers."""
    departement = application.departement
    contact = application.call.texts.contact
    reach = " ou ".join(part for part in (contact.email, contact.phone) if part)
    reach = reach or contact.address
    return (
        f"La date limite est dépassée : votre demande est arrivée le "
        f"{deadlines.both(instant, departement)}, le dépôt était ouvert jusqu’au "
        f"{deadlines.both(closes_at, departement)}. Votre dossier reste enregistré comme "
        f"brouillon et cette tentative est notée. Pour toute question : {contact.service}, {reach}."
    )


def reading_of(application: Application, dossier: Dossier) -> str:
    """What a signatory has before their eyes: this content, for this filing and no other."""
    return f"{application.snapshots.count() + 1}-{fingerprint(dossier)}"


def as_it_was_read(application: Application, step: Step) -> list[str]:
    """Refuse when the dossier changed since its signatory read it (`read_as`, see `reading_of`).

    An old page sent again after the dossier was taken back files nothing either.
    """
    expected: Any = step.facts.get("read_as")
    if expected is None or reading_of(application, dossier_of(application, step)) == expected:
        return []
    return ["Le dossier a changé depuis l’affichage de cette page. Relisez-le, puis déposez-le."]


def eligible(application: Application, step: Step) -> list[str]:
    """Refuse what the rules of the call forbid; the period has its own guard."""
    findings = evaluate(dossier_of(application, step))
    return [
        f"{finding.title} : {finding.reason}"
        for finding in blocking(findings)
        if finding.code != "DELAI"
    ]


def complete(application: Application, step: Step) -> list[str]:
    """Refuse a dossier with unanswered questions: the whole dossier is filed (C-4.1k)."""
    dossier = dossier_of(application, step)
    said = {finding.reason for finding in blocking(evaluate(dossier))}
    sentences = []
    for section in progress(dossier).sections:
        labels = [item.label for item in section.missing if item.label not in said]
        if labels:
            shown = " ; ".join(labels[:3])
            more = len(labels) - 3
            rest = f" ; et {more} autre{'s' if more > 1 else ''}" if more > 0 else ""
            sentences.append(f"Section « {section.label} », il manque : {shown}{rest}.")
    return sentences


def without_infected_files(application: Application, step: Step) -> list[str]:
    """Refuse a file that the antivirus found infected; one still being scanned never blocks."""
    return [
        f"Le fichier « {file.name} » est infecté : retirez-le."
        for file in dossier_of(application, step).documents
        if file.scan == ScanStatus.INFECTED
    ]


def before_the_deadline(application: Application, step: Step) -> list[str]:
    """Refuse to take a dossier back once the deadline has passed: nothing could be filed again."""
    closes_at = deadline_of(application)
    if is_late(received_at(step), closes_at):
        limit = deadlines.both(closes_at, application.departement)
        return [
            f"Un dossier se reprend jusqu’à la date limite, le {limit} : il reste déposé tel quel."
        ]
    return []


def with_a_reason(application: Application, step: Step) -> list[str]:
    """Refuse a withdrawal that does not say why."""
    return [] if step.reason.strip() else ["Indiquez pourquoi le dossier est retiré."]


def by_a_decision(application: Application, step: Step) -> list[str]:
    """Refuse a result that no validated decision gives: `decision` is its number (C-5e)."""
    if step.facts.get("decision"):
        return []
    return ["Un résultat se publie avec la décision du président, pas dossier par dossier."]
