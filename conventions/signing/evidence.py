"""What proves a signature, as plain data: for the screen, the evidence file and the archive."""

from datetime import date
from typing import Any, NamedTuple

from conventions.models import Issue, Signature
from conventions.parties import organisation_of
from conventions.signing.marks import mark_of
from limits_portal import french
from workflow.models import Event

# How a person proved who they are, as `django-allauth` calls it.
FACTORS = {
    "totp": "code de l’application d’authentification",
    "recovery_codes": "code de secours",
}


def file_of(issue: Issue) -> dict[str, Any]:
    """The evidence file of an issue: each revision, each signature, the journal, all dated.

    Addresses and browsers of the signatories are in it: for the parties and the judge, never for
    the public.
    """
    act = issue.act
    return {
        "format": "limits-preuves/1",
        "document": str(act),
        "mark": mark_of(issue).code,
        "issue": issue.number,
        "issued_at": issue.issued_at.isoformat(),
        "voided_at": issue.voided_at.isoformat() if issue.voided_at else None,
        "void_reason": issue.void_reason,
        "order": issue.order,
        "revisions": [
            {
                "number": revision.number,
                "sha256": revision.sha256,
                "size": revision.size,
                "made_at": revision.made_at.isoformat(),
            }
            for revision in issue.revisions.all()
        ],
        "signatures": [_signature(signature) for signature in issue.signatures.all()],
        "journal": [event_said(event) for event in _journal(issue)],
    }


def _signature(signature: Signature) -> dict[str, Any]:
    organisation = organisation_of(signature.issue.act.convention, signature.party)
    return {
        "party": signature.party,
        "organisation": organisation.name,
        "siren": organisation.siren,
        "way": signature.way,
        "level": signature.get_way_display(),
        "signatory": signature.signatory,
        "function": signature.function,
        "signed_at": signature.signed_at.isoformat(),
        "recorded_by": str(signature.recorded_by),
        "certified_by": str(signature.certified_by) if signature.certified_by else None,
        "certified_at": signature.certified_at.isoformat() if signature.certified_at else None,
        "revision": signature.revision.sha256 if signature.revision else None,
        "evidence": signature.evidence,
    }


class Line(NamedTuple):
    """One proof in words; a fingerprint is printed as code."""

    label: str
    value: str
    is_code: bool = False


def in_words(signature: Signature) -> list[Line]:
    """What proves a signature, for the screen: the words of French for what the file keeps."""
    said = signature.evidence
    lines = []
    if consent := said.get("consent"):
        lines.append(Line("Consentement", french.typeset(f"« {consent} »")))
    if factor := said.get("second_factor"):
        lines.append(Line("Second facteur", FACTORS.get(factor, factor)))
    if sha256 := said.get("sha256"):
        lines.append(Line("Document lu", sha256, is_code=True))
    if address := said.get("address"):
        lines.append(Line("Adresse IP", address))
    if mandate := said.get("mandate"):
        lines.append(Line("Habilitation", _mandate_in_words(mandate)))
    if known := said.get("certificate"):
        words = f"{known['subject']}, délivré par {known['issuer']}"
        lines.append(Line("Certificat", words))
    if verdict := said.get("verdict"):
        lines.append(Line("Vérification", verdict))
    if original := said.get("original"):
        lines.append(Line("Original", original))
    return lines


def _mandate_in_words(mandate: dict[str, str]) -> str:
    """« Délibération n° 12, du 4 juillet 2020, à compter du 5 juillet 2020 »."""

    def day(name: str) -> str:
        return french.long_date(date.fromisoformat(mandate[name]))

    words = f"{mandate['basis']}, du {day('basis_on')}, à compter du {day('starts_on')}"
    return f"{words} jusqu’au {day('ends_on')}" if mandate["ends_on"] else words


def _journal(issue: Issue) -> list[Event]:
    return list(Event.objects.about(issue.act).order_by("id"))


def event_said(event: Event) -> dict[str, Any]:
    """A row of the journal as plain data, with the hashes that chain it."""
    return {
        "name": event.name,
        "actor": event.actor_name,
        "role": event.acting_role,
        "source": event.source,
        "target": event.target,
        "reason": event.reason,
        "payload": event.payload,
        "happened_at": event.happened_at.isoformat(),
        "previous_hash": event.previous_hash,
        "hash": event.hash,
    }
