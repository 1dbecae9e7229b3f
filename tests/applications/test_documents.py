"""Joining files to a dossier, removing and serving them (C-4.1j)."""

import errno
import resource
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from applications.dossier import read as read_dossier
from applications.models import Application, Document
from applications.models.document import ScanStatus
from applications.snapshot import freeze
from tests.applications.hostile_files import PAGE
from tests.applications.multipart import send
from tests.applications.sound_files import docx, image, pdf
from tests.factories import make_application
from workflow.models import Event


@pytest.fixture
def dossier(alice, commune_a):
    """A draft of commune A."""
    return make_application(holder=commune_a, by=alice)


@pytest.fixture
def joined(dossier, alice, client_of):
    """A PDF joined to it by alice."""
    send(client_of(alice), dossier, ("rib.pdf", pdf()))
    return Document.objects.get()


def page(dossier):
    return reverse("applications:section", args=[dossier.reference, "pieces-jointes"])


def address(document, name="document"):
    return reverse(f"applications:{name}", args=[document.application.reference, document.pk])


def file_dossier(dossier):
    """Put the dossier, as it is, among those that the State reads, as a filing would."""
    now = timezone.now()
    Application.objects.filter(pk=dossier.pk).update(status="submitted", submitted_at=now)
    freeze(
        dossier,
        read_dossier(dossier),
        findings=[],
        filed_at=now,
        by=dossier.created_by,
        signatory_name="Alice Essai",
        signatory_role="Maire",
    )


# --- Joining


def test_a_file_is_joined_named_and_categorised(joined, dossier, private_files):
    assert (joined.name, joined.category) == ("rib.pdf", "rib")
    assert joined.content_type == "application/pdf"
    assert joined.file.name.startswith("documents/")
    assert "rib" not in joined.file.name
    assert (private_files / joined.file.name).stat().st_size == joined.size
    assert (
        Event.objects.filter(name="application.document_added").get().payload["name"] == "rib.pdf"
    )


def test_several_files_at_once_the_bad_ones_refused_the_others_kept(dossier, alice, client_of):
    response = send(
        client_of(alice),
        dossier,
        ("rib.pdf", pdf()),
        ("page.pdf", PAGE),
        ("plan.png", image()),
        ("vide.docx", b""),
    )
    assert response.status_code == 422
    assert sorted(d.name for d in Document.objects.all()) == ["plan.png", "rib.pdf"]
    assert "« page.pdf »" in response.text
    assert "« vide.docx »" in response.text
    assert "2 pièces jointes." in response.text


def test_sending_twice_joins_once(dossier, alice, client_of):
    data = pdf()
    send(client_of(alice), dossier, ("rib.pdf", data))
    response = send(client_of(alice), dossier, ("rib.pdf", data))
    assert "déjà joint" in response.text
    assert Document.objects.count() == 1


def test_no_file_received_is_said(dossier, alice, client_of):
    for names in ([], [("..", pdf())], [("", pdf())]):
        response = send(client_of(alice), dossier, *names)
        assert response.status_code == 422
        assert "Aucun fichier n&#x27;a été reçu" in response.text


@pytest.mark.parametrize("category", ["", "inconnue", "x" * 5000, "\ud800"])
def test_an_unknown_category_is_refused(dossier, alice, client_of, category):
    response = send(client_of(alice), dossier, ("rib.pdf", pdf()), category=category)
    assert response.status_code == 422
    assert not Document.objects.exists()


def test_sizes_are_announced_and_kept(dossier, alice, client_of, settings):
    settings.DOCUMENT_MAX_SIZE = 2_000
    browser = client_of(alice)
    assert "2\u00a0ko au plus par fichier" in browser.get(page(dossier)).text
    response = send(browser, dossier, ("gros.png", image(size=(300, 300), compress_level=0)))
    assert response.status_code == 422
    assert "la limite est de 2\u00a0ko" in response.text


def test_a_dossier_has_a_limit_of_its_own(dossier, alice, client_of, settings):
    settings.APPLICATION_DOCUMENTS_MAX_SIZE = 1_300
    response = send(client_of(alice), dossier, ("a.pdf", pdf()), ("b.docx", docx()))
    assert "les pièces du dossier pèseraient" in response.text
    assert Document.objects.count() == 1


def test_too_many_documents_are_refused(dossier, alice, client_of, settings):
    settings.APPLICATION_DOCUMENTS_MAX_COUNT = 1
    response = send(client_of(alice), dossier, ("a.pdf", pdf()), ("b.png", image()))
    assert "c&#x27;est le maximum" in response.text


