"""Way (a): the signatory reads, proves who they are, consents; the portal signs (product.md).

With the organisation's certificate, in the name of the signatory, in the party's own field: in
law a « signature électronique simple ».
"""

from dataclasses import asdict, dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import Organisation, User
from conventions import mandates
from conventions.enums import Party, SignatureWay
from conventions.models import Issue, Mandate, Signature
from conventions.parties import organisation_of
from conventions.signing import certificates, circuit, pades, stamp
from conventions.signing.apart.names import certificate_said
from conventions.signing.fields import FIELDS
from conventions.signing.wording import CONSENT, LEVELS, WORTHLESS
from limits_portal import french
from workflow.engine import Refused
from workflow.origin import current_address


@dataclass(frozen=True)
class Consent:
    """What the signatory did before the portal signed: kept as evidence."""

    # SHA-256 of the document that was on the screen.
    sha256: str
    # The sentence that was accepted, as it was shown, and the mandate (its key) it named.
    sentence: str
    mandate: int
    # How the person proved who they are: « totp », « recovery_codes », or why not.
    second_factor: str
    proven_at: str
    browser: str
    # IP address when the signature is made later by a worker; else that of the request.
    address: str | None = None


MANDATE_CHANGED = (
    "Votre habilitation à signer a changé depuis l’affichage de cette page : relisez en quelle "
    "qualité vous signez, puis recommencez."
)


def consent_text(organisation: Organisation, mandate: Mandate) -> str:
    """The sentence that is accepted."""
    return CONSENT.format(organisation=organisation, function=mandate.function)


def sign(issue: Issue, *, party: Party, by: User, consent: Consent) -> Signature:
    """Sign an issue for a party, at once and for good.

    Raises circuit.Superseded when the document read is no longer the one to sign (F14), or the
    mandate no longer the one accepted; Refused with the reasons, or when the organisation has no certificate.
    """
    with transaction.atomic():
        act = circuit.locked(issue)
        organisation = organisation_of(act.convention, party)
        now = timezone.now()
        mandate = mandates.of_person(by, organisation, mandates.day_of(now))
        signature = Signature(
            issue=issue,
            party=party,
            way=SignatureWay.PORTAL,
            signatory=str(by),
            function=mandate.function if mandate else "",
            mandate=mandate,
            signed_at=now,
            recorded_by=by,
        )
        circuit.refuse(act, signature, by=by, sha256=consent.sha256)
        if mandate is None or mandate.pk != consent.mandate:
            raise circuit.Superseded(MANDATE_CHANGED)
        try:
            signer = certificates.organisation_signer(organisation)
        except certificates.NoCertificate as missing:
            raise Refused(str(missing)) from missing
        level = LEVELS[SignatureWay.PORTAL]
        signature.evidence = _evidence(consent, mandate) | {
            "certificate": certificate_said(signer.signing_cert)
        }
        signed = pades.put(
            circuit.bytes_of(issue.revisions.latest("number")),
            field=FIELDS[party],
            signer=signer,
            name=f"{by}, {signature.function}",
            reason=f"{level[0].upper()}{level[1:]}, recueillie par le portail LIMIT'S",
            stamp=stamp.style(_lines(signature, organisation)),
        )
        return circuit.keep(act, signature, by=by, sha256=consent.sha256, content=signed)


def _evidence(consent: Consent, mandate: Mandate) -> dict[str, Any]:
    said = asdict(consent)
    return said | {
        "address": consent.address or current_address(),
        "consent": said.pop("sentence"),
        "mandate": mandates.said(mandate),
    }


def _lines(signature: Signature, organisation: Organisation) -> list[str]:
    lines = [
        f"{signature.signatory}, {signature.function}",
        f"pour {organisation}",
        f"le {french.moment(signature.signed_at)}",
        "Signature électronique simple, recueillie par le portail LIMIT'S",
    ]
    return [*lines, WORTHLESS] if certificates.is_demonstration() else lines
