"""The public page: authentic, or what differs, in words (screens.md, Verify; A23)."""

from io import BytesIO

import pikepdf
import pytest

from conventions.enums import Party
from conventions.signing import opening, verification
from conventions.signing.external import known_start
from conventions.signing.marks import mark_of
from conventions.signing.verdict import Verdict
from conventions.workflow import ACT
from tests.conventions import documents
from tests.conventions.documents import (
    changed,
    rewritten,
    signed_outside,
    with_another_text,
)
from tests.conventions.issues import content_of, sign, sign_all


def test_a_document_being_signed_says_who_is_missing(issue, signatories):
    sign(issue, Party.HOLDER, signatories["holder"])
    verdict = verification.verify(content_of(issue))
    assert verdict.kind == "signing"
    assert [s.signatory for s in verdict.signatures] == ["Bob Essai", "", ""]


def test_an_earlier_revision_is_authentic_but_not_the_last(issue, signatories):
    sealed = content_of(issue)
    sign(issue, Party.HOLDER, signatories["holder"])
    assert verification.verify(sealed).kind == "older"


def by_scan(issue) -> Verdict:
    return verification.verify(documents.scanned([mark_of(issue, 1).address]))


WAYS_TO_A_VERDICT = {
    "its very bytes": lambda issue: verification.verify(content_of(issue)),
    "its reference": lambda issue: verification.look_up(mark_of(issue).code),
    "the code of a page": lambda issue: verification.look_up(mark_of(issue, 1).address),
    "a scan": by_scan,
    "saved again": lambda issue: verification.verify(rewritten(content_of(issue))),
    "extended": lambda issue: verification.verify(changed(content_of(issue), with_another_text)),
}


@pytest.mark.parametrize("way", WAYS_TO_A_VERDICT)
def test_a_voided_issue_is_worth_nothing(issue, signatories, ines, way):
    sign(issue, Party.HOLDER, signatories["holder"])
    ACT.perform(issue.act, "recall", by=ines, reason="Une erreur")
    verdict = WAYS_TO_A_VERDICT[way](issue)
    kinds = {"a scan": "scan", "saved again": "rewritten", "extended": "extended"}
    assert verdict.kind == kinds.get(way, "voided")
    assert verdict.is_voided
    assert verdict.tone == "error"


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


def test_a_signature_that_the_portal_did_not_record_is_told(issue):
    verdict = verification.verify(signed_outside(content_of(issue)))
    assert verdict.kind == "extended"
    assert "Bob Essai" in verdict.notes[0] and "(valable)" in verdict.notes[0]


def test_a_file_saved_again_by_a_viewer_has_the_same_text_but_no_valid_signature(issue):
    assert verification.verify(rewritten(content_of(issue))).kind == "rewritten"


def test_a_page_added_from_another_convention_shows(issue, signatories):
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


@pytest.mark.parametrize("has_mark", [True, False], ids=["its mark is recognised", "it is not"])
def test_a_scan_whose_words_were_recognised_is_still_a_scan(issue, has_mark):
    scan = documents.scanned([mark_of(issue, 1).address])
    words = f"Montant 18O OOO euros {mark_of(issue, 1).code if has_mark else ''}"
    verdict = verification.verify(documents.recognised(scan, words))
    assert (verdict.kind, verdict.issue) == ("scan", issue)


def test_a_text_file_that_bears_our_code_alone_is_told_to_be_a_copy(issue):
    """A page of words without our mark, with a picture of our code pasted on it."""
    with (
        pikepdf.open(BytesIO(documents.drawn("Un autre document"))) as words,
        pikepdf.open(BytesIO(documents.scanned([mark_of(issue, 1).address]))) as scan,
    ):
        words.pages.append(scan.pages[0])
        saved = BytesIO()
        words.save(saved)
    assert verification.verify(saved.getvalue()).kind == "scan"


def test_a_forged_mark_leads_nowhere(issue):
    mark = mark_of(issue, 1)._replace(fingerprint="0" * 16)
    assert verification.verify(documents.scanned([mark.address])).kind == "unknown"


def test_a_reference_typed_by_hand_may_be_in_any_case_and_spaced(issue):
    typed = f"  {mark_of(issue, 1).code.swapcase().replace('.', ' . ')} "
    assert verification.look_up(typed).issue == issue


def test_a_reference_that_is_unknown_does_not_speak_of_a_file(db):
    verdict = verification.look_up("LIMITS-1999-0001-C")
    assert verdict.kind == "not_found"
    assert "fichier ne correspond" not in verdict.explanation


def test_without_any_authority_a_signed_file_is_not_said_to_be_damaged(
    issue, signatories, settings, tmp_path
):
    outside = signed_outside(content_of(issue))
    settings.SIGNING_DEMO_AUTHORITY, settings.SIGNING_ROOT = False, tmp_path
    verdict = verification.verify(outside)
    assert verdict.kind == "extended"
    assert "(non valable)" in verdict.notes[0]


def test_a_pdf_of_too_many_pages_is_refused_without_being_read(db):
    with pikepdf.new() as many:
        for _ in range(401):
            many.add_blank_page()
        saved = BytesIO()
        many.save(saved)
    assert verification.verify(saved.getvalue()).kind == "heavy"


def test_reading_a_file_stops_at_its_budget(issue):
    with pytest.raises(opening.Unreadable) as refusal:
        opening.pages_of(content_of(issue), opening.Budget(seconds=10, memory=30_000_000))
    assert refusal.value.code == "heavy"


def test_no_more_than_a_dozen_pages_that_differ_are_shown(issue):
    ours = content_of(issue)
    with pikepdf.open(BytesIO(ours)) as document:
        other = pikepdf.open(BytesIO(documents.drawn("999 999 €")))
        for _ in range(20):
            document.pages.append(other.pages[0])
        saved = BytesIO()
        document.save(saved)
        other.close()
    assert len(verification.verify(saved.getvalue()).differences) == verification.MOST


def test_the_longest_start_of_ours_is_found_whatever_is_added(issue, signatories):
    sealed = content_of(issue)
    sign(issue, Party.HOLDER, signatories["holder"])
    ends = b"%%EOF\n" * 1000
    assert known_start(sealed + ends).number == 0
    assert known_start(content_of(issue) + ends).number == 1
    assert known_start(ends + sealed) is None
