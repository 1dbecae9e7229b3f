"""The cache in PostgreSQL: what rate limits and one-time codes count on."""

import threading
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.utils import timezone

from accounts.tasks import forget_what_expired
from limits_portal.cache import PostgresCache


@pytest.mark.django_db
class TestOneStatement:
    """Each operation asks the database once."""

    def test_set_get_delete(self, django_assert_num_queries):
        with django_assert_num_queries(5):
            cache.set("a", [1, 2.5], 60)
            assert cache.get("a") == [1, 2.5]
            cache.set("a", "é", 60)
            assert cache.delete("a")
            assert cache.get("a", "rien") == "rien"

    def test_add_takes_a_free_or_expired_place_only(self):
        assert cache.add("code", "y", 30)
        assert not cache.add("code", "z", 30)
        assert cache.get("code") == "y"
        with time_machine.travel(timezone.now() + timedelta(seconds=31)):
            assert cache.get("code") is None
            assert cache.add("code", "z", 30)

    def test_nothing_outlives_its_time_and_none_is_forever(self):
        cache.set("short", 1, 10)
        cache.set("long", 1, None)
        with time_machine.travel(timezone.now() + timedelta(days=4000)):
            assert (cache.get("short"), cache.get("long")) == (None, 1)

    def test_touch(self):
        assert not cache.touch("absent", 60)
        cache.set("a", 1, 10)
        assert cache.touch("a", 100)
        with time_machine.travel(timezone.now() + timedelta(seconds=50)):
            assert cache.get("a") == 1

    def test_the_daily_task_deletes_what_expired_and_nothing_else(self):
        cache.clear()  # what a test without rollback may have left
        cache.set("old", 1, -10)
        cache.set("live", 1, 1000)
        forget_what_expired()
        with connection.cursor() as cursor:
            cursor.execute("SELECT cache_key FROM cache")
            assert [key for (key,) in cursor.fetchall()] == [":1:live"]


@pytest.mark.django_db(transaction=True)
def test_of_many_requests_at_once_one_takes_the_place():
    won: list[bool] = []
    barrier = threading.Barrier(8)

    def take() -> None:
        barrier.wait()
        won.append(PostgresCache("cache", {}).add("code", "y", 30))
        connection.close()

    threads = [threading.Thread(target=take) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    cache.delete("code")
    assert sorted(won) == [False] * 7 + [True]
