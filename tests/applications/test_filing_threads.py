"""Fifty simultaneous filings of one dossier give one receipt, on real PostgreSQL (A10, F5)."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.management import call_command
from django.db import connection

from applications import filing
from applications.models import Rendering, Snapshot
from tests.applications.filings import IN_TIME, make_ready
from workflow.engine import Refused
from workflow.models import Event

THREADS = 50


@pytest.fixture
def ready(transactional_db, bob, commune_a):
    return make_ready(holder=commune_a, by=bob)


def at_once(job) -> list:
    barrier = Barrier(THREADS)

    def run(rank: int):
        try:
            barrier.wait(timeout=30)
            return job(rank)
        finally:
            connection.close()

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(run, range(THREADS)))


def test_fifty_filings_give_one_receipt_to_all(ready, bob):
    bob.links  # noqa: B018 - loaded once, as in one person's fifty tabs
    receipts = at_once(lambda _: filing.submit(ready, by=bob, received_at=IN_TIME).receipt_number)

    assert set(receipts) == {f"AR-{ready.reference}-1"}
    assert Snapshot.objects.count() == 1
    assert Rendering.objects.count() == 2
    assert Event.objects.filter(name="application.submit").count() == 1
    call_command("verify_filings")


def test_filing_and_taking_back_at_once_never_tears_the_dossier(ready, bob):
    bob.links  # noqa: B018

    def job(rank: int) -> None:
        try:
            if rank % 2:
                filing.submit(ready, by=bob, received_at=IN_TIME)
            else:
                filing.take_back(ready, by=bob, received_at=IN_TIME)
        except Refused:
            pass

    at_once(job)
    call_command("verify_filings")
