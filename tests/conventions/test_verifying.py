"""The page where anybody verifies a document: what it says, what it costs (screens.md, Verify)."""

from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from conventions import mandates
from conventions.enums import Party
from conventions.signing import certifying, verification
from conventions.signing.marks import mark_of
from conventions.workflow import ACT
from tests.conventions import documents
from tests.conventions.documents import (
    rewritten,
)
from tests.conventions.issues import content_of, copy_of, mandate_of, sign, sign_all

URL = "/verifier/"


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


def test_the_page_says_that_an_edition_is_voided_and_its_signatures_with_it(
    issue, signatories, ines, client_of
):
    sign(issue, Party.HOLDER, signatories["holder"])
    ACT.perform(issue.act, "recall", by=ines, reason="Une erreur")
    page = client_of(None).get(URL, {"d": mark_of(issue, 1).code}).content.decode()
    assert "Document authentique, mais annulé" not in page
    assert "Édition annulée" in page
    assert "Cette édition a été annulée le" in page
    assert "Signatures de l’édition annulée, sans valeur" in page
    assert "Signatures enregistrées par le portail" not in page
    assert "non signé" in page and "pas encore signé" not in page
    scan = send(client_of(None), documents.scanned([mark_of(issue, 1).address])).content.decode()
    assert "Copie numérisée" in scan and "Cette édition a été annulée le" in scan


def test_a_reference_with_its_fingerprint_tells_of_the_document(issue, client_of):
    response = client_of(None).get(URL, {"d": mark_of(issue, 1).code})
    assert "Document connu du portail" in response.content.decode()


def test_a_bare_reference_tells_only_of_what_is_signed(issue, signatories, client_of):
    typed = {"reference": issue.act.convention.reference.lower()}
    before = client_of(None).post(URL, typed).content.decode()
    assert "Référence inconnue" in before and "Loos" not in before
    sign_all(issue, signatories)
    assert "Document connu du portail" in client_of(None).post(URL, typed).content.decode()


def test_a_convention_signed_on_paper_sends_back_to_the_paper(
    issue, signatories, ines, lucie, mildeca, client_of
):
    sign(issue, Party.HOLDER, signatories["holder"])
    sign(issue, Party.PREFECTURE, signatories["prefecture"])
    copy = copy_of(issue, by=ines)
    line = (Party.MILDECA, mandate_of(signatories["mildeca"], mildeca), mandates.today())
    certifying.declare(copy, [line], by=ines)
    certifying.certify(copy, by=lucie)
    assert verification.verify(content_of(issue)).kind == "paper"
    page = send(client_of(None), content_of(issue)).content.decode()
    assert "Document authentique, signé sur papier" in page
    assert "Martin Essai a signé sur papier\xa0: l’original papier fait foi." in page
    assert "le document signé par toutes les parties" not in page


def test_a_lost_file_of_ours_never_breaks_the_page(issue, client_of):
    content = content_of(issue)
    Path(issue.revisions.get().file.path).unlink()
    for brought in (content + b"% more", rewritten(content)):
        response = send(client_of(None), brought)
        assert response.status_code == 200
        assert "Comparaison impossible" in response.content.decode()


def test_one_file_is_read_at_a_time_and_the_next_one_is_asked_to_wait(issue, client_of):
    browser = client_of(None)
    busy = connection.copy()
    try:
        with busy.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(hashtext('conventions.verify'))")
        response = send(browser, content_of(issue))
        assert (response.status_code, response["Retry-After"]) == (503, "20")
        assert "réessayez dans un instant" in response.content.decode()
        typed = browser.post(URL, {"reference": mark_of(issue).code})
        assert typed.status_code == 200
    finally:
        busy.close()
    assert send(browser, content_of(issue)).status_code == 200
    assert send(browser, content_of(issue)).status_code == 200


def test_an_empty_form_says_what_to_do(db, client_of):
    response = client_of(None).post(URL, {})
    assert response.status_code == 422
    assert "Choisissez un fichier, ou saisissez une référence." in response.content.decode()


def test_one_address_cannot_have_files_read_without_end(empty_cache, client_of):
    browser = client_of(None)
    codes = {send(browser, b"Bonjour").status_code for _ in range(21)}
    assert codes == {200, 429}
