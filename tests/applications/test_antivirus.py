"""The antivirus: a real socket, a stub that speaks clamd's INSTREAM, and what comes of it."""

import io
import socket

import pytest
from django.core.files.storage import default_storage

from applications import antivirus, scanning
from applications.eligibility import evaluate
from applications.models import Document
from applications.models.document import ScanStatus
from applications.tasks import scan_documents
from notifications.dispatch import dispatch_due
from notifications.models import Email
from tests.applications.clamd import Clamd
from tests.applications.dossiers import attachment, valid_dossier
from tests.applications.hostile_files import EICAR
from tests.applications.multipart import send
from tests.applications.sound_files import docx, pdf
from tests.factories import make_application
from workflow.models import Event


@pytest.fixture
def dossier(alice, commune_a):
    """A draft of commune A."""
    return make_application(holder=commune_a, by=alice)


def infected_docx() -> bytes:
    """A sound Word document with the test virus in a picture that is none."""
    return docx({"word/media/image1.png": EICAR})


def test_nothing_configured_is_said(dossier, alice, client_of):
    browser = client_of(alice)
    send(browser, dossier, ("rib.pdf", pdf()))
    assert Document.objects.get().scan_status == ScanStatus.NOT_SCANNED
    assert "Non analysé" in browser.get(f"/dossiers/{dossier.reference}/pieces-jointes/").text
    assert scan_documents() == 0


def test_a_file_waits_then_is_found_sound(clamd, dossier, alice, client_of):
    stub = clamd()
    browser = client_of(alice)
    data = pdf()
    send(browser, dossier, ("rib.pdf", data))
    assert Document.objects.get().scan_status == ScanStatus.PENDING
    assert stub.received == []  # nothing of a request speaks to the antivirus
    assert "Analyse en cours" in browser.get(f"/dossiers/{dossier.reference}/pieces-jointes/").text
    assert scan_documents() == 1
    assert Document.objects.get().scan_status == ScanStatus.CLEAN
    assert stub.received == [data]
    assert scan_documents() == 0


def test_the_test_virus_is_found_said_and_never_served(clamd, dossier, alice, client_of):
    clamd()
    browser = client_of(alice)
    send(browser, dossier, ("lettre.docx", infected_docx()))
    scan_documents()
    document = Document.objects.get()
    assert document.scan_status == ScanStatus.INFECTED
    event = Event.objects.get(name="application.document_infected")
    assert event.payload["signature"] == "Win.Test.EICAR_HDB-1"
    dispatch_due()
    mail = Email.objects.get(code="document-infected")
    assert mail.to == alice.email
    assert "lettre.docx" in mail.text_body
    place = f"/dossiers/{dossier.reference}"
    assert browser.get(f"{place}/pieces/{document.pk}/").status_code == 403
    text = browser.get(f"{place}/pieces-jointes/").text
    assert "programme malveillant" in text
    assert "retirez «\u00a0lettre.docx\u00a0»" in text  # the eligibility panel says it too


def test_an_infected_file_blocks_filing_and_a_pending_one_does_not__C_4_1j():
    for scan, blocks in (("pending", False), ("infected", True)):
        documents = [attachment(1, "rib", scan), attachment(2, "deliberation")]
        (found,) = evaluate(valid_dossier(documents=documents), ["PIECES_OBLIGATOIRES"])
        assert found.is_blocking is blocks


@pytest.mark.parametrize("reply", [b"", b"COMMAND READ TIMED OUT. ERROR\0", b"\xff\xfe"])
def test_an_antivirus_that_mumbles_makes_files_wait(clamd, dossier, alice, client_of, reply):
    clamd(reply)
    send(client_of(alice), dossier, ("rib.pdf", pdf()))
    assert scan_documents() == 0
    assert Document.objects.get().scan_status == ScanStatus.PENDING


def test_an_antivirus_that_is_down_stops_nobody(settings, dossier, alice, client_of, tmp_path):
    settings.CLAMD_ADDRESS = f"unix:{tmp_path / 'nobody.sock'}"
    assert send(client_of(alice), dossier, ("rib.pdf", pdf())).status_code == 302
    assert scan_documents() == 0
    assert Document.objects.get().scan_status == ScanStatus.PENDING


def test_a_file_above_the_antivirus_s_limit_is_said_not_scanned(clamd, dossier, alice, client_of):
    clamd(b"INSTREAM size limit exceeded. ERROR\0")
    send(client_of(alice), dossier, ("rib.pdf", pdf()))
    scan_documents()
    assert Document.objects.get().scan_status == ScanStatus.NOT_SCANNED


def test_a_missing_file_does_not_stop_the_others(clamd, dossier, alice, client_of):
    clamd()
    send(client_of(alice), dossier, ("a.pdf", pdf()), ("b.docx", docx()))
    first, second = Document.objects.order_by("id")
    default_storage.delete(first.file.name)
    assert scan_documents() == 2
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.scan_status, second.scan_status) == (ScanStatus.NOT_SCANNED, ScanStatus.CLEAN)


def test_a_round_is_bounded(clamd, dossier, alice, client_of):
    clamd()
    send(client_of(alice), dossier, ("a.pdf", pdf()), ("b.docx", docx()))
    assert scanning.scan_waiting(limit=1) == 1
    assert Document.objects.filter(scan_status=ScanStatus.PENDING).count() == 1


def test_a_stub_over_tcp_answers_too(settings):
    server = socket.create_server(("127.0.0.1", 0))
    settings.CLAMD_ADDRESS = f"tcp://127.0.0.1:{server.getsockname()[1]}"
    Clamd(server).start()
    assert antivirus.scan(io.BytesIO(EICAR)).is_infected
    assert not antivirus.scan(io.BytesIO(b"a" * 200_000)).is_infected
    server.close()


@pytest.mark.parametrize("address", ["clamd", "http://a:1", "tcp://a", "unix:", "tcp://h:port"])
def test_an_unreadable_address_is_unavailable(settings, address):
    settings.CLAMD_ADDRESS = address
    with pytest.raises(antivirus.Unavailable):
        antivirus.scan(io.BytesIO(b"a"))
