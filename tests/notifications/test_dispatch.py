"""Each event tells each person once, in the portal and by mail (ADR 0002)."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.enums import MembershipStatus, Role
from applications import filing
from notifications import dispatch
from notifications.models import Email, Notice, Setback
from tests.applications.filings import IN_TIME, make_filed
from tests.factories import make_membership, make_user
from workflow.engine import record
from workflow.models import Event


@pytest.fixture
def snapshot(bob, alice, commune_a):
    return make_filed(holder=commune_a, by=bob)


def test_a_filing_tells_the_whole_team_and_nobody_else(
    snapshot, alice, bob, charlie, edgar, flora, ines
):
    dispatch.dispatch_due()
    receipts = Notice.objects.filter(code="application-filed")
    assert set(receipts.values_list("recipient", flat=True)) == {alice.pk, bob.pk}
    mails = Email.objects.filter(code="application-filed").order_by("to")
    assert [mail.to for mail in mails] == [alice.email, bob.email]
    assert mails[0].subject == f"Dossier {snapshot.application.reference} déposé"
    for body in (mails[0].text_body, mails[0].html_body):
        assert snapshot.receipt_number in body
        assert snapshot.sha256 in body
        assert f"/depots/{snapshot.number}/" in body
        assert "limits@example.org" in body


def test_whoever_filed_is_told_even_while_their_link_is_pending(commune_b):
    mayor = make_user("maire@example.org")
    make_membership(mayor, commune_b, Role.REPRESENTATIVE, MembershipStatus.PENDING)
    make_filed(holder=commune_b, by=mayor)
    dispatch.dispatch_due()
    assert Email.objects.get().to == mayor.email


def test_taking_back_and_withdrawing_are_told_too(snapshot, bob):
    application = snapshot.application
    filing.take_back(application, by=bob, received_at=IN_TIME)
    filing.withdraw(application, by=bob, reason="Projet\r\nBcc: x@example.org reporté")
    dispatch.dispatch_due()
    subjects = set(Email.objects.values_list("subject", flat=True))
    assert len(subjects) == 3
    assert not any("\n" in subject for subject in subjects)
    gone = Email.objects.filter(code="application-withdrawn").first()
    assert "reporté" in gone.text_body


def test_a_second_tick_tells_nobody_twice(snapshot):
    dispatch.dispatch_due()
    count = Email.objects.count()
    assert dispatch.dispatch_due() == 0
    Event.objects.update(dispatched_at=None)
    assert dispatch.dispatch_due() > 0
    assert (Email.objects.count(), Notice.objects.count()) == (count, count)


def test_an_event_that_fails_waits_and_holds_back_nobody(snapshot, bob, monkeypatch):
    broken = Event.objects.get(name="application.submit")
    filing.take_back(snapshot.application, by=bob, received_at=IN_TIME)
    mail = dispatch._mail

    def failing(event, *rest):
        if event.pk == broken.pk:
            raise RuntimeError("gabarit cassé")
        return mail(event, *rest)

    monkeypatch.setattr(dispatch, "_mail", failing)
    dispatch.dispatch_due()
    broken.refresh_from_db()
    assert broken.dispatched_at is None
    assert not Notice.objects.filter(event_id=broken.pk).exists()
    assert Email.objects.filter(code="application-taken-back").exists()

    setback = Setback.objects.get()
    assert (setback.event_id, setback.error) == (broken.pk, "RuntimeError : gabarit cassé")

    monkeypatch.setattr(dispatch, "_mail", mail)
    assert dispatch.dispatch_due() == 0
    Setback.objects.update(next_attempt_at=timezone.now())
    assert dispatch.dispatch_due() == 1
    assert not Setback.objects.exists()


def test_an_event_that_fails_again_waits_longer_an_hour_at_most(snapshot, bob):
    event, now = Event.objects.get(name="application.submit"), timezone.now()
    waits = [
        (dispatch.set_back(event, RuntimeError("x"), now=now).next_attempt_at - now).total_seconds()
        for _ in range(12)
    ]
    assert waits[:4] == [10, 20, 40, 80]
    assert waits[-1] == 3600
    assert Setback.objects.get().attempts == 12


def test_many_broken_events_at_the_head_starve_no_other(snapshot, monkeypatch):
    dispatch.dispatch_due()
    for _ in range(10):
        record("application.withdraw", subject=snapshot.application, payload={"broken": True})
    last = record("application.take_back", subject=snapshot.application)
    notices = dispatch.rules_for

    def failing(event):
        if event.payload.get("broken"):
            raise RuntimeError("gabarit cassé")
        return notices(event)

    monkeypatch.setattr(dispatch, "rules_for", failing)
    for _ in range(3):
        dispatch.dispatch_due(at_most=5)
    last.refresh_from_db()
    assert last.dispatched_at is not None
    assert Setback.objects.count() == 10


def test_telling_a_crowd_asks_the_database_no_more_than_telling_one(
    snapshot, commune_a, django_assert_max_num_queries
):
    dispatch.dispatch_due()
    for n in range(60):
        make_membership(make_user(f"p{n}@example.org"), commune_a, Role.READER)
        if n in {0, 59}:
            event = record("application.withdraw", subject=snapshot.application, reason="x")
            with django_assert_max_num_queries(18):
                dispatch.dispatch_due()
            assert Email.objects.filter(event_id=event.pk).count() == n + 3


def test_an_event_that_concerns_nobody_is_just_passed(snapshot):
    record("application.late_attempt", subject=snapshot.application)
    dispatch.dispatch_due()
    assert not Event.objects.filter(dispatched_at=None).exists()


@pytest.mark.django_db(transaction=True)
def test_ten_workers_at_once_tell_each_person_once(bob, alice, commune_a):
    make_filed(holder=commune_a, by=bob)

    def tick(_: int) -> int:
        try:
            return dispatch.dispatch_due()
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as pool:
        list(pool.map(tick, range(10)))
    assert Email.objects.count() == 2
    assert Notice.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_what_is_undone_tells_nobody(bob, alice, commune_a):
    snapshot = make_filed(holder=commune_a, by=bob)
    dispatch.dispatch_due()
    before = Email.objects.count()
    with transaction.atomic():
        filing.take_back(snapshot.application, by=bob, received_at=IN_TIME)
        transaction.set_rollback(True)
    dispatch.dispatch_due()
    assert Email.objects.count() == before


def test_a_person_reads_their_own_notices_and_marks_them(client_of, snapshot, alice, charlie):
    dispatch.dispatch_due()
    address = reverse("notifications:list")
    browser = client_of(alice)
    text = browser.get(address).content.decode()
    assert "dont 1 non lue" in text
    assert "Non lue" in text
    assert "Vous n’avez aucune notification" in client_of(charlie).get(address).content.decode()

    mark = reverse("notifications:mark_read")
    notice = Notice.objects.get(recipient=alice)
    client_of(charlie).post(mark, {"notice": notice.pk})
    client_of(charlie).post(mark, {"notice": "9" * 30})
    client_of(charlie).post(mark, {"notice": "x"})
    assert Notice.objects.get(pk=notice.pk).read_at is None
    assert browser.get(mark).status_code == 405
    browser.post(mark, {"notice": notice.pk})
    assert "toutes lues" in browser.get(address).content.decode()
