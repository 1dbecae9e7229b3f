"""Fields, seal and signatures of a document, judged by pyHanko and by poppler (stack.md, §5)."""

import stat
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from asn1crypto import pem
from asn1crypto.x509 import Certificate
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.signers import SimpleSigner
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from conventions.signing import certificates, pades
from conventions.signing.fields import FIELDS, SEAL_FIELD
from conventions.signing.pades import outside_any_loop
from tests.conventions import documents

VALID = "- Signature Validation: Signature is Valid."


def judgements(content: bytes) -> list:
    roots = [Certificate.load(der) for _, _, der in pem.unarmor(certificates.authorities(), True)]
    signatures = PdfFileReader(BytesIO(content)).embedded_signatures
    return [
        outside_any_loop(
            validate_pdf_signature, s, ValidationContext(trust_roots=roots, allow_fetching=False)
        )
        for s in signatures
    ]


@pytest.fixture
def signed() -> bytes:
    return documents.signed()


def test_the_fields_are_there_before_anything_is_signed_and_always_the_same():
    content = documents.with_fields()
    assert content == documents.with_fields()
    with pikepdf.open(BytesIO(content)) as document:
        names = [str(field.T) for field in document.Root.AcroForm.Fields]
    assert names == [SEAL_FIELD, *FIELDS.values()]


def test_each_field_is_tagged_and_named_for_a_screen_reader():
    with pikepdf.open(BytesIO(documents.with_fields())) as document:
        tree = document.Root.StructTreeRoot
        numbers = tree.ParentTree.Nums
        owners = {int(numbers[n]): numbers[n + 1] for n in range(0, len(numbers), 2)}
        for field in document.Root.AcroForm.Fields:
            element = owners[int(field.StructParent)]
            assert element.S == "/Form"
            assert element.K.Obj.objgen == field.objgen
            assert str(field.TU)


def test_no_object_stream_slows_the_validation_down():
    assert b"/ObjStm" not in documents.with_fields()
    assert b"/ObjStm" not in documents.sealed()


def test_three_parties_sign_the_sealed_document_and_all_agree(signed, tmp_path):
    for status in judgements(signed):
        assert status.bottom_line, status.summary()
    assert len(judgements(signed)) == 4
    path = tmp_path / "convention.pdf"
    path.write_bytes(signed)
    assert documents.pdfsig(path) == [VALID] * 4


def test_each_signature_only_adds_bytes(signed):
    assert signed.startswith(documents.sealed())
    assert documents.sealed().startswith(documents.with_fields())


def test_the_document_stays_a_pdf_1_7(signed):
    assert signed.startswith(b"%PDF-1.7")
    with pikepdf.open(BytesIO(signed)) as document:
        assert "/Version" not in document.Root


def test_the_last_signature_closes_the_document(signed):
    signer = certificates.portal_signer()
    later = BytesIO()
    # Somebody adds a field of their own and signs in it.
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign.signers import PdfSignatureMetadata, sign_pdf

    outside_any_loop(
        sign_pdf,
        IncrementalPdfFileWriter(BytesIO(signed)),
        PdfSignatureMetadata(field_name="Quatrieme"),
        signer=signer,
        output=later,
    )
    assert not all(status.bottom_line for status in judgements(later.getvalue()))


def test_a_changed_byte_of_the_text_breaks_every_signature(signed):
    place = signed.index(b"stream\n") + 40
    changed = signed[:place] + bytes([signed[place] ^ 1]) + signed[place + 1 :]
    assert not any(status.intact for status in judgements(changed))


def test_a_signature_needs_its_field():
    with pytest.raises(Exception, match="Inconnu"):
        pades.put(
            documents.sealed(),
            field="Inconnu",
            signer=certificates.portal_signer(),
            name="Essai",
            reason="Essai",
        )


def test_the_demonstration_says_that_its_certificates_are_worth_nothing(commune_a):
    signer = certificates.organisation_signer(commune_a)
    subject = signer.signing_cert.subject.native
    assert subject["common_name"] == "Loos – sans valeur juridique"
    assert "sans valeur juridique" in signer.signing_cert.issuer.native["common_name"]


def test_its_keys_are_readable_by_the_portal_alone(signing_folder):
    certificates.portal_signer()
    modes = {stat.S_IMODE(path.stat().st_mode) for path in Path(signing_folder).glob("*.p12")}
    assert modes == {0o600}


def test_without_a_configured_certificate_the_portal_says_whose_is_missing(
    settings, tmp_path, commune_a
):
    settings.SIGNING_DEMO_AUTHORITY, settings.SIGNING_ROOT = False, tmp_path
    with pytest.raises(certificates.NoCertificate, match="Loos"):
        certificates.organisation_signer(commune_a)
    assert not list(tmp_path.iterdir())


def test_a_configured_certificate_is_read_with_its_passphrase(settings, tmp_path, commune_a):
    from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12

    certificates.organisation_signer(commune_a)
    made = Path(settings.SIGNING_ROOT) / "commune-59360.p12"
    key, certificate, chain = pkcs12.load_key_and_certificates(made.read_bytes(), None)
    (tmp_path / made.name).write_bytes(
        pkcs12.serialize_key_and_certificates(
            b"Loos", key, certificate, chain, BestAvailableEncryption(b"un secret")
        )
    )
    settings.SIGNING_DEMO_AUTHORITY, settings.SIGNING_ROOT = False, tmp_path
    settings.SIGNING_PASSPHRASE = "un secret"
    signer = certificates.organisation_signer(commune_a)
    assert isinstance(signer, SimpleSigner)
    assert signer.signing_cert.subject.native["organization_name"] == "Loos"
