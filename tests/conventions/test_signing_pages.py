"""Signing through the pages: read, consent, second factor, signature; the other ways (C-5g)."""

import json
import re
import subprocess
from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from conventions.enums import ActStatus, ConventionStatus, Party, SignatureWay
from conventions.models import Act, Convention, Signature, SigningOrder
from conventions.signing import pile
from conventions.signing.archive import WORKSHOP as ARCHIVES
from conventions.signing.wording import EXPLANATIONS
from conventions.workflow import ACT
from tests.accounts.browser import code
from tests.conventions import documents
from tests.conventions.documents import signed_outside
from tests.conventions.issues import content_of, make_act, make_issue, make_mandate, sign
from tests.factories import make_second_factor

VALID = "- Signature Validation: Signature is Valid."


def address(name: str, issue, *more) -> str:
    return reverse(f"conventions:{name}", args=[issue.act.convention.reference, 0, *more])


def answers(issue, **values) -> dict:
    """What a signatory sends from the page as it stands."""
    sha256 = issue.revisions.latest("number").sha256
    return {"sha256": sha256, "consents": "on", "code": code()} | values


@pytest.fixture
def enrolled(signatories) -> dict:
    """The three signatories, with their second factor."""
    for person in signatories.values():
        make_second_factor(person)
    return signatories


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
    assert response.status_code == 404
    assert not Signature.objects.exists()


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
    assert "ne porte pas de nouvelle signature" in response.content.decode()


def test_the_page_shows_each_page_as_it_is(issue, client_of, alice):
    browser = client_of(alice)
    assert (
        address("page_picture", issue, 1, 1)
        in browser.get(address("signing", issue)).content.decode()
    )
    picture = browser.get(address("page_picture", issue, 1, 1))
    assert picture.content.startswith(b"\x89PNG")
    assert browser.get(address("page_picture", issue, 1, 2)).status_code == 404


def test_the_evidence_is_for_the_parties_on_screen_and_as_a_file(issue, enrolled, client_of, alice):
    sign(issue, Party.HOLDER, enrolled["holder"])
    browser = client_of(alice)
    page = browser.get(address("evidence", issue, 1)).content.decode()
    assert "J’ai lu ce document en entier" in page
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


# --- The pile


@pytest.fixture
def waiting(act, ines, charlie, commune_b, enrolled) -> list:
    """Two conventions that wait for MILDECA's president."""
    return [
        make_issue(one, ines=ines, order=[Party.MILDECA, Party.HOLDER, Party.PREFECTURE])
        for one in (act, make_act(ines=ines, alice=charlie, holder=commune_b))
    ]


def keys(*issues) -> list[str]:
    return [f"{issue.pk}:{issue.revisions.latest('number').sha256}" for issue in issues]


def test_the_president_confirms_once_and_each_convention_is_signed(waiting, enrolled, client_of):
    browser = client_of(enrolled["mildeca"])
    page = browser.get(reverse("conventions:pile")).content.decode()
    assert "2 documents attendent votre signature, pour 180\xa0000\xa0€" in page
    response = browser.post(
        reverse("conventions:pile"),
        {"document": keys(*waiting), "consents": "on", "code": code()},
    )
    assert response.status_code == 302, response.content.decode()
    assert "Signature en cours" in browser.get(reverse("conventions:pile")).content.decode()
    assert pile.sign_due() == 2
    signatures = Signature.objects.order_by("pk")
    assert [s.party for s in signatures] == [Party.MILDECA, Party.MILDECA]
    assert len({s.revision.sha256 for s in signatures}) == 2
    assert {s.evidence["second_factor"] for s in signatures} == {"totp"}
    assert {s.evidence["address"] for s in signatures} == {"127.0.0.1"}
    assert "Rien n’attend" in browser.get(reverse("conventions:pile")).content.decode()


def test_only_the_documents_chosen_are_signed(waiting, enrolled, client_of):
    client_of(enrolled["mildeca"]).post(
        reverse("conventions:pile"),
        {"document": keys(waiting[0]), "consents": "on", "code": code()},
    )
    pile.sign_due()
    assert [s.issue for s in Signature.objects.all()] == [waiting[0]]


def test_a_document_that_changed_in_the_meantime_is_not_signed(waiting, enrolled, client_of, ines):
    browser = client_of(enrolled["mildeca"])
    browser.post(
        reverse("conventions:pile"),
        {"document": keys(*waiting), "consents": "on", "code": code()},
    )
    ACT.perform(waiting[0].act, "recall", by=ines, reason="Une erreur")
    pile.sign_due()
    assert [s.issue for s in Signature.objects.all()] == [waiting[1]]
    refused = SigningOrder.objects.get(progress=SigningOrder.Progress.REFUSED)
    assert "Une nouvelle version a été émise" in refused.reasons[0]
    assert "Une nouvelle version" in browser.get(reverse("conventions:pile")).content.decode()


