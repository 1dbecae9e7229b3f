"""Signing in the portal: order, mandates, the document one read, evidence (C-5g, F14)."""

from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.utils import timezone

from conventions import mandates
from conventions.enums import ActStatus, ConventionStatus, Party, SignatureWay
from conventions.models import Act, Convention, Revision, Signature
from conventions.signing import circuit, portal
from conventions.signing.circuit import Superseded
from conventions.signing.evidence import file_of
from conventions.workflow import ACT
from tests.conventions import documents
from tests.conventions.issues import (
    consent_to,
    content_of,
    make_issue,
    make_mandate,
    mandate_of,
    sign,
)
from workflow.engine import Refused
from workflow.models import Event

VALID = "- Signature Validation: Signature is Valid."


def test_the_three_parties_sign_in_order_and_the_convention_holds__C_5g(
    issue, signatories, tmp_path
):
    for party in Party:
        sign(issue, party, signatories[party])
    act = Act.objects.get(pk=issue.act_id)
    convention = Convention.objects.get(pk=act.convention_id)
    assert (act.status, convention.status) == (ActStatus.SIGNED, ConventionStatus.IN_FORCE)
    assert act.signed_at == convention.in_force_at == Signature.objects.latest("pk").signed_at
    path = tmp_path / "signed.pdf"
    path.write_bytes(content_of(issue))
    assert documents.pdfsig(path) == [VALID] * 4


def test_each_revision_extends_the_one_before_and_is_in_the_journal(issue, signatories):
    for party in Party:
        sign(issue, party, signatories[party])
    contents = [circuit.bytes_of(row) for row in issue.revisions.order_by("number")]
    assert all(b.startswith(a) for a, b in pairwise(contents))
    rows = Event.objects.about(issue.act).filter(name__in=["act.sign", "act.complete"])
    noted = [row.payload["sha256"] for row in rows.order_by("id")]
    assert noted == list(issue.revisions.exclude(number=0).values_list("sha256", flat=True))


def test_nobody_signs_before_their_turn(issue, signatories):
    with pytest.raises(Refused, match="d’abord à la partie « Collectivité »"):
        sign(issue, Party.PREFECTURE, signatories["prefecture"])
    assert not Signature.objects.exists()


def test_the_call_may_want_another_order(act, ines, signatories):
    issue = make_issue(act, ines=ines, order=[Party.MILDECA, Party.HOLDER, Party.PREFECTURE])
    assert sign(issue, Party.MILDECA, signatories["mildeca"]).party == Party.MILDECA


def test_nobody_signs_for_another_party(issue, signatories):
    with pytest.raises(Refused, match="ne pouvez pas signer pour la partie « Collectivité »"):
        sign(issue, Party.HOLDER, signatories["mildeca"])


def test_a_writer_does_not_sign(issue, signatories, alice):
    with pytest.raises(Refused, match="Votre rôle ne vous permet pas"):
        sign(issue, Party.HOLDER, alice)


def test_without_a_mandate_the_mayor_cannot_sign(issue, bob):
    with pytest.raises(Refused, match="Aucune habilitation à signer pour « Loos »"):
        sign(issue, Party.HOLDER, bob)


@pytest.mark.parametrize(
    ("starts", "ends"), [(1, 30), (-30, -1)], ids=["still to come", "over since yesterday"]
)
def test_a_signature_outside_its_mandate_is_refused(issue, bob, commune_a, starts, ends):
    today = mandates.today()
    make_mandate(
        bob,
        commune_a,
        by=bob,
        starts_on=today + timedelta(days=starts),
        ends_on=today + timedelta(days=ends),
    )
    with pytest.raises(Refused, match="Aucune habilitation"):
        sign(issue, Party.HOLDER, bob)


def test_a_mandate_taken_back_no_longer_lets_one_sign(issue, bob, commune_a):
    mandate = make_mandate(bob, commune_a, by=bob)
    mandates.take_back(mandate, by=bob, reason="Fin de mandat")
    with pytest.raises(Refused, match="Aucune habilitation"):
        sign(issue, Party.HOLDER, bob)


def test_one_does_not_sign_what_one_did_not_read__F14(issue, signatories):
    consent = consent_to(issue, Party.PREFECTURE, signatories["prefecture"])
    sign(issue, Party.HOLDER, signatories["holder"])
    with pytest.raises(Superseded):
        portal.sign(issue, party=Party.PREFECTURE, by=signatories["prefecture"], consent=consent)


def test_a_new_issue_voids_the_one_being_signed__F14(issue, signatories, ines):
    sign(issue, Party.HOLDER, signatories["holder"])
    consent = consent_to(issue, Party.PREFECTURE, signatories["prefecture"])
    ACT.perform(issue.act, "recall", by=ines, reason="Une erreur de date")
    with pytest.raises(Superseded):
        portal.sign(issue, party=Party.PREFECTURE, by=signatories["prefecture"], consent=consent)
    issue.refresh_from_db()
    assert issue.void_reason == "Une erreur de date"


