"""The PDFs of a filing: what they say, made once, tried three times (facts §5.2, C-4.1i, F10)."""

import hashlib
import re
import subprocess
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from accounts.models import Departement
from applications import rendering
from applications.models import Rendering
from tests.applications.dossiers import changed, valid_dossier
from tests.applications.filings import make_filed


@pytest.fixture
def snapshot(bob, commune_a):
    return make_filed(holder=commune_a, by=bob)


def text_of(content: bytes, folder: Path) -> str:
    """The words of a PDF, as a reader copies them."""
    path = folder / "x.pdf"
    path.write_bytes(content)
    run = subprocess.run(
        ["pdftotext", "-layout", str(path), "-"], capture_output=True, check=True, text=True
    )
    return re.sub(r"\s+", " ", run.stdout)


def test_the_receipt_says_what_the_law_asks__facts_5_2(snapshot, tmp_path):
    text = text_of(rendering.draw(snapshot, "receipt").content, tmp_path)
    for words in (
        snapshot.receipt_number,
        "15 avril 2024 à 12 h 00 min 00 s (heure de Paris)",
        "MILDECA – appel à projets",
        "69 rue de Varenne, 75007 Paris",
        "limits@example.org",
        "01 00 00 00 00",
        "Sans réponse au 31 août 2024, la demande est réputée rejetée.",
        "juin 2024",
        "Décision du président de la MILDECA",
        "30 avril 2024 à 23 h 59 min 59 s",
        "Bob Essai, Maire",
        "deliberation.pdf",
        "10 ko",
        snapshot.sha256,
        "90 000 €",
    ):
        assert words in text, words


def test_the_recap_has_the_frames_1_6_and_7_of_the_cerfa__C_4_1i(snapshot, tmp_path):
    text = text_of(rendering.draw(snapshot, "recap").content, tmp_path)
    places = [
        text.index(words)
        for words in (
            "1. Identification de la collectivité",
            "1.2 Numéros d’identification",
            "1.6 Représentant légal",
            "6. Projet – objet de la demande",
            "Plan d’actions et évaluation",
            "Charges (comptes 60 à 69), en euros",
            "604 – Prestations de services",
            "Produits (comptes 70 à 79), en euros",
            "MILDECA (présente demande)",
            "7. Attestations",
            "Réunir au moins deux comités de pilotage par an.",
            "FR76 3000 1007 9412 3456 7890 185",
        )
    ]
    assert places == sorted(places)
    assert "Nord (59)" in text
    assert "Année 1 (2024-2025)" in text
    assert "représente 75 % du total des produits" in text


def test_an_overseas_receipt_gives_both_hours(snapshot, tmp_path):
    Departement.objects.filter(pk="59").update(name="La Réunion", time_zone="Indian/Reunion")
    snapshot.refresh_from_db()
    text = text_of(rendering.draw(snapshot, "receipt").content, tmp_path)
    assert "14 h 00 min 00 s (heure locale, La Réunion)" in text


@pytest.mark.parametrize("kind", Rendering.Kind.values)
def test_the_same_filing_gives_the_same_bytes(snapshot, kind):
    assert rendering.draw(snapshot, kind).content == rendering.draw(snapshot, kind).content


def test_what_people_type_is_text_and_nothing_else__A11(bob, commune_a, tmp_path):
    hostile = '<img src="file:///etc/passwd"> & <b>gras</b> {{ x }}'
    dossier = changed(valid_dossier(), "project.title", hostile)
    for path in ("identity.address", "territory.description", "budget.notes"):
        dossier = changed(dossier, path, hostile)
    dossier = changed(dossier, "actions.0.content.title", hostile)
    snapshot = make_filed(holder=commune_a, by=bob, dossier=dossier)
    text = text_of(rendering.draw(snapshot, "recap").content, tmp_path)
    assert text.count("<b>gras</b> {{ x }}") >= 5


def test_a_worker_makes_both_and_keeps_their_hash(snapshot):
    assert rendering.WORKSHOP.make_due() == 2
    for made in Rendering.objects.all():
        assert made.progress == Rendering.Status.DONE
        assert hashlib.sha256(made.file.read()).hexdigest() == made.sha256
        made.file.close()
        assert made.template_version == rendering.TEMPLATE_VERSION
    assert rendering.WORKSHOP.make_due() == 0


def test_a_failing_document_is_tried_three_times_then_failed_and_the_other_is_made__F10(
    snapshot, monkeypatch, time_machine
):
    draw = rendering.draw

    def broken(snapshot, kind):
        if kind == "recap":
            raise MemoryError("trop de pages")
        return draw(snapshot, kind)

    monkeypatch.setattr(rendering, "draw", broken)
    now = timezone.now()
    for minute in range(0, 60, 5):
        time_machine.move_to(now + timedelta(minutes=minute), tick=False)
        rendering.WORKSHOP.make_due()
    states = dict(Rendering.objects.values_list("kind", "progress"))
    assert states == {"receipt": "done", "recap": "failed"}
    failed = Rendering.objects.get(kind="recap")
    assert (failed.attempts, failed.error) == (3, "MemoryError: trop de pages")


def test_a_killed_worker_gives_its_document_back_then_it_is_failed__F10(snapshot, time_machine):
    now = timezone.now()
    taken = rendering.WORKSHOP.claim()
    assert rendering.WORKSHOP.claim().pk != taken.pk
    assert rendering.WORKSHOP.claim() is None
    for lease in range(1, 4):
        time_machine.move_to(now + lease * 2 * rendering.WORKSHOP.lease, tick=False)
        while rendering.WORKSHOP.claim():
            pass
    assert set(Rendering.objects.values_list("progress", flat=True)) == {"failed"}


def test_two_workers_that_make_one_document_keep_one(snapshot):
    first = rendering.WORKSHOP.claim()
    rendering.WORKSHOP.make(first)
    kept = Rendering.objects.get(pk=first.pk)
    rendering.WORKSHOP.make(first)
    assert Rendering.objects.get(pk=first.pk).file.name == kept.file.name


def test_a_turn_begins_no_other_file_once_its_seconds_are_over(snapshot):
    assert rendering.WORKSHOP.make_turn(seconds=0) == 0
    # Time for one, and the other waits for the next turn.
    assert rendering.WORKSHOP.make_turn(seconds=0.01) == 1
    assert snapshot.renderings.filter(progress="done").count() == 1
    assert rendering.WORKSHOP.make_turn() == 1
    assert rendering.WORKSHOP.make_turn() == 0
    assert snapshot.renderings.filter(progress="done").count() == 2
