"""Several workers at once, on real PostgreSQL: each event told once, each mail sent once."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from notifications import delivery, dispatch
from notifications.models import Email, Notice, Setback
from tests.applications.filings import make_filed
from workflow.engine import record
from workflow.models import Event

pytestmark = pytest.mark.django_db(transaction=True)
WORKERS = 6


def at_once(job) -> list[int]:
    """Run a job in every worker; what each returned."""

    def run(_: int) -> int:
        try:
            return job()
        finally:
            connection.close()

    with ThreadPoolExecutor(WORKERS) as pool:
        return list(pool.map(run, range(WORKERS)))


@pytest.mark.parametrize("events", [1, 300])
def test_each_event_is_told_once_by_one_of_them(bob, alice, commune_a, events):
    filed = make_filed(holder=commune_a, by=bob)
    dispatch.dispatch_due()
    before = Email.objects.count()
    for _ in range(events):
        record("application.withdraw", subject=filed.application, reason="x")
    assert sum(at_once(lambda: dispatch.dispatch_due(at_most=1000, seconds=120))) == events
    assert Email.objects.count() - before == 2 * events
    assert Notice.objects.count() == Email.objects.count()
    assert not Event.objects.filter(dispatched_at=None).exists()
    assert not Setback.objects.exists()


def test_each_mail_is_sent_once_by_one_of_them(mail_host):
    sink = mail_host()
    Email.objects.bulk_create(
        Email(to=f"p{n}@example.org", code="essai", subject="x", message_id=f"<{n}@limits>")
        for n in range(300)
    )
    assert sum(at_once(lambda: delivery.deliver_due(at_most=1000, seconds=120))) == 300
    assert set(Counter(taken.to for taken in sink.taken).values()) == {1}
    assert Email.objects.filter(delivery="sent").count() == len(sink.taken) == 300


@pytest.mark.parametrize("tick", [dispatch.dispatch_due, delivery.deliver_due])
def test_a_round_ends_soon_so_that_the_other_kind_has_its_turn(tick, bob, commune_a):
    make_filed(holder=commune_a, by=bob)
    Email.objects.create(to="x@example.org", code="essai", subject="x", message_id="<x@limits>")
    assert tick(at_most=100, seconds=0) == 0
    assert dispatch.ROUND_SECONDS <= 5 >= delivery.ROUND_SECONDS