def kept_files() -> set[str]:
    if not default_storage.exists(circuit.FOLDER):
        return set()
    return set(default_storage.listdir(circuit.FOLDER)[1])


@pytest.mark.parametrize(
    ("party", "sha256", "said"),
    [
        (Party.HOLDER, "0" * 64, "Une nouvelle version a été émise"),
        (Party.PREFECTURE, "", "d’abord à la partie « Collectivité »"),
    ],
    ids=["another document was read", "out of turn"],
)
def test_a_refused_signature_leaves_no_file_behind(
    issue, signatories, commune_a, prefecture_a, party, sha256, said
):
    person = signatories[party]
    organisation = {Party.HOLDER: commune_a, Party.PREFECTURE: prefecture_a}[party]
    signature = Signature(
        issue=issue,
        party=party,
        way=SignatureWay.PORTAL,
        signatory=str(person),
        function="Maire",
        mandate=mandate_of(person, organisation),
        signed_at=timezone.now(),
        recorded_by=person,
    )
    before = kept_files()
    with pytest.raises(Refused, match=said), transaction.atomic():
        circuit.keep(
            circuit.locked(issue),
            signature,
            by=person,
            sha256=sha256 or issue.sha256,
            content=content_of(issue) + b"signed",
        )
    assert kept_files() == before
    assert not Signature.objects.exists()


def test_a_document_whose_file_changed_is_not_signed(issue, signatories):
    path = Path(issue.revisions.get().file.path)
    content = path.read_bytes()
    path.write_bytes(content[:-10] + b"x" + content[-9:])
    with pytest.raises(circuit.Damaged, match="absent ou abîmé"):
        sign(issue, Party.HOLDER, signatories["holder"])
    path.unlink()
    with pytest.raises(circuit.Damaged):
        sign(issue, Party.HOLDER, signatories["holder"])
    assert not Signature.objects.exists()


def test_another_mandate_than_the_one_accepted_is_refused(issue, signatories, bob, commune_a):
    consent = consent_to(issue, Party.HOLDER, bob)
    today = mandates.today()
    make_mandate(bob, commune_a, by=bob, function="Premier adjoint", starts_on=today)
    with pytest.raises(Superseded, match="Votre habilitation à signer a changé"):
        portal.sign(issue, party=Party.HOLDER, by=bob, consent=consent)
    assert sign(issue, Party.HOLDER, bob).function == "Premier adjoint"


def test_without_a_certificate_the_signatory_is_told_what_to_do(
    issue, signatories, settings, tmp_path
):
    settings.SIGNING_DEMO_AUTHORITY, settings.SIGNING_ROOT = False, tmp_path
    with pytest.raises(Refused, match="signez avec votre propre certificat ou sur papier"):
        sign(issue, Party.HOLDER, signatories["holder"])


def test_the_evidence_says_what_was_read_accepted_and_proven(issue, signatories):
    read = issue.revisions.latest("number").sha256
    signature = sign(issue, Party.HOLDER, signatories["holder"])
    evidence = signature.evidence
    assert evidence["sha256"] == read
    assert evidence["second_factor"] == "totp"
    assert "signature électronique simple" in evidence["consent"]
    assert "«\u00a0Loos\u00a0», en qualité de Maire" in evidence["consent"]
    assert evidence["mandate"]["basis"] == "Procès-verbal d’installation"
    assert "CN=Loos – sans valeur juridique, " in evidence["certificate"]["subject"]
    assert "sentence" not in evidence
    kept = file_of(issue)
    assert kept["signatures"][0]["level"] == (
        "Signature électronique simple, recueillie par le portail"
    )
    assert [r["number"] for r in kept["revisions"]] == [0, 1]
    assert kept["journal"][-1]["name"] == "act.sign"


def test_the_stamp_names_the_signatory_and_says_what_it_is_in_law(issue, signatories):
    sign(issue, Party.HOLDER, signatories["holder"])
    text = documents.text_of_stamps(content_of(issue))
    assert "Bob Essai, Maire" in text
    assert "Signature électronique simple" in text
    assert "sans valeur juridique" in text


def test_what_was_signed_never_changes(issue, signatories):
    signature = sign(issue, Party.HOLDER, signatories["holder"])
    with pytest.raises(IntegrityError), transaction.atomic():
        Signature.objects.filter(pk=signature.pk).update(signatory="Un autre")
    with pytest.raises(IntegrityError), transaction.atomic():
        Revision.objects.filter(pk=signature.revision_id).delete()
