"""The public page: authentic, or what differs, in words (screens.md, Verify; A23)."""

from io import BytesIO

import pikepdf
import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from conventions.enums import Party
from conventions.signing import verification
from conventions.signing.marks import mark_of
from conventions.workflow import ACT
from tests.conventions import documents
from tests.conventions.documents import (
    changed,
    rewritten,
    signed_outside,
    with_another_text,
)
from tests.conventions.issues import content_of, sign

URL = "/verifier/"


def sign_all(issue, signatories) -> None:
    for party in Party:
        sign(issue, party, signatories[party])


def send(browser, content: bytes):
    return browser.post(URL, {"file": SimpleUploadedFile("convention.pdf", content)})


def test_the_signed_document_is_authentic_for_anybody(issue, signatories, client_of):
    sign_all(issue, signatories)
    response = send(client_of(None), content_of(issue))
    page = response.content.decode()
    assert response.status_code == 200
    assert "Document authentique" in page
    assert "Loos" in page and "Bob Essai, Maire" in page
    assert "Signature électronique simple, recueillie par le portail" in page
    assert "sans valeur juridique" in page
    assert "avancée" not in page and "qualifiée" not in page


def test_nothing_of_the_file_is_kept(issue, client_of, private_files):
    before = sorted(private_files.rglob("*"))
    send(client_of(None), content_of(issue) + b"x")
    assert sorted(private_files.rglob("*")) == before
    assert default_storage.exists(issue.revisions.get().file.name)


def test_a_document_being_signed_says_who_is_missing(issue, signatories):
    sign(issue, Party.HOLDER, signatories["holder"])
    verdict = verification.verify(content_of(issue))
    assert verdict.kind == "signing"
    assert [bool(s.when) for s in verdict.signatures] == [True, False, False]


def test_an_earlier_revision_is_authentic_but_not_the_last(issue, signatories):
    sealed = content_of(issue)
    sign(issue, Party.HOLDER, signatories["holder"])
    assert verification.verify(sealed).kind == "older"


def test_a_voided_issue_is_worth_nothing(issue, ines):
    ACT.perform(issue.act, "recall", by=ines, reason="Une erreur")
    assert verification.verify(content_of(issue)).kind == "voided"


def test_a_changed_amount_is_shown_in_words(issue, signatories):
    sign_all(issue, signatories)
    forged = documents.drawn("280 000 €", mark_of(issue, 1).code)
    verdict = verification.verify(forged)
    assert verdict.kind == "altered"
    pieces = [(p.kind, p.text) for d in verdict.differences for p in d.pieces if p.kind != "same"]
    assert ("removed", "180") in [(k, t.split()[0]) for k, t in pieces if t.strip()]
    assert ("added", "280") in [(k, t.split()[0]) for k, t in pieces if t.strip()]
    assert verdict.differences[0].page == 1


def test_a_page_changed_by_an_appended_revision_shows(issue):
    verdict = verification.verify(changed(content_of(issue), with_another_text))
    assert verdict.kind == "extended"
    assert verdict.differences


def test_a_signature_the_portal_does_not_know_is_told(issue):
    verdict = verification.verify(signed_outside(content_of(issue)))
    assert verdict.kind == "extended"
    assert "Bob Essai" in verdict.notes[0] and "(valable)" in verdict.notes[0]


def test_a_file_saved_again_by_a_viewer_has_the_same_text_but_no_valid_signature(issue):
    assert verification.verify(rewritten(content_of(issue))).kind == "rewritten"


def test_a_page_swapped_with_another_convention_s_shows(issue, signatories):
    with (
        pikepdf.open(BytesIO(content_of(issue))) as ours,
        pikepdf.open(BytesIO(documents.drawn("999 999 €"))) as other,
    ):
        ours.pages.append(other.pages[0])
        saved = BytesIO()
        ours.save(saved)
    verdict = verification.verify(saved.getvalue())
    assert verdict.kind == "altered"
    assert verdict.differences[-1].page == 2


def test_a_scan_is_recognised_by_its_code_and_never_called_authentic(issue):
    verdict = verification.verify(documents.scanned([mark_of(issue, 1).address]))
    assert verdict.kind == "scan"
    assert verdict.issue == issue
    assert "authentique" not in verdict.title.lower()


@pytest.mark.parametrize(
    "content",
    [b"", b"Bonjour", b"%PDF-1.7\nrien", b"%PDF-" + bytes(5000)],
    ids=["empty", "text", "not a pdf", "zeros"],
)
def test_what_is_not_a_pdf_is_said_to_be_unreadable(db, content):
    assert verification.verify(content).kind == "unreadable"


def test_any_other_document_is_unknown(issue):
    assert verification.verify(documents.drawn("Un autre document")).kind == "unknown"


def test_a_forged_mark_leads_nowhere(issue):
    mark = mark_of(issue, 1)._replace(fingerprint="0" * 16)
    assert verification.verify(documents.scanned([mark.address])).kind == "unknown"


def test_a_reference_with_its_fingerprint_tells_of_the_document(issue, client_of):
    response = client_of(None).get(URL, {"d": mark_of(issue, 1).code})
    assert "Document connu du portail" in response.content.decode()


def test_a_bare_reference_tells_only_of_what_is_signed(issue, signatories, client_of):
    typed = {"reference": issue.act.convention.reference.lower()}
    before = client_of(None).post(URL, typed).content.decode()
    assert "Document inconnu" in before and "Loos" not in before
    sign_all(issue, signatories)
    assert "Document connu du portail" in client_of(None).post(URL, typed).content.decode()


def test_an_empty_form_says_what_to_do(db, client_of):
    response = client_of(None).post(URL, {})
    assert response.status_code == 422
    assert "Choisissez un fichier, ou saisissez une référence." in response.content.decode()


def test_one_address_cannot_have_files_read_without_end(empty_cache, client_of):
    browser = client_of(None)
    codes = {browser.post(URL, {"reference": "x"}).status_code for _ in range(21)}
    assert codes == {200, 429}