def test_a_list_that_changed_since_it_was_shown_orders_nothing(waiting, enrolled, client_of, ines):
    chosen = keys(*waiting)
    ACT.perform(waiting[0].act, "recall", by=ines, reason="Une erreur")
    response = client_of(enrolled["mildeca"]).post(
        reverse("conventions:pile"), {"document": chosen, "consents": "on", "code": code()}
    )
    assert response.status_code == 409
    assert not SigningOrder.objects.exists()


def test_nothing_chosen_is_said(waiting, enrolled, client_of):
    response = client_of(enrolled["mildeca"]).post(
        reverse("conventions:pile"), {"consents": "on", "code": code()}
    )
    assert response.status_code == 409
    assert "Choisissez au moins un document" in response.content.decode()


def test_signing_twice_what_is_ordered_signs_once(waiting, enrolled, client_of):
    browser = client_of(enrolled["mildeca"])
    for minutes in (0, 2):
        with time_machine.travel(timezone.now() + timedelta(minutes=minutes), tick=True):
            browser.post(
                reverse("conventions:pile"),
                {"document": keys(waiting[0]), "consents": "on", "code": code()},
            )
    pile.sign_due()
    pile.sign_due()
    assert Signature.objects.count() == 1


def test_the_pile_costs_the_same_for_one_and_three(enrolled, ines, alice, commune_a):
    order, martin = [Party.MILDECA, Party.HOLDER, Party.PREFECTURE], enrolled["mildeca"]
    found = []
    for more in (1, 2):
        for _ in range(more):
            make_issue(make_act(ines=ines, alice=alice, holder=commune_a), ines=ines, order=order)
        martin.__dict__.pop("links", None)
        with CaptureQueriesContext(connection) as captured:
            found.append((len(pile.waiting_for(martin)), len(captured)))
    (one, before), (three, after) = found
    assert (one, three) == (1, 3)
    assert before == after


# --- Mandates


def test_a_mayor_records_his_own_mandate_and_then_signs(issue, bob, commune_a, client_of):
    browser = client_of(bob)
    assert (
        "Aucune habilitation à signer à votre nom"
        in browser.get(address("signing", issue)).content.decode()
    )
    response = browser.post(
        reverse("conventions:mandate_add", args=[commune_a.pk]),
        {
            "person": bob.pk,
            "kind": "office",
            "function": "Maire",
            "basis": "Procès-verbal d’installation",
            "basis_on": "2020-07-04",
            "starts_on": "2020-07-04",
            "ends_on": "",
            "upload": SimpleUploadedFile("pv.pdf", documents.drawn()),
        },
    )
    assert response.status_code == 302, response.content.decode()
    assert "Procès-verbal" in browser.get(reverse("conventions:mandates")).content.decode()
    assert "À vous de signer" in browser.get(address("signing", issue)).content.decode()


def test_a_mandate_that_ends_before_it_begins_is_refused_and_nothing_is_lost(
    bob, commune_a, client_of
):
    response = client_of(bob).post(
        reverse("conventions:mandate_add", args=[commune_a.pk]),
        {
            "person": bob.pk,
            "kind": "office",
            "function": "Maire",
            "basis": "Délibération",
            "basis_on": "2020-07-04",
            "starts_on": "2024-07-04",
            "ends_on": "2023-01-01",
        },
    )
    page = response.content.decode()
    assert response.status_code == 409
    assert "La fin de l’habilitation précède son début" in page
    assert 'value="Maire"' in page


def test_a_mandate_is_taken_back_with_its_reason(bob, commune_a, client_of):
    mandate = make_mandate(bob, commune_a, by=bob)
    url = reverse("conventions:mandate_take_back", args=[mandate.pk])
    assert client_of(bob).post(url, {"reason": ""}).status_code == 422
    assert client_of(bob).post(url, {"reason": "Fin de mandat"}).status_code == 302
    mandate.refresh_from_db()
    assert mandate.revoked_at is not None


def test_the_guide_is_open_to_all(db, client_of):
    page = client_of(None).get(reverse("conventions:sign_guide")).content.decode()
    for title in ("Collectivité", "Préfecture", "MILDECA"):
        assert title in page
