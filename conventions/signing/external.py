"""Way (b): a PDF signed outside, kept only if it extends exactly our bytes (security.md, A23).

In the order of cost: size, first bytes, signatures, what changed, whose certificate. Every refusal
has a stable code and says in words what to do.
"""

import hashlib
import logging
import re
from dataclasses import dataclass
from io import BytesIO
from itertools import islice

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.models import Organisation, User
from applications import antivirus
from conventions import mandates
from conventions.enums import Party, SignatureWay
from conventions.models import Issue, Mandate, Revision, Signature
from conventions.parties import organisation_of
from conventions.signing import circuit, opening
from conventions.signing.fields import FIELDS
from conventions.signing.opening import Judged, Unreadable
from limits_portal.french import file_size, search_key
from workflow.engine import Refused
from workflow.origin import current_address

logger = logging.getLogger(__name__)
SENTENCES = {
    "empty": "Le fichier est vide.",
    "not_pdf": "Ce fichier n’est pas un PDF.",
    "unreadable": "Ce PDF ne s’ouvre pas : il est sans doute abîmé. Signez de nouveau le document.",
    "heavy": "Ce PDF est trop lourd à lire.",
    "infected": "L’antivirus a trouvé un logiciel malveillant dans ce fichier : il n’est pas gardé.",
    "same": "C’est le document tel que vous l’avez téléchargé : il ne porte pas de nouvelle signature.",
    "truncated": "Le fichier est incomplet : déposez-le de nouveau.",
    "superseded": "Une autre partie a signé depuis votre téléchargement, ou une nouvelle version a été "
    "émise. Téléchargez le document à jour, puis signez-le.",
    "other": "Ce n’est pas ce document : son début n’est pas celui que nous avons émis. Votre logiciel "
    "l’a peut-être réécrit (« optimiser », « imprimer en PDF ») : signez le fichier téléchargé, sans "
    "le modifier.",
    "unsigned": "Le fichier a été modifié, mais il ne porte pas de nouvelle signature.",
    "several": "Le fichier porte plusieurs signatures nouvelles : chaque partie signe à son tour.",
    "wrong_field": "La signature n’est pas dans le champ « {field} », réservé à votre partie.",
    "broken": "La signature n’est pas valable : le fichier a été abîmé ou modifié.",
    "altered": "Le document a été modifié avant d’être signé : le texte n’est plus celui qui a été émis.",
    "changed_after": "Le fichier a été modifié après votre signature.",
    "untrusted": "L’autorité qui a délivré ce certificat n’est pas reconnue par le portail : "
    "« {issuer} ».",
    "expired": "Le certificat « {subject} » n’est pas en cours de validité.",
    "revoked": "Le certificat « {subject} » a été révoqué.",
    "wrong_person": "Le certificat est celui de « {subject} ». Peuvent signer pour « {organisation} » : "
    "{expected}.",
}
DISTRUST = {
    "EXPIRED": "expired",
    "NOT_YET_VALID": "expired",
    "OUT_OF_BOUNDS_NO_POE": "expired",
    "OUT_OF_BOUNDS_NOT_REVOKED": "expired",
    "REVOKED_NO_POE": "revoked",
    "REVOKED_CA_NO_POE": "revoked",
}
# Each revision of a document ends so; ours have four at most, and a file a reader's own.
END_OF_FILE = re.compile(rb"%%EOF(?:\r\n|\n|\r)?")
MOST_MARKS = 60


class Rejected(Refused):
    """A file that is not this document signed; `code` is stable."""

    def __init__(self, code: str, **words: str) -> None:
        super().__init__(SENTENCES[code].format(**words))
        self.code = code


class Unscanned(Refused):
    """The antivirus does not answer: nothing is kept that it has not seen."""

    code = "unscanned"

    def __init__(self) -> None:
        super().__init__(
            "L’antivirus ne répond pas : le fichier n’est pas gardé. Déposez-le de nouveau dans "
            "quelques minutes."
        )


class TooBig(Refused):
    """A file beyond the limit."""

    code = "too_big"


@dataclass(frozen=True)
class Accepted:
    """What the verifier found: the new signature, and the mandate of its signatory."""

    signature: Judged
    mandate: Mandate


def record(issue: Issue, *, party: Party, content: bytes, by: User) -> Signature:
    """Verify a file signed outside and keep it as the party's signature.

    Raises Rejected, TooBig or Unscanned (the file), circuit.Superseded or Refused (the circuit).
    """
    found = verify(issue, party=party, content=content)
    _is_clean(content)
    with transaction.atomic():
        act = circuit.locked(issue)
        before = issue.revisions.latest("number")
        if not content.startswith(circuit.bytes_of(before)):
            raise circuit.Superseded(SENTENCES["superseded"])
        signature = Signature(
            issue=issue,
            party=party,
            way=SignatureWay.EXTERNAL,
            signatory=str(found.mandate.person),
            function=found.mandate.function,
            mandate=found.mandate,
            signed_at=timezone.now(),
            recorded_by=by,
            evidence=_evidence(found, before),
        )
        circuit.refuse(act, signature, by=by, sha256=before.sha256)
        return circuit.keep(act, signature, by=by, sha256=before.sha256, content=content)


