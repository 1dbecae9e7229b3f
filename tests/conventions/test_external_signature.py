"""A PDF signed outside: what is kept, and the exact verdict on everything else (A23)."""

from pathlib import Path

import pytest
from django.conf import settings as configured
from pyhanko.sign.fields import SigFieldSpec, append_signature_field

from accounts.enums import MembershipStatus
from accounts.models import Membership
from conventions.enums import Party, SignatureWay
from conventions.models import Signature
from conventions.signing import external
from conventions.signing.circuit import Superseded
from conventions.signing.fields import FIELDS
from conventions.workflow import ACT
from tests.conventions import documents, poppler
from tests.conventions.certificates import expired_signer, signer_of
from tests.conventions.documents import (
    changed,
    flipped,
    rewritten,
    signed_outside,
    with_an_annotation,
    with_another_language,
    with_another_text,
)
from tests.conventions.issues import content_of, make_act, make_issue, sign
from workflow.engine import Refused

VALID = "- Signature Validation: Signature is Valid."


def verdict(issue, content: bytes, party: Party = Party.HOLDER) -> str:
    try:
        external.verify(issue, party=party, content=content)
    except (external.Rejected, external.TooBig) as refusal:
        return refusal.code
    return "accepted"


def test_what_the_mayor_signed_outside_is_kept(issue, signatories, alice, tmp_path):
    content = signed_outside(content_of(issue))
    signature = external.record(issue, party=Party.HOLDER, content=content, by=alice)
    assert (signature.way, signature.signatory, signature.function) == (
        SignatureWay.EXTERNAL,
        "Bob Essai",
        "Maire",
    )
    assert content_of(issue) == content
    assert "Bob Essai" in signature.evidence["certificate"]["subject"]
    path = tmp_path / "signed.pdf"
    path.write_bytes(content)
    assert documents.pdfsig(path) == [VALID] * 2


@pytest.mark.skipif(not poppler.is_there(), reason="poppler signs with NSS")
def test_another_software_may_sign(issue, signatories, tmp_path):
    """Poppler, under Okular and others, dates the field that it fills (« /M »)."""
    signer_of("Bob Essai")
    key = Path(configured.SIGNING_ROOT) / "personne-bob-essai.p12"
    content = poppler.signed(
        content_of(issue), field=FIELDS[Party.HOLDER], key=key, folder=tmp_path
    )
    assert verdict(issue, content) == "accepted"


def test_the_second_party_signs_over_the_first(issue, signatories):
    sign(issue, Party.HOLDER, signatories["holder"])
    content = signed_outside(
        content_of(issue), Party.PREFECTURE, signer=signer_of("Flora_chief Essai")
    )
    assert verdict(issue, content, Party.PREFECTURE) == "accepted"


def test_the_three_ways_to_sign_meet_in_one_document(issue, signatories, alice, tmp_path):
    external.record(issue, party=Party.HOLDER, content=signed_outside(content_of(issue)), by=alice)
    sign(issue, Party.PREFECTURE, signatories["prefecture"])
    sign(issue, Party.MILDECA, signatories["mildeca"])
    path = tmp_path / "signed.pdf"
    path.write_bytes(content_of(issue))
    assert documents.pdfsig(path) == [VALID] * 4