def test_twenty_one_files_are_a_clear_page(dossier, alice, client_of):
    files = [(f"{rank}.pdf", b"x") for rank in range(21)]
    assert send(client_of(alice), dossier, *files).status_code == 400
    assert not Document.objects.exists()


def test_a_filed_dossier_takes_no_more_files(dossier, alice, client_of):
    file_dossier(dossier)
    response = send(client_of(alice), dossier, ("rib.pdf", pdf()))
    assert response.status_code == 422
    assert "ne se modifie plus" in response.text
    assert not Document.objects.exists()
    assert files_on_disk() == []


def files_on_disk():
    if not default_storage.exists("documents"):
        return []
    return [
        f"documents/{folder}/{name}"
        for folder in default_storage.listdir("documents")[0]
        for name in default_storage.listdir(f"documents/{folder}")[1]
    ]


# --- Disk and database


def test_a_full_disk_is_said_and_keeps_the_others(dossier, alice, client_of, monkeypatch):
    browser = client_of(alice)
    send(browser, dossier, ("rib.pdf", pdf()))

    def full(*args, **options):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(type(default_storage._wrapped), "_save", full)
    response = send(browser, dossier, ("plan.png", image()))
    assert response.status_code == 507
    assert "plus assez d&#x27;espace" in response.text
    assert Document.objects.get().name == "rib.pdf"


