"""The certificates that seal and sign: PKCS#12 files given by the configuration.

`SIGNING_ROOT` holds `portail.p12` (the seal), `mildeca.p12`, `prefecture-59.p12`,
`commune-59360.p12`, `epci-200093201.p12`, all behind `SIGNING_PASSPHRASE`, and `autorites.pem`:
the authorities whose certificates are believed. The demonstration makes its own.
"""

from functools import cached_property, lru_cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, load_der_private_key
from django.conf import settings
from pyhanko.sign.signers import SimpleSigner
from pyhanko_certvalidator.util import get_pyca_cryptography_hash

from accounts.models import Organisation
from conventions.signing import authority

SEAL = "portail"


class _OpenedSigner(SimpleSigner):
    """Keeps its RSA key open: pyHanko reads and checks it anew, twice a signature."""

    @cached_property
    def _key(self) -> RSAPrivateKey:
        key = load_der_private_key(self.signing_key.dump(), password=None)
        if not isinstance(key, RSAPrivateKey):
            raise TypeError("PDF/A-3 is PDF 1.7: RSA keys alone.")
        return key

    def sign_raw(self, data: bytes, digest_algorithm: str) -> bytes:
        """The raw signature, PKCS#1 v1.5, as pyHanko makes it."""
        mechanism = self.get_signature_mechanism_for_digest(digest_algorithm)
        if mechanism.signature_algo != "rsassa_pkcs1v15":
            return bytes(super().sign_raw(data, digest_algorithm))
        return self._key.sign(data, PKCS1v15(), get_pyca_cryptography_hash(digest_algorithm))


class NoCertificate(Exception):
    """No certificate is configured for a signatory; the message says whose, in French."""


def is_demonstration() -> bool:
    """Whether certificates are made on the spot, and worth nothing in law."""
    return bool(settings.SIGNING_DEMO_AUTHORITY)


def portal_signer() -> SimpleSigner:
    """Signer of the portal's seal. Raises NoCertificate."""
    return _signer(SEAL, holder="Cachet du portail LIMIT'S", organisation="MILDECA")


def organisation_signer(organisation: Organisation) -> SimpleSigner:
    """Signer of an organisation's own certificate. Raises NoCertificate."""
    name = file_name(organisation)
    return _signer(name, holder=organisation.name, organisation=organisation.name)


def file_name(organisation: Organisation) -> str:
    """Name of an organisation's file, without its extension: `commune-59360`."""
    kind, code = str(organisation.kind), str(organisation.code)
    return kind if kind == code else f"{kind}-{code}"


def authorities() -> bytes:
    """The certificates of the authorities believed, as PEM: those of the configuration."""
    folder = Path(settings.SIGNING_ROOT)
    configured = folder / "autorites.pem"
    found = configured.read_bytes() if configured.exists() else b""
    if is_demonstration():
        found += authority.authority_certificate(folder).public_bytes(encoding=Encoding.PEM)
    return found


def _signer(name: str, *, holder: str, organisation: str) -> SimpleSigner:
    folder = Path(settings.SIGNING_ROOT)
    path = folder / f"{name}.p12"
    if is_demonstration():
        path = authority.certificate_file(folder, name, holder=holder, organisation=organisation)
    if not path.exists():
        raise NoCertificate(
            f"Aucun certificat n’est configuré pour « {holder} » : "
            "signez avec votre propre certificat ou sur papier, ou prévenez la MILDECA."
        )
    return _load(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=64)
def _load(path: Path, _changed_at: int) -> SimpleSigner:
    passphrase = None if is_demonstration() else settings.SIGNING_PASSPHRASE.encode()
    read = SimpleSigner.load_pkcs12(str(path), passphrase=passphrase)
    if read is None:
        raise NoCertificate(f"Le certificat « {path.name} » ne s’ouvre pas : prévenez la MILDECA.")
    return _OpenedSigner(
        signing_cert=read.signing_cert,
        signing_key=read.signing_key,
        cert_registry=read.cert_registry,
    )
