"""Signing through the pages: read, consent, second factor, signature; the other ways (C-5g)."""

import json
import re
import subprocess
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from conventions import mandates
from conventions.enums import ActStatus, ConventionStatus, Party, SignatureWay
from conventions.models import Act, Convention, Issue, Signature
from conventions.parties import organisation_of
from conventions.signing import archive
from conventions.signing.archive import WORKSHOP as ARCHIVES
from conventions.signing.circuit import Damaged
from conventions.signing.guards import next_to_sign
from conventions.signing.wording import EXPLANATIONS
from conventions.workflow import ACT
from limits_portal.printouts import Printout
from tests.accounts.browser import code
from tests.conventions import documents
from tests.conventions.documents import signed_outside
from tests.conventions.issues import content_of, make_act, make_issue, sign

VALID = "- Signature Validation: Signature is Valid."


def address(name: str, issue, *more) -> str:
    return reverse(f"conventions:{name}", args=[issue.act.convention.reference, 0, *more])


def answers(issue, **values) -> dict:
    """What a signatory sends from the page as it stands."""
    turn = next_to_sign(issue)
    (mandate,) = mandates.standing(organisation_of(issue.act.convention, turn), mandates.today())
    sha256 = issue.revisions.latest("number").sha256
    known = {"sha256": sha256, "mandate": mandate.pk}
    return known | {"consents": "on", "code": code()} | values


def address_of(act, name: str) -> str:
    return reverse(f"conventions:{name}", args=[act.convention.reference, act.number])


def frozen_issue(act, ines) -> Issue:
    """An issue that a worker has not drawn yet."""
    return Issue.objects.create(
        act=act,
        version=act.versions.get(),
        number=1,
        order=list(Party),
        issued_at=timezone.now(),
        issued_by=ines,
    )


def test_three_parties_sign_through_the_pages__C_5g(issue, enrolled, client_of, tmp_path):
    for party in Party:
        browser = client_of(enrolled[party])
        page = browser.get(address("signing", issue)).content.decode()
        assert issue.revisions.latest("number").sha256 in page
        assert "À vous de signer" in page
        response = browser.post(address("sign", issue), answers(issue))
        assert response.status_code == 302, response.content.decode()
    act = Act.objects.get(pk=issue.act_id)
    assert act.status == ActStatus.SIGNED
    assert Convention.objects.get(pk=act.convention_id).status == ConventionStatus.IN_FORCE
    served = client_of(enrolled["holder"]).get(address("signed_pdf", issue, 1, 3))
    path = tmp_path / "convention.pdf"
    path.write_bytes(served.content)
    assert documents.pdfsig(path) == [VALID] * 4
    kept = Signature.objects.get(party=Party.HOLDER).evidence
    assert (kept["second_factor"], kept["address"]) == ("totp", "127.0.0.1")


def test_a_wrong_code_signs_nothing_and_the_consent_stays_ticked(issue, enrolled, client_of):
    response = client_of(enrolled["holder"]).post(
        address("sign", issue), answers(issue, code="000000")
    )
    page = response.content.decode()
    assert response.status_code == 422
    assert "pas juste" in page
    assert re.search(r'name="consents"[^>]*checked', page)
    assert not Signature.objects.exists()


def test_a_forgotten_consent_does_not_use_the_code_up(issue, enrolled, client_of):
    browser, shown = client_of(enrolled["holder"]), code()
    first = browser.post(address("sign", issue), answers(issue, consents="", code=shown))
    assert first.status_code == 422
    assert browser.post(address("sign", issue), answers(issue, code=shown)).status_code == 302


def test_a_code_signs_only_once(issue, enrolled, client_of, ines, alice, commune_a):
    other = make_issue(make_act(ines=ines, alice=alice, holder=commune_a), ines=ines)
    browser, shown = client_of(enrolled["holder"]), code()
    assert browser.post(address("sign", issue), answers(issue, code=shown)).status_code == 302
    again = browser.post(address("sign", other), answers(other, code=shown))
    assert again.status_code == 422


def test_without_a_second_factor_one_is_led_to_enrol(issue, signatories, client_of):
    page = client_of(signatories["holder"]).get(address("sign", issue)).content.decode()
    assert reverse("mfa_activate_totp") in page
    assert 'name="consents"' not in page


def test_what_changed_since_it_was_read_is_not_signed__F14(issue, enrolled, client_of):
    stale = answers(issue)
    ACT.perform(issue.act, "recall", by=enrolled["holder"], reason="Une erreur")
    response = client_of(enrolled["holder"]).post(address("sign", issue), stale)
    assert response.status_code == 409
    page = response.content.decode()
    assert "Une nouvelle version a été émise" in page
    assert "La discussion est rouverte" in page
    assert not Signature.objects.exists()


