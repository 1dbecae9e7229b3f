"""The demonstration's own certification authority, made on the spot: « sans valeur juridique ».

A key pair a holder of a certificate, kept as PKCS#12 files that only the portal's user may read.
Two processes may ask at once: the first file written is the one everybody reads.
"""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import NamedTemporaryFile

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import NoEncryption, pkcs12
from cryptography.x509.oid import NameOID

WORTHLESS = "sans valeur juridique"
NAME = f"Autorité de démonstration LIMIT'S – {WORTHLESS}"
# PDF/A-3 is PDF 1.7, that knows no elliptic curve: RSA (stack.md, §5).
KEY_BITS = 3072
LIFETIME = timedelta(days=5 * 365)


def certificate_file(folder: Path, name: str, *, holder: str, organisation: str) -> Path:
    """PKCS#12 file of a certificate of the demonstration, made if it is not there yet.

    `name` is that of the file, without its extension; `holder` and `organisation` are written in
    the certificate, whose common name says that it is worth nothing.
    """
    path = folder / f"{name}.p12"
    if not path.exists():
        authority = _load(authority_file(folder))
        key = _new_key()
        certificate = (
            _builder(_subject(f"{holder} – {WORTHLESS}", organisation), key.public_key())
            .issuer_name(authority.certificate.subject)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(_usage(signs=True), critical=True)
            .sign(authority.key, hashes.SHA256())
        )
        _write_once(path, key, certificate, [authority.certificate])
    return path


def authority_file(folder: Path) -> Path:
    """PKCS#12 file of the authority itself, made if it is not there yet."""
    path = folder / "autorite-de-demonstration.p12"
    if not path.exists():
        key = _new_key()
        subject = _subject(NAME, "Démonstration")
        certificate = (
            _builder(subject, key.public_key())
            .issuer_name(subject)
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .add_extension(_usage(signs=False), critical=True)
            .sign(key, hashes.SHA256())
        )
        _write_once(path, key, certificate, [])
    return path


def authority_certificate(folder: Path) -> x509.Certificate:
    """Certificate of the authority: the demonstration trusts it."""
    return _load(authority_file(folder)).certificate


class _Holding:
    def __init__(self, key: rsa.RSAPrivateKey, certificate: x509.Certificate) -> None:
        self.key, self.certificate = key, certificate


def _load(path: Path) -> _Holding:
    key, certificate, _ = pkcs12.load_key_and_certificates(path.read_bytes(), None)
    if not isinstance(key, rsa.RSAPrivateKey) or certificate is None:
        raise ValueError(f"{path.name} : ce n’est pas l’autorité de démonstration.")
    return _Holding(key, certificate)


def _new_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=KEY_BITS)


def _subject(common_name: str, organisation: str) -> x509.Name:
    # X.520 allows 64 characters.
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "FR"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation[:64]),
            x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, WORTHLESS),
            x509.NameAttribute(NameOID.COMMON_NAME, common_name[:64]),
        ]
    )


def _builder(subject: x509.Name, key: rsa.RSAPublicKey) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        # A clock a little behind must not find it still to come.
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + LIFETIME)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )


def _usage(*, signs: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=signs,
        content_commitment=signs,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=not signs,
        crl_sign=not signs,
        encipher_only=False,
        decipher_only=False,
    )


def _write_once(
    path: Path,
    key: rsa.RSAPrivateKey,
    certificate: x509.Certificate,
    chain: list[x509.Certificate],
) -> None:
    content = pkcs12.serialize_key_and_certificates(
        path.stem.encode(), key, certificate, chain, NoEncryption()
    )
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=path.parent, suffix=".tmp") as draft:
        draft.write(content)
        draft.flush()
        try:
            os.link(draft.name, path)
        except FileExistsError:
            return
