"""Filing: who, when, what refuses, what it leaves; twice is once (C-4.1k, A9, A10)."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from accounts.enums import MembershipStatus, Role
from accounts.models import Departement
from applications import filing
from applications.dossier import read
from applications.enums import ApplicationStatus
from applications.guards import reading_of
from applications.models import Application, Extension, Rendering, Snapshot
from applications.snapshot import canonical, digest, faults, thaw
from applications.workflow import LIFE
from tests.applications.dossiers import CLOSES_AT, OPENS_AT, changed, valid_dossier
from tests.applications.filings import IN_TIME, make_filed, make_ready, write
from tests.factories import make_membership, make_user, paris
from workflow.engine import NotAllowed, Refused
from workflow.models import Event


@pytest.fixture
def ready(bob, commune_a) -> Application:
    return make_ready(holder=commune_a, by=bob)


def refusal(application, by, **facts) -> list[str]:
    facts.setdefault("received_at", IN_TIME)
    with pytest.raises(Refused) as caught:
        filing.submit(application, by=by, **facts)
    application.refresh_from_db()
    assert application.status == ApplicationStatus.DRAFT
    assert not application.snapshots.exists()
    return caught.value.reasons


def test_filing_freezes_the_dossier_and_gives_a_receipt__C_5b(ready, bob):
    snapshot = filing.submit(ready, by=bob, received_at=IN_TIME)

    ready.refresh_from_db()
    assert (ready.status, ready.submitted_at) == (ApplicationStatus.SUBMITTED, IN_TIME)
    assert snapshot.receipt_number == f"AR-{ready.reference}-1"
    assert (snapshot.signatory_name, snapshot.signatory_role) == ("Bob Essai", "Maire")
    assert snapshot.sha256 == digest(canonical(read(ready, at=IN_TIME, signatory=bob)))
    assert faults(snapshot) == []
    assert thaw(snapshot).project.title == "Grandir ici"
    assert {r.kind for r in snapshot.renderings.all()} == set(Rendering.Kind.values)


def test_the_journal_keeps_the_receipt_and_every_finding(ready, bob):
    snapshot = filing.submit(ready, by=bob, received_at=IN_TIME)

    event = Event.objects.about(ready).first()
    assert (event.name, event.source, event.target) == (
        "application.submit",
        "draft",
        "submitted",
    )
    assert event.acting_role == Role.REPRESENTATIVE
    assert event.payload["sha256"] == snapshot.sha256
    assert event.payload["receipt"] == snapshot.receipt_number
    codes = {finding["code"] for finding in event.payload["findings"]}
    assert {"PLAFOND", "DELAI", "AXES_COUVERTS", "REFERENT_ETP"} <= codes


@pytest.mark.parametrize(
    ("instant", "is_accepted"),
    [
        (OPENS_AT - timedelta(seconds=1), False),
        (OPENS_AT, True),
        (CLOSES_AT - timedelta(seconds=1), True),
        (CLOSES_AT, True),
        (CLOSES_AT + timedelta(milliseconds=999), True),
        (CLOSES_AT + timedelta(seconds=1), False),
    ],
)
def test_the_deadline_is_inclusive_to_the_second__C_4_1k(ready, bob, instant, is_accepted):
    if is_accepted:
        assert filing.submit(ready, by=bob, received_at=instant).filed_at == instant
    else:
        assert refusal(ready, bob, received_at=instant)


def test_a_late_attempt_is_refused_kindly_kept_as_draft_and_journaled__C_4_1k(ready, bob):
    late = CLOSES_AT + timedelta(seconds=3)
    (reason,) = refusal(ready, bob, received_at=late)

    assert "limits@example.org" in reason
    assert "reste enregistré" in reason
    assert "1er\u00a0mai 2024 à 0\u00a0h\u00a000\u00a0min\u00a002\u00a0s" in reason
    event = Event.objects.about(ready).first()
    assert (event.name, event.happened_at) == ("application.late_attempt", late)
    assert event.payload["closes_at"].startswith("2024-04-30")


def test_an_attempt_before_the_opening_says_when_it_opens__C_5a(ready, bob):
    (reason,) = refusal(ready, bob, received_at=OPENS_AT - timedelta(days=1))
    assert reason.startswith("Le dépôt ouvre le")
    assert Event.objects.about(ready).first().name == "application.create"


def test_a_named_extension_moves_the_deadline_of_its_holder_alone(
    ready, bob, commune_b, charlie, nora
):
    later = CLOSES_AT + timedelta(days=2)
    Extension.objects.create(
        call=ready.call,
        holder=ready.holder,
        closes_at=later,
        reason="Inondation",
        granted_by=nora,
    )
    make_membership(charlie, commune_b, Role.REPRESENTATIVE)
    other = make_ready(holder=commune_b, by=charlie, call=ready.call)

    assert filing.submit(ready, by=bob, received_at=later).number == 1
    with pytest.raises(Refused):
        filing.submit(other, by=charlie, received_at=later)


def test_an_overseas_holder_reads_both_times(ready, bob):
    Departement.objects.filter(pk=ready.departement_id).update(
        time_zone="America/Guadeloupe", name="Guadeloupe"
    )
    ready = Application.objects.get(pk=ready.pk)
    (reason,) = refusal(ready, bob, received_at=CLOSES_AT + timedelta(seconds=1))
    assert "heure de Paris" in reason
    assert "17\u00a0h\u00a059\u00a0min" in reason
    assert "heure locale, Guadeloupe" in reason


def test_a_writer_may_not_file__C_4_3a(ready, alice):
    with pytest.raises(NotAllowed):
        filing.submit(ready, by=alice, received_at=IN_TIME)


def test_a_person_with_a_written_delegation_files_in_that_capacity__C_4_3a(ready, commune_a):
    deputy = make_user("claire@example.org", job_title="Première adjointe")
    make_membership(deputy, commune_a, Role.REPRESENTATIVE, delegation="arrêté du 12 mars 2024")
    snapshot = filing.submit(ready, by=deputy, received_at=IN_TIME)
    assert snapshot.signatory_role == "Première adjointe, par délégation (arrêté du 12 mars 2024)"


def test_a_pending_representative_files_what_they_created(commune_b):
    newcomer = make_user("maire@example.org", job_title="Maire")
    make_membership(newcomer, commune_b, Role.REPRESENTATIVE, MembershipStatus.PENDING)
    assert make_filed(holder=commune_b, by=newcomer).number == 1


def test_each_blocking_rule_refuses_with_its_reason__C_4_2b(ready, bob):
    too_much = changed(valid_dossier(), "project.duration_years", 4)
    write(ready, too_much.model_copy(update={"documents": []}))
    reasons = refusal(ready, bob)
    assert any(reason.startswith("Durée du projet") for reason in reasons)


def test_an_unanswered_question_refuses_and_names_its_section(ready, bob):
    write(ready, changed(valid_dossier(documents=[]), "team.material_means", ""))
    (reason,) = refusal(ready, bob)
    assert reason == "Section « Moyens humains », il manque : Moyens matériels."


def test_an_infected_file_refuses_and_one_being_scanned_does_not(ready, bob):
    ready.documents.update(scan_status="pending")
    infected = ready.documents.first()
    ready.documents.filter(pk=infected.pk).update(scan_status="infected")
    assert any("infecté" in reason for reason in refusal(ready, bob))

    ready.documents.update(scan_status="pending")
    assert filing.submit(ready, by=bob, received_at=IN_TIME).number == 1


def test_what_is_filed_is_what_was_read(ready, bob):
    seen = reading_of(ready, read(ready))
    write(ready, changed(valid_dossier(documents=[]), "project.title", "Autre titre"))
    (reason,) = refusal(ready, bob, read_as=seen)
    assert reason.startswith("Le dossier a changé")


def test_filing_again_gives_the_same_receipt__A10(ready, bob):
    first = filing.submit(ready, by=bob, received_at=IN_TIME)
    again = filing.submit(ready, by=bob, received_at=CLOSES_AT + timedelta(days=1))
    assert again == first
    assert Snapshot.objects.count() == 1
    assert Event.objects.filter(name="application.submit").count() == 1


def test_taken_back_changed_and_filed_again_every_snapshot_stays(ready, bob):
    first = filing.submit(ready, by=bob, received_at=IN_TIME)
    back = filing.take_back(ready, by=bob, received_at=IN_TIME)
    assert (back.status, back.submitted_at) == (ApplicationStatus.DRAFT, None)
    write(
        ready,
        changed(valid_dossier(documents=[]), "project.title", "Mieux grandir ici"),
    )
    second = filing.submit(ready, by=bob, received_at=CLOSES_AT)

    assert second.receipt_number == f"AR-{ready.reference}-2"
    assert [thaw(s).project.title for s in ready.snapshots.all()] == [
        "Grandir ici",
        "Mieux grandir ici",
    ]
    assert thaw(first).documents == thaw(second).documents


def test_an_old_page_sent_again_after_taking_back_files_nothing(ready, bob):
    seen = reading_of(ready, read(ready))
    filing.submit(ready, by=bob, received_at=IN_TIME, read_as=seen)
    filing.take_back(ready, by=bob, received_at=IN_TIME)
    with pytest.raises(Refused, match="a changé"):
        filing.submit(ready, by=bob, received_at=IN_TIME, read_as=seen)
    assert Snapshot.objects.count() == 1


def test_after_the_deadline_a_filed_dossier_stays_filed(ready, bob):
    filing.submit(ready, by=bob, received_at=IN_TIME)
    with pytest.raises(Refused, match="reste déposé"):
        filing.take_back(ready, by=bob, received_at=CLOSES_AT + timedelta(seconds=1))
    ready.refresh_from_db()
    assert ready.status == ApplicationStatus.SUBMITTED


def test_a_withdrawal_says_why_and_frees_the_holder(ready, bob):
    filing.submit(ready, by=bob, received_at=IN_TIME)
    with pytest.raises(Refused, match="pourquoi"):
        filing.withdraw(ready, by=bob, reason="  ")
    gone = filing.withdraw(ready, by=bob, reason="Projet reporté")

    assert gone.status == ApplicationStatus.WITHDRAWN
    event = Event.objects.about(ready).first()
    assert (event.name, event.reason) == ("application.withdraw", "Projet reporté")
    assert make_ready(holder=ready.holder, by=bob, call=ready.call).reference != ready.reference


def test_nothing_is_withdrawn_after_the_decision(ready, bob):
    Application.objects.filter(pk=ready.pk).update(
        status=ApplicationStatus.SELECTED, submitted_at=paris("2024-04-02 10:00:00")
    )
    with pytest.raises(Refused):
        filing.withdraw(ready, by=bob, reason="Trop tard")


@pytest.mark.parametrize("change", [{"canonical": "{}"}, {"sha256": "0" * 64}, {"number": 9}])
def test_a_snapshot_is_immutable(ready, bob, change):
    snapshot = filing.submit(ready, by=bob, received_at=IN_TIME)
    with pytest.raises(DatabaseError, match="immutable"), transaction.atomic():
        Snapshot.objects.filter(pk=snapshot.pk).update(**change)
    with pytest.raises(DatabaseError, match="immutable"), transaction.atomic():
        Snapshot.objects.filter(pk=snapshot.pk)._raw_delete("default")


def test_the_table_refuses_what_has_no_row__A7(ready, bob, alice, flora):
    for name in ("take_back", "complete"):
        with pytest.raises(Refused):
            LIFE.perform(ready, name, by=bob)
    for person in (alice, flora):
        with pytest.raises(NotAllowed):
            LIFE.perform(ready, "withdraw", by=person, reason="x")