def test_a_document_in_preparation_is_said_to_be_so(act, ines, alice, client_of):
    assert client_of(alice).get(address_of(act, "signing")).status_code == 404
    issue = frozen_issue(act, ines)
    page = client_of(alice).get(address_of(act, "signing"))
    assert page.status_code == 200
    assert "Le document se prépare" in page.content.decode()
    for name in ("sign", "sign_elsewhere"):
        assert client_of(alice).get(address_of(act, name)).status_code == 200
        assert client_of(alice).post(address_of(act, name)).status_code == 409
    Issue.objects.filter(pk=issue.pk).update(progress=Printout.Status.FAILED)
    failed = client_of(alice).get(address_of(act, "signing")).content.decode()
    assert "Le portail n’a pas pu établir le document" in failed


def test_after_a_recall_the_voided_edition_can_still_be_read(issue, client_of, alice, ines):
    ACT.perform(issue.act, "recall", by=ines, reason="Une erreur")
    page = client_of(alice).get(address("signing", issue)).content.decode()
    assert "Pas de document à signer" in page
    assert f"{address('signing', issue)}?edition=1" in page
    voided = client_of(alice).get(address("signing", issue), {"edition": "1"}).content.decode()
    assert "Cette édition est annulée" in voided
    for edition, status in (("2", 404), ("99999", 404), ("9" * 5000, 200)):
        asked = client_of(alice).get(address("signing", issue), {"edition": edition})
        assert asked.status_code == status


def test_a_document_replaced_by_a_new_issue_answers_409__F14(issue, enrolled, client_of, ines):
    stale = answers(issue)
    ACT.perform(issue.act, "recall", by=ines, reason="Une erreur")
    Act.objects.filter(pk=issue.act_id).update(status=ActStatus.ISSUING)
    make_issue(Act.objects.get(pk=issue.act_id), ines=ines)
    response = client_of(enrolled["holder"]).post(address("sign", issue), stale)
    assert response.status_code == 409
    assert "Une nouvelle version a été émise" in response.content.decode()
    assert not Signature.objects.exists()


def test_one_who_may_not_sign_now_is_led_back_to_the_document(issue, enrolled, client_of, alice):
    for person in (alice, enrolled["prefecture"]):
        response = client_of(person).post(address("sign", issue), answers(issue))
        assert response.url == address("signing", issue)
    assert not Signature.objects.exists()


def test_each_way_is_shown_for_what_it_is_in_law(issue, enrolled, client_of):
    browser = client_of(enrolled["holder"])
    portal = browser.get(address("sign", issue)).content.decode()
    elsewhere = browser.get(address("sign_elsewhere", issue)).content.decode()
    for line in EXPLANATIONS[SignatureWay.PORTAL]:
        assert line in portal
    for way in (SignatureWay.EXTERNAL, SignatureWay.PAPER):
        assert way.label in elsewhere
        for line in EXPLANATIONS[way]:
            assert line in elsewhere
    assert "sans valeur juridique" in portal and "sans valeur juridique" in elsewhere


def test_a_writer_brings_what_the_mayor_signed_outside(issue, enrolled, client_of, alice):
    file = SimpleUploadedFile("signe.pdf", signed_outside(content_of(issue)))
    response = client_of(alice).post(address("sign_elsewhere", issue), {"file": file})
    assert response.status_code == 302
    assert Signature.objects.get().way == SignatureWay.EXTERNAL


def test_a_refused_file_says_why_in_words(issue, enrolled, client_of, alice):
    file = SimpleUploadedFile("signe.pdf", content_of(issue))
    response = client_of(alice).post(address("sign_elsewhere", issue), {"file": file})
    assert response.status_code == 409
    page = response.content.decode()
    assert "ne porte pas de nouvelle signature" in page
    assert "Ce fichier n’est pas accepté" in page
    assert "pas encore possible" not in page


def test_the_page_shows_each_page_as_it_is(issue, client_of, alice):
    browser = client_of(alice)
    assert (
        address("page_picture", issue, 1, 0, 1)
        in browser.get(address("signing", issue)).content.decode()
    )
    picture = browser.get(address("page_picture", issue, 1, 0, 1))
    assert picture.content.startswith(b"\x89PNG")
    assert picture["Cache-Control"] == "private, max-age=86400, immutable"
    assert browser.get(address("page_picture", issue, 1, 0, 2)).status_code == 404


