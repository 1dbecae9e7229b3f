"""The portal's seal on an issued document: from then on any change shows (product.md)."""

from conventions.signing import certificates, pades
from conventions.signing.fields import SEAL_FIELD

NAME = "Portail LIMIT'S"
REASON = "Cachet du portail : document émis pour signature"


def certify(content: bytes) -> bytes:
    """Seal a document that has its empty fields; only signatures may be added to it afterwards.

    Raises certificates.NoCertificate when the portal has no seal.
    """
    return pades.put(
        content,
        field=SEAL_FIELD,
        signer=certificates.portal_signer(),
        name=NAME,
        reason=REASON,
        seals=True,
    )
