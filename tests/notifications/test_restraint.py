"""No address gets a flood: the mails beyond the hour's share are held, then leave (F18)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from applications import filing
from notifications import delivery, dispatch
from notifications.models import Email
from tests.applications.filings import IN_TIME, make_ready
from tests.notifications.test_delivery import write

HOUR = timedelta(hours=1)


def an_hour_passes() -> None:
    """Move every mail an hour into the past."""
    for mail in Email.objects.all():
        mail.next_attempt_at -= HOUR
        mail.tried_at = mail.tried_at and mail.tried_at - HOUR
        mail.save(update_fields=["next_attempt_at", "tried_at"])


def count(state: str) -> int:
    return Email.objects.filter(delivery=state).count()


@pytest.mark.django_db
def test_a_dossier_that_flips_a_hundred_times_floods_nobody_and_loses_nothing__F18(
    mail_host, bob, commune_a
):
    sink = mail_host()
    application = make_ready(holder=commune_a, by=bob)
    for _ in range(50):
        filing.submit(application, by=bob, received_at=IN_TIME)
        filing.take_back(application, by=bob, received_at=IN_TIME)
    dispatch.dispatch_due(seconds=120)
    delivery.deliver_due(at_most=1000, seconds=120)
    assert (count("sent"), count("held")) == (5, 95)
    assert set(Email.objects.filter(delivery="held").values_list("trouble", flat=True)) == {"limit"}

    delivery.deliver_due(at_most=1000, seconds=120)
    assert count("sent") == 5
    for _ in range(19):
        an_hour_passes()
        delivery.deliver_due(at_most=1000, seconds=120)
    assert (count("sent"), count("held")) == (100, 0)
    assert len({taken.message_id for taken in sink.taken}) == 100


@pytest.mark.django_db
def test_the_others_are_not_held(mail_host):
    mail_host()
    for _ in range(6):
        write("alice@example.org")
    write("bob@example.org")
    delivery.deliver_due(at_most=100, seconds=120)
    assert Email.objects.get(to="bob@example.org").delivery == "sent"
    assert count("held") == 1


@pytest.mark.django_db
def test_the_mails_of_the_account_have_a_limit_of_their_own(mail_host, settings):
    mail_host()
    for _ in range(25):
        write("alice@example.org", is_urgent=True)
    delivery.deliver_due(at_most=100, seconds=120)
    assert count("sent") == settings.ACCOUNT_MAILS_PER_HOUR == 20


@pytest.mark.django_db
def test_a_held_mail_is_due_when_the_oldest_of_the_share_is_an_hour_old():
    now = timezone.now()
    for n in range(5):
        write("alice@example.org", tried_at=now - timedelta(minutes=9 * n))
    mail = write("alice@example.org", next_attempt_at=now)
    Email.objects.exclude(pk=mail.pk).update(delivery="sent", sent_at=now)
    assert delivery.lease_next(now=now + timedelta(seconds=1)) is None
    mail.refresh_from_db()
    assert mail.next_attempt_at == now - timedelta(minutes=36) + HOUR


@pytest.mark.django_db(transaction=True)
def test_ten_workers_at_once_do_not_exceed_the_share(mail_host):
    sink = mail_host()
    for _ in range(40):
        write("alice@example.org")

    def work(_: int) -> None:
        try:
            delivery.deliver_due(at_most=40)
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as pool:
        list(pool.map(work, range(10)))
    assert len(sink.taken) == 5
    assert (count("sent"), count("held")) == (5, 35)