@pytest.mark.slow
def test_every_other_file_gets_its_exact_verdict__A23(issue, signatories, ines, alice, commune_a):
    content = content_of(issue)
    good = signed_outside(content)
    update = len(content)
    other = documents.sealed("999 999 €")
    cases = {
        "empty": b"",
        "not_pdf": b"Bonjour",
        "same": content,
        "truncated": content[:-200],
        "unsigned": changed(content, with_another_language),
        "other: another document": signed_outside(other),
        "other: rewritten": rewritten(good),
        "other: a bit flipped in our part": flipped(good, update // 2),
        "wrong_field": signed_outside(content, Party.PREFECTURE),
        "wrong_person": signed_outside(content, signer=signer_of("Chantal Essai")),
        "altered: page content": signed_outside(changed(content, with_another_text)),
        "altered: annotation": signed_outside(changed(content, with_an_annotation)),
        "changed_after": changed(good, with_another_language),
        "several": signed_outside(good, Party.PREFECTURE),
        "broken: a bit flipped in the update": flipped(good, good.index(b"Adobe.PPKLite", update)),
        "truncated update": good[:-300],
        "junk appended": good + b"\n% 280 000",
        "expired": signed_outside(content, signer=expired_signer("Bob Essai")),
    }
    found = {name: verdict(issue, case) for name, case in cases.items()}
    wanted = {name: name.partition(":")[0] for name in cases} | {
        "truncated update": "unreadable",
        "junk appended": "changed_after",
    }
    assert found == wanted


def test_an_unknown_authority_is_not_believed(issue, signatories, tmp_path):
    content = signed_outside(
        content_of(issue), signer=signer_of("Bob Essai", folder=tmp_path / "ailleurs")
    )
    assert verdict(issue, content) == "untrusted"


def test_a_field_of_ones_own_is_not_the_partys(issue, signatories):
    def add_field(writer):
        append_signature_field(writer, SigFieldSpec("Ailleurs"))

    content = signed_outside(changed(content_of(issue), add_field), field="Ailleurs")
    assert verdict(issue, content) == "wrong_field"


def test_a_file_beyond_the_limit_is_not_read(issue, signatories, settings):
    settings.DOCUMENT_MAX_SIZE = 1000
    assert verdict(issue, content_of(issue) + bytes(2000)) == "too_big"


def test_what_was_signed_before_somebody_else_is_superseded__F14(issue, signatories, alice):
    content = signed_outside(content_of(issue))
    sign(issue, Party.HOLDER, signatories["holder"])
    with pytest.raises(external.Rejected) as refusal:
        external.record(
            issue, party=Party.PREFECTURE, content=content, by=signatories["prefecture"]
        )
    assert refusal.value.code == "superseded"


def test_what_was_signed_on_a_voided_issue_is_superseded__F14(issue, signatories, ines, alice):
    content = signed_outside(content_of(issue))
    ACT.perform(issue.act, "recall", by=ines, reason="Une erreur")
    with pytest.raises(Superseded):
        external.record(issue, party=Party.HOLDER, content=content, by=alice)


def test_only_the_partys_own_people_bring_its_signature(issue, signatories, charlie, flora):
    content = signed_outside(content_of(issue))
    for stranger in (charlie, flora):
        with pytest.raises(Refused):
            external.record(issue, party=Party.HOLDER, content=content, by=stranger)
    assert not Signature.objects.exists()


def test_a_signatory_without_a_mandate_is_refused_by_name(issue, bob):
    assert verdict(issue, signed_outside(content_of(issue))) == "wrong_person"


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (b"stream: Win.Test.EICAR_HDB-1 FOUND\0", "L’antivirus a trouvé un logiciel malveillant"),
        (b"rien de connu\0", "L’antivirus ne répond pas"),
        (b"INSTREAM size limit exceeded. ERROR\0", "trop lourd"),
    ],
    ids=["infected", "no answer", "too large for it"],
)
def test_what_the_antivirus_does_not_clear_is_not_kept(
    issue, signatories, alice, clamd, answer, said
):
    clamd(answer)
    content = signed_outside(content_of(issue))
    with pytest.raises(Refused, match=said):
        external.record(issue, party=Party.HOLDER, content=content, by=alice)
    assert not Signature.objects.exists()


def test_the_antivirus_sees_the_very_file_that_is_kept(issue, signatories, alice, clamd):
    antivirus = clamd()
    content = signed_outside(content_of(issue))
    external.record(issue, party=Party.HOLDER, content=content, by=alice)
    assert antivirus.received == [content]
    assert content_of(issue) == content


def test_a_signatory_who_left_no_longer_signs_outside(issue, signatories, bob, alice):
    content = signed_outside(content_of(issue))
    Membership.objects.filter(user=bob).update(status=MembershipStatus.REMOVED)
    assert verdict(issue, content) == "wrong_person"


@pytest.mark.parametrize("written", ["Jean", "Jean Marie", ""])
def test_a_name_that_lacks_a_word_is_another_person_s(written):
    assert not external.words_of("Jean Dupont") <= external.words_of(written)


@pytest.mark.parametrize(
    ("given", "written"),
    [
        ("Jean-Éric Dupont", "DUPONT Jean Eric"),
        ("Anne-Sophie L’Hôte", "Anne Sophie L'HOTE 0123456"),
    ],
)
def test_names_are_compared_without_accents_nor_order(given, written):
    assert external.words_of(given)
    assert external.words_of(given) <= external.words_of(written)


def test_another_convention_s_document_is_another_document(
    issue, signatories, ines, dora, commune_c
):
    elsewhere = make_issue(make_act(ines=ines, alice=dora, holder=commune_c), ines=ines)
    content = signed_outside(content_of(elsewhere))
    assert content_of(elsewhere) != content_of(issue)
    assert verdict(issue, content) == "superseded"