def _is_clean(content: bytes) -> None:
    """What is kept is served at once to the other parties. Raises Rejected or Unscanned."""
    if not antivirus.is_configured():
        return
    try:
        found = antivirus.scan(BytesIO(content))
    except antivirus.TooLarge:
        raise Rejected("heavy") from None
    except antivirus.Unavailable as error:
        logger.warning("a signed file is refused, the antivirus does not answer: %s", error)
        raise Unscanned from error
    if found.is_infected:
        logger.warning("a signed file is infected: %s", found.signature)
        raise Rejected("infected")


def verify(issue: Issue, *, party: Party, content: bytes) -> Accepted:
    """Judge a file against the document as it stands. Raises Rejected or TooBig."""
    last = issue.revisions.latest("number")
    limit = last.size + settings.DOCUMENT_MAX_SIZE
    if len(content) > limit:
        raise TooBig(
            f"Le fichier pèse {file_size(len(content))}, la limite est de {file_size(limit)}."
        )
    _extends(content, last)
    try:
        found = opening.signatures_of(content, opening.LONG)
    except Unreadable as refusal:
        raise Rejected(refusal.code) from None
    new = _the_new_one(found, issue, party)
    _is_sound(found, new)
    return Accepted(new, _signatory(new, organisation_of(issue.act.convention, party)))


def _extends(content: bytes, last: Revision) -> None:
    """The first bytes are ours, whole. Raises Rejected."""
    if not content:
        raise Rejected("empty")
    ours = circuit.bytes_of(last)
    if content == ours:
        raise Rejected("same")
    if content.startswith(ours):
        return
    if not content.startswith(b"%PDF-"):
        raise Rejected("not_pdf")
    if ours.startswith(content):
        raise Rejected("truncated")
    if known_start(content) is not None:
        raise Rejected("superseded")
    raise Rejected("other")


def known_start(content: bytes) -> Revision | None:
    """The longest revision of ours that a file starts with: each ends at an end-of-file mark."""
    digests, read, done = set(), hashlib.sha256(), 0
    for mark in islice(END_OF_FILE.finditer(content), MOST_MARKS):
        read.update(memoryview(content)[done : mark.end()])
        done = mark.end()
        digests.add(read.hexdigest())
    return Revision.objects.filter(sha256__in=digests).order_by("-size").first()


def _the_new_one(found: list[Judged], issue: Issue, party: Party) -> Judged:
    """The only signature that is not known yet, in the party's own field. Raises Rejected."""
    electronic = issue.signatures.exclude(way=SignatureWay.PAPER).count()
    # The seal, then a signature an electronic one kept.
    new = found[1 + electronic :]
    if not new:
        raise Rejected("unsigned")
    if len(new) > 1:
        raise Rejected("several")
    if new[0].field != FIELDS[party]:
        raise Rejected("wrong_field", field=FIELDS[party])
    return new[0]


def _is_sound(found: list[Judged], new: Judged) -> None:
    """Every signature holds, and nothing else than signatures was added. Raises Rejected."""
    if not new.is_sound or not all(signature.is_sound for signature in found):
        raise Rejected("broken")
    # What came after the new signature also comes after the others: it is looked at first.
    if not new.closes_the_file or not new.was_only_filled:
        raise Rejected("changed_after")
    if not all(signature.was_only_filled for signature in found):
        raise Rejected("altered")
    if not new.trusted:
        code = DISTRUST.get(new.distrust, "untrusted")
        raise Rejected(code, issuer=new.certificate["issuer"], subject=new.common_name)


def _signatory(new: Judged, organisation: Organisation) -> Mandate:
    """The mandate of the person named in the certificate. Raises Rejected."""
    members = mandates.may_be_given_to(organisation)
    today = mandates.today()
    standing = [m for m in mandates.standing(organisation, today) if m.person in members]
    named = [words_of(name) for name in (new.names[0], " ".join(new.names[1:]))]
    for mandate in standing:
        wanted = words_of(mandate.person.get_full_name())
        if wanted and any(wanted <= words for words in named):
            return mandate
    expected = ", ".join(f"{m.person} ({m.function})" for m in standing)
    raise Rejected(
        "wrong_person",
        subject=new.common_name,
        organisation=str(organisation),
        expected=expected or "personne, aucune habilitation n’est enregistrée",
    )


def words_of(name: str) -> set[str]:
    """The words of a name, without accents nor case: « Jean-Éric DUPONT » is « dupont jean eric »."""
    return set(re.findall(r"[a-z0-9]+", search_key(name)))


def _evidence(found: Accepted, before: Revision) -> dict[str, object]:
    signature = found.signature
    return {
        "sha256": before.sha256,
        "address": current_address(),
        "mandate": mandates.said(found.mandate),
        "declared_at": signature.signed_at,
        "is_timestamped": signature.is_timestamped,
        "certificate": signature.certificate,
        "verdict": "prolonge le document émis, signature valable, autorité reconnue, révocation non "
        "consultée",
    }
