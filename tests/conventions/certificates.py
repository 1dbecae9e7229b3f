"""Certificates of people, and of an authority that nobody knows, for what is signed outside."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import NoEncryption, pkcs12
from django.conf import settings
from pyhanko.sign.signers import SimpleSigner

from conventions.signing import authority


def signer_of(name: str, *, folder: Path | None = None) -> SimpleSigner:
    """A person's own certificate; in `folder`, of another authority than the portal's."""
    folder = folder or Path(settings.SIGNING_ROOT)
    path = authority.certificate_file(
        folder, f"personne-{name.lower().replace(' ', '-')}", holder=name, organisation="Loos"
    )
    return loaded(path)


def loaded(path: Path) -> SimpleSigner:
    """The signer of a PKCS#12 file."""
    signer = SimpleSigner.load_pkcs12(str(path), passphrase=None)
    assert signer is not None
    return signer


def expired_signer(name: str) -> SimpleSigner:
    """A certificate of the portal's authority that ended last month."""
    folder = Path(settings.SIGNING_ROOT)
    path = folder / "personne-perimee.p12"
    if not path.exists():
        key, _, _ = pkcs12.load_key_and_certificates(
            authority.certificate_file(
                folder, "personne-cle", holder=name, organisation="Loos"
            ).read_bytes(),
            None,
        )
        issuer_key, issuer, _ = pkcs12.load_key_and_certificates(
            authority.authority_file(folder).read_bytes(), None
        )
        from cryptography.hazmat.primitives import hashes

        now = datetime.now(UTC)
        certificate = (
            x509.CertificateBuilder()
            .subject_name(x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)]))
            .issuer_name(issuer.subject)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=400))
            .not_valid_after(now - timedelta(days=30))
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .sign(issuer_key, hashes.SHA256())
        )
        path.write_bytes(
            pkcs12.serialize_key_and_certificates(
                b"perimee", key, certificate, [issuer], NoEncryption()
            )
        )
        path.chmod(0o600)
    return loaded(path)
