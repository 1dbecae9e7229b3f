"""The counters of log-in attempts: what they allow, forget and take back; many at once."""

import threading
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from accounts.attempts import Limit, clear, count, forget_expired, take_back
from accounts.models import AttemptCounter

ADDRESS = Limit("address_failed", "address_failed:a", 3, 60)
ACCOUNT = Limit("account_failed", "account_failed:b", 2, 300)


@pytest.mark.django_db
class TestCounting:
    """One statement counts an attempt under every key."""

    def test_an_attempt_is_counted_in_one_statement(self, django_assert_num_queries):
        with django_assert_num_queries(1):
            assert not count([ADDRESS, ACCOUNT]).refused_by

    def test_the_one_above_the_limit_is_refused_and_does_not_count(self):
        assert not any(count([ACCOUNT]).refused_by for _ in range(2))
        assert count([ACCOUNT]).refused_by == {"account_failed"}
        assert len(AttemptCounter.objects.get().instants) == 2

    def test_a_refused_attempt_counts_under_no_other_key(self):
        for _ in range(3):
            count([ADDRESS])
        assert count([ADDRESS, ACCOUNT]).refused_by == {"address_failed"}
        assert not any(count([ACCOUNT]).refused_by for _ in range(2))

    def test_an_attempt_counts_for_so_many_seconds(self):
        with time_machine.travel(timezone.now(), tick=False) as clock:
            count([ACCOUNT])
            clock.shift(timedelta(seconds=200))
            count([ACCOUNT])
            clock.shift(timedelta(seconds=99))
            assert count([ACCOUNT]).refused_by
            clock.shift(timedelta(seconds=2))
            assert not count([ACCOUNT]).refused_by
            assert count([ACCOUNT]).refused_by

    def test_one_taken_back_leaves_the_others(self):
        kept, returned = count([ACCOUNT]), count([ACCOUNT])
        take_back(returned)
        assert AttemptCounter.objects.get().instants == [kept.instant]

    def test_what_was_tried_from_an_address_is_never_taken_back(self):
        tried = Limit("address", "address:a", 1, 60)
        take_back(count([tried]))
        assert count([tried]).refused_by

    def test_a_counter_is_cleared_or_forgotten(self):
        count([ADDRESS, ACCOUNT])
        clear([ACCOUNT])
        assert [counter.key for counter in AttemptCounter.objects.all()] == [ADDRESS.key]
        with time_machine.travel(timezone.now() + timedelta(seconds=61)):
            forget_expired()
        assert not AttemptCounter.objects.exists()


class TestWindow(TestCase):
    """Whatever the rhythm, no window of the limit's length holds more than the limit."""

    @settings(max_examples=30, deadline=None)
    @given(st.lists(st.floats(0.1, 40), max_size=25))
    def test_no_window_holds_more_than_the_limit(self, waits):
        AttemptCounter.objects.all().delete()
        passed: list[float] = []
        with time_machine.travel(timezone.now(), tick=False) as clock:
            for wait in waits:
                clock.shift(timedelta(seconds=wait))
                attempt = count([ADDRESS])
                if not attempt.refused_by:
                    passed.append(attempt.instant)
        for start in passed:
            assert sum(start <= other < start + ADDRESS.seconds for other in passed) <= 3


@pytest.mark.django_db(transaction=True)
def test_of_many_attempts_at_once_no_more_pass_than_the_limit():
    passed: list[bool] = []
    barrier = threading.Barrier(8)

    def attempt(limits: list[Limit]) -> None:
        barrier.wait()
        passed.extend(not count(limits).refused_by for _ in range(5))
        connection.close()

    orders = [[ADDRESS, ACCOUNT], [ACCOUNT, ADDRESS]] * 4  # nobody waits for each other
    threads = [threading.Thread(target=attempt, args=(order,)) for order in orders]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(passed), sum(passed)) == (40, 2)
