"""The instruction's verbs: checks, notes, messages, admissible or not, several at once."""

import pytest

from applications.enums import ApplicationStatus
from applications.models import Application
from applications.workflow import LIFE
from reviews import instructing, thread
from reviews.instructing import Ground
from reviews.models import Check, Message, MessageFile, Note, Recusal
from tests.applications.filings import make_filed
from tests.reviews.instructions import a_pdf, make_many_filed, verify_all
from workflow.engine import NotAllowed, Refused
from workflow.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def filed(commune_a, bob):
    return make_filed(holder=commune_a, by=bob).application


def check(application, by, **fields):
    defaults = {"clause": "C-4.3c", "verdict": "ok", "note": "", "version": 0}
    return instructing.set_check(application, by=by, **(defaults | fields))


def status_of(application):
    return Application.objects.get(pk=application.pk).status


def test_two_instructors_never_overwrite_each_other_on_a_point(filed, ines):
    check(filed, ines, note="Première lecture")
    with pytest.raises(instructing.Stale) as stale:
        check(filed, ines, note="Seconde lecture, sur une page ouverte avant")
    assert stale.value.current.note == "Première lecture"
    assert Check.objects.get().version == 1


def test_a_problem_is_said_in_words(filed, ines):
    with pytest.raises(Refused, match="quel est le problème"):
        check(filed, ines, verdict="problem")
    with pytest.raises(Refused):
        check(filed, ines, clause="C-9.9z")
    assert not Check.objects.exists()


def test_two_instructors_never_overwrite_each_other_on_a_note(filed, ines):
    note = instructing.add_note(filed, text="Un", by=ines)
    instructing.change_note(note, text="Deux", version=0, by=ines)
    with pytest.raises(instructing.Stale):
        instructing.change_note(note, text="Trois", version=0, by=ines)
    with pytest.raises(instructing.Stale):
        instructing.change_note(note, text="", version=0, by=ines)
    assert Note.objects.get().text == "Deux"
    instructing.change_note(note, text="", version=1, by=ines)
    assert not Note.objects.exists()


@pytest.mark.parametrize(
    "person", ["alice", "bob", "flora", "flora_chief", "karim", "martin", "nora"]
)
def test_nobody_else_instructs(filed, request, person):
    other = request.getfixturevalue(person)
    for attempt in (
        lambda: check(filed, other),
        lambda: instructing.add_note(filed, text="x", by=other),
        lambda: instructing.admit(filed, by=other, reason="x"),
        lambda: instructing.refuse(filed, by=other, grounds=[Ground("C-3c", "x")]),
    ):
        with pytest.raises(NotAllowed):
            attempt()
    assert status_of(filed) == ApplicationStatus.SUBMITTED


def test_a_dossier_closed_by_a_conflict_does_not_exist_for_the_instructor(filed, ines, nora):
    note = instructing.add_note(filed, text="Avant", by=ines)
    Recusal.objects.create(
        application=filed, person=ines, ground="personal", origin="declared", declared_by=nora
    )
    assert not Note.objects.visible_to(ines).filter(pk=note.pk).exists()
    with pytest.raises(NotAllowed):
        instructing.admit(filed, by=ines, reason="x")
    assert thread.writes_as(filed, ines) is None


def test_admitting_over_points_not_verified_says_why__C_5c(filed, ines):
    with pytest.raises(Refused, match="Il reste à vérifier"):
        instructing.admit(filed, by=ines)
    instructing.admit(filed, by=ines, reason="Vérifié par téléphone avec la préfecture.")
    assert status_of(filed) == ApplicationStatus.ADMISSIBLE


def test_a_dossier_verified_is_admitted_without_a_word(filed, ines):
    verify_all(filed, by=ines)
    instructing.admit(filed, by=ines)
    instructing.send_to_committee(filed, by=ines)
    assert status_of(filed) == ApplicationStatus.IN_COMMITTEE


def test_a_problem_counts_as_not_verified__C_4_3c(filed, ines):
    verify_all(filed, by=ines)
    check(filed, ines, verdict="problem", note="Loyer d’une association", version=1)
    with pytest.raises(Refused, match="Pas de fonctionnement courant"):
        instructing.admit(filed, by=ines)


def test_inadmissible_goes_with_its_grounds_as_they_are(filed, ines):
    with pytest.raises(Refused, match="au moins un motif"):
        instructing.refuse(filed, by=ines, grounds=[Ground("C-4.3c", "  ")])
    instructing.refuse(filed, by=ines, grounds=[Ground("C-4.3c", "Le loyer de l’association.")])
    event = Event.objects.get(name="application.refuse")
    assert event.payload["grounds"] == [{"clause": "C-4.3c", "text": "Le loyer de l’association."}]


def test_each_dossier_of_a_bulk_step_has_its_own_outcome(ines):
    first, second, third = make_many_filed(3)
    LIFE.perform(second, "refuse", by=ines, reason="Hors sujet")
    outcomes = instructing.each(
        [first, second, third], lambda one: instructing.admit(one, by=ines, reason="Vu.")
    )
    assert [said.is_done for said in outcomes] == [True, False, True]
    assert "Irrecevable" in outcomes[1].reasons[0]
    assert status_of(third) == ApplicationStatus.ADMISSIBLE


def test_the_team_and_the_instruction_write_to_each_other_with_files(filed, alice, ines):
    thread.send(filed, text="Voici.", by=alice, files=[a_pdf(), a_pdf("plan.pdf")])
    thread.send(filed, text="Merci.", by=ines)
    assert [m.is_from_holder for m in Message.objects.visible_to(alice)] == [True, False]
    assert {file.name for file in MessageFile.objects.all()} == {"precisions.pdf", "plan.pdf"}
    assert Event.objects.filter(name="application.holder_wrote").count() == 1
    assert Event.objects.filter(name="application.instruction_wrote").count() == 1


def test_a_file_refused_sends_nothing(filed, alice, private_files):
    from django.core.files.uploadedfile import SimpleUploadedFile

    bad = SimpleUploadedFile("virus.exe", b"MZ\x90", content_type="application/pdf")
    with pytest.raises(Refused, match=r"virus\.exe"):
        thread.send(filed, text="Voici.", by=alice, files=[a_pdf(), bad])
    assert not Message.objects.exists()
    assert not [path for path in private_files.rglob("*") if path.is_file()]


@pytest.mark.parametrize("person", ["charlie", "flora", "karim", "martin", "nora"])
def test_others_neither_read_nor_write_the_thread(filed, alice, request, person):
    thread.send(filed, text="Entre nous.", by=alice)
    other = request.getfixturevalue(person)
    assert not Message.objects.visible_to(other).exists()
    with pytest.raises(NotAllowed):
        thread.send(filed, text="Bonjour", by=other)
