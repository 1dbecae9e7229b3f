"""Every file of the corpus gets its exact verdict, through real HTTP bodies (C-4.1j)."""

import html
import subprocess
import sys

import pytest
from django.core.files.storage import default_storage

from applications.inspection import inspector
from applications.inspection.names import cleaned, extension
from applications.inspection.refusals import SENTENCES, Refusal
from applications.models import Document
from tests.applications.hostile_files import CORPUS
from tests.applications.multipart import send
from tests.applications.sound_files import image, pdf
from tests.factories import make_application


@pytest.mark.parametrize(("name", "make", "verdict"), CORPUS, ids=[name for name, _, _ in CORPUS])
def test_each_file_gets_its_exact_verdict(name, make, verdict, alice, commune_a, client_of):
    application = make_application(holder=commune_a, by=alice)
    response = send(client_of(alice), application, (name, make()))
    if not verdict:
        assert response.status_code == 302
        assert Document.objects.get().sha256
        return
    assert response.status_code == 422
    assert SENTENCES[verdict] in html.unescape(response.text)
    assert not Document.objects.exists()
    assert not default_storage.exists("documents") or not stored_files()


def stored_files():
    return [
        name
        for folder in default_storage.listdir("documents")[0]
        for name in default_storage.listdir(f"documents/{folder}")[1]
    ]


def test_the_corpus_is_large_and_its_names_are_unique():
    names = [name for name, _make, _verdict in CORPUS]
    assert len(names) == len(set(names)) >= 60
    assert {verdict for _n, _m, verdict in CORPUS} >= set(SENTENCES) - {"too_big"}


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("a\\..\\b.pdf", "b.pdf"),
        ("\u202egpj.exe.pdf", "gpj.exe.pdf"),
        ("x\u200b\u2066y.pdf", "xy.pdf"),
        ("  deux   espaces .pdf", "deux espaces .pdf"),
        ('<img src="x">.pdf', "_img src=_x__.pdf"),
        ("con.pdf", "con.pdf"),
        ("a%0d%0aX: y.pdf", "a%0d%0aX_ y.pdf"),
        ("...", "fichier"),
        ("", "fichier"),
    ],
)
def test_names_hide_nothing(sent, kept):
    assert cleaned(sent) == kept


def test_a_long_name_keeps_its_extension():
    name = cleaned("é" * 400 + ".pdf")
    assert len(name) <= 120
    assert name.endswith("….pdf")


@pytest.mark.parametrize(
    ("name", "found"), [("A.PDF", "pdf"), (".pdf", ""), ("a.pdf.exe", "exe"), ("a", "")]
)
def test_the_last_extension_counts(name, found):
    assert extension(name) == found


def test_an_inspection_that_lingers_is_a_refusal(tmp_path, monkeypatch):
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf())

    def linger(*args, **options):
        raise subprocess.TimeoutExpired("inspection", 20)

    monkeypatch.setattr(subprocess, "run", linger)
    with pytest.raises(Refusal) as refusal:
        inspector.inspect(path, "a.pdf")
    assert refusal.value.code == "heavy"


def test_an_inspection_that_dies_is_a_refusal(tmp_path, monkeypatch):
    path = tmp_path / "a.png"
    path.write_bytes(image())
    monkeypatch.setattr(inspector, "PROGRAM", "import os; os.kill(os.getpid(), 9)")
    with pytest.raises(Refusal) as refusal:
        inspector.inspect(path, "a.png")
    assert refusal.value.code == "heavy"


def test_the_child_knows_nothing_of_django():
    code = "import applications.inspection.child, sys; print('django' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "False"