def test_a_file_cut_by_the_disk_leaves_nothing(dossier, alice, client_of):
    """A real limit on the size of files, in the middle of a write."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, before[1]))
    try:
        heavy = image(size=(200, 200), compress_level=0)
        response = send(client_of(alice), dossier, ("plan.png", heavy))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert response.status_code == 507
    assert not Document.objects.exists()
    assert files_on_disk() == []


def test_no_file_stays_without_its_row(dossier, alice, client_of, monkeypatch):
    def fail(*args, **options):
        raise RuntimeError

    monkeypatch.setattr("applications.documents.record", fail)
    with pytest.raises(RuntimeError):
        send(client_of(alice), dossier, ("rib.pdf", pdf()))
    assert not Document.objects.exists()
    assert files_on_disk() == []


def test_what_a_sudden_stop_leaves_is_swept(joined, private_files, capsys, monkeypatch):
    orphan = private_files / "documents" / "zz" / "orphan"
    orphan.parent.mkdir()
    orphan.write_bytes(b"x")
    call_command("sweep_files", "--delete")
    assert orphan.exists()  # too young: its row may be coming
    later = timezone.now() + timedelta(days=2)
    monkeypatch.setattr(timezone, "now", lambda: later)
    call_command("sweep_files")
    assert orphan.exists()
    call_command("sweep_files", "--delete")
    assert not orphan.exists()
    assert (private_files / joined.file.name).exists()
    assert "1 fichier(s)" in capsys.readouterr().out


# --- Removing


def test_removing_asks_once_and_keeps_the_bytes(joined, alice, client_of, private_files):
    browser = client_of(alice)
    assert (
        "Retirer «&nbsp;rib.pdf&nbsp;»&nbsp;?"
        in browser.get(address(joined, "document_remove")).text
    )
    browser.post(address(joined, "document_remove"))
    joined.refresh_from_db()
    assert joined.removed_at is not None
    assert (private_files / joined.file.name).exists()
    assert browser.get(address(joined)).status_code == 404
    assert "rib.pdf" not in browser.get(page(joined.application)).text.split("<h2")[-1]
    assert Event.objects.filter(name="application.document_removed").count() == 1


def test_removing_twice_changes_nothing(joined, alice, client_of):
    browser = client_of(alice)
    for _ in range(2):
        assert browser.post(address(joined, "document_remove")).status_code == 302
    assert Event.objects.filter(name="application.document_removed").count() == 1


def test_a_filed_dossier_keeps_its_files(joined, alice, client_of):
    file_dossier(joined.application)
    client_of(alice).post(address(joined, "document_remove"))
    joined.refresh_from_db()
    assert joined.removed_at is None


# --- Serving


def test_a_file_is_served_to_keep_never_to_show(joined, alice, client_of, private_files):
    response = client_of(alice).get(address(joined))
    assert response.content == private_files.joinpath(joined.file.name).read_bytes()
    assert response["Content-Disposition"] == 'attachment; filename="rib.pdf"'
    assert response["Content-Type"] == "application/pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    assert response["Cache-Control"] == "no-store"


def test_names_travel_as_rfc_6266_wants(dossier, alice, client_of):
    browser = client_of(alice)
    send(browser, dossier, ('délibération "n° 12".pdf', pdf()))
    response = browser.get(address(Document.objects.get()))
    assert "filename*=utf-8''d%C3%A9lib%C3%A9ration" in response["Content-Disposition"]
    assert "\r" not in response["Content-Disposition"]


def test_nobody_else_finds_a_file(
    joined, client_of, client, charlie, dora, edgar, flora, gaston, ines, karim, martin, nora
):
    for person in (charlie, dora, edgar, flora, gaston, ines, karim, martin, nora):
        browser = client_of(person)
        assert browser.get(address(joined)).status_code == 404, person
        assert browser.post(address(joined, "document_remove")).status_code == 404, person
    assert client.get(address(joined)).status_code == 302


def test_the_state_reads_the_files_of_a_filed_dossier(joined, client_of, flora, gaston, ines):
    file_dossier(joined.application)
    assert client_of(flora).get(address(joined)).status_code == 200
    assert client_of(ines).get(address(joined)).status_code == 200
    assert client_of(gaston).get(address(joined)).status_code == 404


def test_a_file_joined_since_the_filing_is_its_team_s_alone__A4(
    joined, dossier, alice, flora, ines, client_of
):
    """A completion under way, or withdrawn before it was sent: nobody filed it."""
    file_dossier(dossier)
    since = Document.objects.get()
    since.pk = None
    since.save()
    assert client_of(alice).get(address(since)).status_code == 200
    for person in (flora, ines):
        assert client_of(person).get(address(since)).status_code == 404
        assert client_of(person).get(address(joined)).status_code == 200


@pytest.mark.parametrize(
    ("scan", "team", "state"),
    [
        (ScanStatus.PENDING, 200, 409),
        (ScanStatus.INFECTED, 403, 403),
        (ScanStatus.CLEAN, 200, 200),
        (ScanStatus.NOT_SCANNED, 200, 200),
    ],
)
def test_what_the_antivirus_says_decides_who_is_served(
    joined, client_of, alice, flora, scan, team, state
):
    Document.objects.update(scan_status=scan)
    file_dossier(joined.application)
    assert client_of(alice).get(address(joined)).status_code == team
    assert client_of(flora).get(address(joined)).status_code == state


@pytest.mark.parametrize("damage", ["flip", "delete"])
def test_a_file_that_changed_on_the_disk_is_not_served(
    joined, alice, client_of, private_files, damage
):
    path = private_files / joined.file.name
    if damage == "delete":
        path.unlink()
    else:
        data = bytearray(path.read_bytes())
        data[50] ^= 1
        path.chmod(0o600)
        path.write_bytes(data)
    browser = client_of(alice)
    assert browser.get(address(joined)).status_code == 404
    assert browser.get(page(joined.application)).status_code == 200


def test_a_document_of_another_dossier_is_not_found(joined, dora, commune_c, client_of, alice):
    other = make_application(holder=commune_c, by=dora)
    wrong = reverse("applications:document", args=[other.reference, joined.pk])
    assert client_of(alice).get(wrong).status_code == 404
    assert client_of(dora).get(wrong).status_code == 404
    huge = f"/dossiers/{joined.application.reference}/pieces/{2**63}/"
    assert client_of(alice).get(huge).status_code == 404


# --- The page


def test_the_page_names_what_is_required_and_missing(dossier, alice, client_of):
    text = client_of(alice).get(page(dossier)).text
    assert "Obligatoire, manquante" in text
    assert "Étape 8 sur 9" in text


def test_a_name_is_never_markup(dossier, alice, client_of):
    browser = client_of(alice)
    send(browser, dossier, ("&lt;script&gt;alert(1)&lt;/script&gt;.pdf", pdf()))
    assert "<script>alert" not in browser.get(page(dossier)).text


def test_a_reader_sees_the_files_and_changes_nothing(joined, client_of, flora):
    file_dossier(joined.application)
    text = client_of(flora).get(page(joined.application)).text
    assert "rib.pdf" in text
    assert "Joindre des fichiers" not in text
    assert "Retirer" not in text


@pytest.mark.parametrize("count", [0, 1, 3])
def test_more_files_take_no_more_queries(
    dossier, alice, client_of, count, django_assert_num_queries
):
    browser = client_of(alice)
    send(browser, dossier, *[("a.pdf", pdf()), ("b.png", image()), ("c.docx", docx())][:count])
    browser.get(page(dossier))  # shows the message of the sending
    with django_assert_num_queries(6):
        browser.get(page(dossier))
