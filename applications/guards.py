"""What may refuse a filing, a taking back, a withdrawal: each guard answers in French sentences.

The instant judged is `received_at`, a fact given by the edge (when the request came in), never
the clock of the moment when the lock was obtained (C-4.1k).
"""

from datetime import date, datetime
from typing import Any

from applications import deadlines
from applications.completeness import progress
from applications.content import Dossier
from applications.dossier import deadline_of, read
from applications.eligibility import blocking, evaluate
from applications.models import Application, Remark
from applications.models.document import ScanStatus
from applications.scope import changes
from applications.snapshot import fingerprint, thaw
from limits_portal.french import PARIS
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
        # A dossier completed later is judged as on the day it was filed (C-4.1k).
        judged_at = application.submitted_at or received_at(step)
        known = read(application, at=judged_at, signatory=step.by)
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
    """Say kindly to a signatory that the deadline of what they sent has passed; it is journaled."""
    departement = application.departement
    return (
        f"La date limite est dépassée : votre demande est arrivée le "
        f"{deadlines.both(instant, departement)}, le dépôt était ouvert jusqu’au "
        f"{deadlines.both(closes_at, departement)}. Votre dossier reste enregistré comme "
        f"brouillon et cette tentative est notée. {_whom_to_ask(application)}"
    )


def closed_sentence(application: Application, closes_at: datetime) -> str:
    """Say to who only reads the page that nothing can be filed any more: nothing is noted then."""
    return (
        f"La date limite est dépassée : le dépôt était ouvert jusqu’au "
        f"{deadlines.both(closes_at, application.departement)}. Votre dossier reste enregistré "
        f"comme brouillon. {_whom_to_ask(application)}"
    )


def _whom_to_ask(application: Application) -> str:
    contact = application.call.texts.contact
    reach = " ou ".join(part for part in (contact.email, contact.phone) if part)
    return f"Pour toute question : {contact.service}, {reach or contact.address}."


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
    """Refuse a withdrawal, or the closing of a request, that does not say why."""
    return [] if step.reason.strip() else ["Indiquez pourquoi : le motif est noté au journal."]


def remarks_of(application: Application, step: Step) -> list[Remark]:
    """The points this request names, by their keys in the fact `remarks`; all that wait by default."""
    waiting = Remark.objects.filter(application=application, request=None)
    chosen = step.facts.get("remarks")
    return list(waiting if chosen is None else waiting.filter(pk__in=chosen))


def names_what_is_missing(application: Application, step: Step) -> list[str]:
    """Refuse a request that names no point of the dossier."""
    if remarks_of(application, step):
        return []
    return ["Indiquez ce qui est à compléter : ajoutez au moins un point, depuis un champ."]


def leaves_time_to_answer(application: Application, step: Step) -> list[str]:
    """Refuse a date (`due_on`) that does not leave the holder the next day at least."""
    due_on: date | None = step.facts.get("due_on")
    if due_on is None:
        return ["Indiquez jusqu’à quel jour le porteur peut répondre."]
    if due_on <= step.at.astimezone(PARIS).date():
        return ["Laissez au porteur au moins jusqu’à demain pour répondre."]
    return []


def answers_the_request(application: Application, step: Step) -> list[str]:
    """Refuse an answer that changes nothing and says nothing (`reply`)."""
    last = application.snapshots.last()
    is_same = last is not None and not changes(thaw(last), dossier_of(application, step))
    if is_same and not step.facts.get("reply", "").strip():
        return [
            "Rien n’a changé depuis le dépôt : complétez ce qui est demandé, ou expliquez à la "
            "MILDECA pourquoi rien ne change."
        ]
    return []


def verified_or_explained(application: Application, step: Step) -> list[str]:
    """Refuse to admit over points not verified (`unverified`: their names) without saying why."""
    unverified: list[str] = step.facts.get("unverified") or []
    if not unverified or step.reason.strip():
        return []
    return [
        f"Il reste à vérifier : {' ; '.join(unverified)}. Vérifiez ces points, ou indiquez pourquoi "
        "le dossier est déclaré recevable sans eux."
    ]


def on_stated_grounds(application: Application, step: Step) -> list[str]:
    """Refuse to declare a dossier inadmissible without grounds that its holder will read."""
    grounds: list[dict[str, str]] = step.facts.get("grounds") or []
    if any(ground["text"].strip() for ground in grounds) or step.reason.strip():
        return []
    return ["Indiquez au moins un motif : il est envoyé tel quel au porteur."]


def by_a_decision(application: Application, step: Step) -> list[str]:
    """Refuse a result that no validated decision gives: `decision` is its number (C-5e)."""
    if step.facts.get("decision"):
        return []
    return ["Un résultat se publie avec la décision du président, pas dossier par dossier."]
