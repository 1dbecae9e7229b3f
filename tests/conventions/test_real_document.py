"""The document that is really drawn, from the freeze to the last signature (C-4.2e, C-5g)."""

from io import BytesIO

import pypdfium2
import pytest

from conventions import tasks
from conventions.enums import ActStatus, ConventionStatus, Party
from conventions.models import Act, Convention, Issue
from conventions.signing import opening, verification
from conventions.signing.marks import mark_of, read
from tests.conventions import documents
from tests.conventions.issues import content_of, sign
from tests.conventions.laureates import frozen, make_convention
from tests.conventions.structure import faults

VALID = "- Signature Validation: Signature is Valid."


@pytest.fixture
def issue(signatories, ines, alice, bob, flora_chief, martin, commune_a) -> Issue:
    """A convention opened, discussed, agreed, frozen, drawn and sealed by the worker."""
    convention = make_convention(holder=commune_a, by=bob, instructor=ines, president=martin)
    frozen(convention, ines=ines, others=[bob, flora_chief, ines])
    tasks.make_issues()
    return Issue.objects.select_related("act__convention__application__holder").get()


def scanned(content: bytes, *, definition: int) -> bytes:
    """The document printed, then scanned in grey."""
    printed = pypdfium2.PdfDocument(content)
    pages = [
        page.render(scale=definition / 72, grayscale=True).to_pil().convert("L") for page in printed
    ]
    printed.close()
    written = BytesIO()
    pages[0].save(written, "PDF", save_all=True, append_images=pages[1:], resolution=definition)
    return written.getvalue()


def test_the_real_convention_is_signed_by_three_and_all_agree(issue, signatories, tmp_path):
    assert issue.act.status == ActStatus.SIGNING
    path = tmp_path / "convention.pdf"
    path.write_bytes(content_of(issue))
    before = faults(content_of(issue))
    for party in Party:
        sign(issue, party, signatories[party])
    signed = content_of(issue)
    path.write_bytes(signed)
    assert documents.pdfsig(path) == [VALID] * 4
    judged = opening.signatures_of(signed)
    assert [s.is_sound and s.trusted and s.was_only_filled for s in judged] == [True] * 4
    assert judged[-1].coverage == "ENTIRE_FILE"
    assert faults(signed) == before == []
    assert verification.verify(signed).kind == "authentic"
    assert Convention.objects.get().status == ConventionStatus.IN_FORCE
    assert Act.objects.get().status == ActStatus.SIGNED


@pytest.mark.parametrize("definition", [150, 200, 300])
def test_a_scan_of_the_real_convention_sorts_itself(issue, definition):
    codes = opening.codes_of(scanned(content_of(issue), definition=definition))
    assert [read(texts[0]) for texts in codes] == [
        mark_of(issue, page) for page in range(1, issue.pages + 1)
    ]


def test_the_real_convention_saved_again_is_recognised_by_what_is_printed(issue):
    assert verification.verify(documents.rewritten(content_of(issue))).kind == "rewritten"
