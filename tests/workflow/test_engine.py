"""The one door through which a status changes."""

from dataclasses import replace

import pytest
from django.db import IntegrityError, transaction

from applications.enums import ApplicationStatus
from applications.models import Application
from applications.permissions import as_signatory
from tests.factories import make_application
from workflow.engine import NotAllowed, Outcome, Refused, Transition, Workflow, record
from workflow.models import Event

LIFE = Workflow(
    "dossier",
    (
        Transition("leave", "Retirer", ("draft",), "withdrawn", as_signatory),
        Transition(
            "refused",
            "Essayer",
            ("draft",),
            "withdrawn",
            as_signatory,
            guards=(
                lambda subject, step: ["Il manque une pièce."],
                lambda subject, step: ["Et une autre."],
            ),
        ),
    ),
)


@pytest.fixture
def application(alice, bob, commune_a) -> Application:
    return make_application(holder=commune_a, by=alice)


def test_a_transition_changes_the_state_and_writes_who_when_and_why(application, bob):
    fresh = LIFE.perform(application, "leave", by=bob, reason="Projet abandonné")

    assert fresh.status == ApplicationStatus.WITHDRAWN
    event = Event.objects.about(application).first()
    assert (event.name, event.source, event.target) == ("dossier.leave", "draft", "withdrawn")
    assert (event.actor_id, event.acting_role) == (bob.pk, "representative")
    assert event.reason == "Projet abandonné"


def test_a_person_who_may_not_is_refused_and_nothing_changes(application, alice):
    before = Event.objects.count()

    with pytest.raises(NotAllowed):
        LIFE.perform(application, "leave", by=alice)

    application.refresh_from_db()
    assert application.status == ApplicationStatus.DRAFT
    assert Event.objects.count() == before


def test_a_wrong_state_is_refused_in_words(application, bob):
    LIFE.perform(application, "leave", by=bob)

    with pytest.raises(Refused) as refusal:
        LIFE.perform(application, "leave", by=bob)

    assert refusal.value.reasons == ["« Retirer » n'est pas possible : l'état est déjà « Retiré »."]


def test_every_guard_that_refuses_is_named(application, bob):
    with pytest.raises(Refused) as refusal:
        LIFE.perform(application, "refused", by=bob)

    assert refusal.value.reasons == ["Il manque une pièce.", "Et une autre."]
    application.refresh_from_db()
    assert application.status == ApplicationStatus.DRAFT


def test_an_effect_that_fails_undoes_everything(application, bob):
    def fail(subject, step):
        record("dossier.inside", subject=subject, by=bob)
        raise RuntimeError

    row = replace(LIFE.transition("leave"), effect=fail)
    before = Event.objects.count()

    with pytest.raises(RuntimeError):
        Workflow("dossier", (row,)).perform(application, "leave", by=bob)

    application.refresh_from_db()
    assert application.status == ApplicationStatus.DRAFT
    assert Event.objects.count() == before


def test_only_the_fields_an_effect_names_are_written(application, bob):
    def effect(subject, step):
        subject.title = "Nouveau titre"
        subject.requested_amount = 99
        return Outcome(fields=("title",), payload={"titre": "Nouveau titre"})

    row = replace(LIFE.transition("leave"), effect=effect)
    Workflow("dossier", (row,)).perform(application, "leave", by=bob)

    application.refresh_from_db()
    assert application.title == "Nouveau titre"
    assert application.requested_amount == 0


def test_a_stale_object_does_not_undo_a_transition(application, bob):
    stale = Application.objects.get(pk=application.pk)
    LIFE.perform(application, "leave", by=bob)

    with pytest.raises(Refused):
        LIFE.perform(stale, "leave", by=bob)

    application.refresh_from_db()
    assert application.status == ApplicationStatus.WITHDRAWN


def test_the_journal_of_a_subject_is_a_chain_that_shows_tampering(application, bob):
    LIFE.perform(application, "leave", by=bob)
    created, left = Event.objects.about(application).order_by("id")

    assert left.previous_hash == created.hash
    assert left.hash == left.computed_hash()
    left.reason = "autre chose"
    assert left.hash != left.computed_hash()


@pytest.mark.parametrize("change", ["update", "delete"])
def test_the_database_refuses_to_change_the_journal(application, change):
    events = Event.objects.about(application)

    with pytest.raises(IntegrityError, match="immutable"), transaction.atomic():
        events.update(reason="x") if change == "update" else events.delete()


def test_the_outbox_mark_may_be_set(application):
    event = Event.objects.about(application).first()

    Event.objects.filter(pk=event.pk).update(dispatched_at=event.happened_at)

    event.refresh_from_db()
    assert event.dispatched_at == event.happened_at
    assert event.hash == event.computed_hash()