def test_a_file_that_is_lost_is_said_and_is_not_served(issue, enrolled, client_of, alice):
    browser = client_of(alice)
    path = Path(issue.revisions.get().file.path)
    path.write_bytes(path.read_bytes() + b"x")
    for _ in range(2):
        served = browser.get(address("signed_pdf", issue, 1, 0))
        assert served.status_code == 404
        assert "Le fichier de ce document est absent ou abîmé" in served.content.decode()
        assert browser.get(address("page_picture", issue, 1, 0, 1)).status_code == 404
        assert browser.get(address("signing", issue)).status_code == 200
        signatory = client_of(enrolled["holder"])
        for answer in (
            signatory.get(address("sign", issue)),
            signatory.post(address("sign", issue), answers(issue)),
        ):
            assert answer.status_code == 409
            assert 'name="consents"' not in answer.content.decode()
        path.unlink(missing_ok=True)
    assert not Signature.objects.exists()


def test_an_amendment_is_signed_for_its_own_amount(issue, enrolled, client_of):
    Convention.objects.filter(pk=issue.act.convention_id).update(agreed_amount=12_345)
    browser = client_of(enrolled["holder"])
    for name in ("signing", "sign"):
        page = browser.get(address(name, issue)).content.decode()
        assert "90\xa0000\xa0€" in page
        assert "12\xa0345" not in page
    recall = reverse("conventions:act_step", args=[issue.act.convention.reference, 0, "recall"])
    assert "90\xa0000\xa0€" in browser.get(recall).content.decode()
    pile_page = browser.get(reverse("conventions:pile")).content.decode()
    assert "pour 90\xa0000\xa0€" in pile_page


@pytest.mark.parametrize("number", [40_000, 2**31, 2**70])
def test_numbers_beyond_any_column_lead_nowhere(issue, client_of, ines, number):
    browser, reference = client_of(ines), issue.act.convention.reference
    for name, args in (
        ("act", [reference, number]),
        ("signing", [reference, number]),
        ("evidence", [reference, 0, number]),
        ("signed_pdf", [reference, 0, 1, number]),
        ("page_picture", [reference, 0, number, 0, number]),
        ("paper_copy", [number]),
        ("scan", [number]),
        ("mandate_copy", [number]),
    ):
        address = reverse(f"conventions:{name}", args=args)
        assert browser.get(address).status_code == 404, address


def test_the_evidence_is_for_the_parties_on_screen_and_as_a_file(issue, enrolled, client_of, alice):
    sign(issue, Party.HOLDER, enrolled["holder"])
    browser = client_of(alice)
    page = browser.get(address("evidence", issue, 1)).content.decode()
    assert "J’ai lu ce document en entier" in page
    assert "code de l’application d’authentification" in page and "totp" not in page
    spaced = page.replace("\xa0", " ")
    assert "du 4 juillet 2020, à compter du" in spaced and "2020-07-04" not in page
    said = json.loads(browser.get(address("evidence", issue, 1), {"format": "json"}).content)
    assert said["signatures"][0]["signatory"] == "Bob Essai"
    assert said["signatures"][0]["level"].startswith("Signature électronique simple")


def test_the_archive_verifies_itself_without_the_portal(issue, enrolled, client_of, tmp_path):
    for party in Party:
        sign(issue, party, enrolled[party])
    browser = client_of(enrolled["holder"])
    browser.post(address("archive", issue))
    assert "se prépare" in browser.get(address("archive", issue)).content.decode()
    ARCHIVES.make_due()
    served = browser.get(address("archive_file", issue))
    assert served["Content-Type"] == "application/zip"
    with ZipFile(BytesIO(served.content)) as archive:
        archive.extractall(tmp_path)
        names = set(archive.namelist())
    assert {f"editions/1/revision-{n}.pdf" for n in range(4)} < names
    assert {"editions/1/preuves.json", "journal.json", "LISEZ-MOI.txt"} < names
    checked = subprocess.run(
        ["sha256sum", "--check", "--quiet", "empreintes.sha256"], cwd=tmp_path, check=False
    )
    assert checked.returncode == 0
    assert documents.pdfsig(tmp_path / "editions/1/revision-3.pdf") == [VALID] * 4


def test_the_guide_is_open_to_all(db, client_of):
    page = client_of(None).get(reverse("conventions:sign_guide")).content.decode()
    for title in ("Collectivité", "Préfecture", "MILDECA"):
        assert f">{title}</h2>" in page


def test_no_archive_is_packed_with_a_damaged_file(issue, enrolled):
    asked = archive.ask(issue.act, by=enrolled["holder"])
    path = Path(issue.revisions.get().file.path)
    path.write_bytes(path.read_bytes() + b"x")
    with pytest.raises(Damaged):
        archive.pack(asked)
