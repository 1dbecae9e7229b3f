"""At the same instant: a reading begun once, filed once, never across a conflict (C-5d)."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from applications.drafting import Conflict
from reviews import recusing, reviewing, standings
from reviews.models import Assignment, Mark, Review, Standing
from tests.reviews.committee import (
    content_of,
    give,
    make_in_hand,
    make_member,
    make_review,
    make_seat,
)
from workflow.engine import Refused
from workflow.models import Event

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def dossier(commune_a, bob, ines):
    return make_in_hand(holder=commune_a, by=bob, instructor=ines)


@pytest.fixture
def seat(dossier, karim, ines):
    seat = make_seat(dossier.call, karim, by=ines)
    give(dossier, seat, by=ines)
    return seat


def at_once(*acts):
    """Run these at the same instant; how many were refused, or met a conflict."""
    start = Barrier(len(acts))

    def run(act):
        try:
            start.wait()
            act()
        except (Refused, Conflict):
            return 1
        finally:
            connection.close()
        return 0

    with ThreadPoolExecutor(len(acts)) as pool:
        return sum(pool.map(run, acts))


def test_two_tabs_begin_one_reading(dossier, seat, karim):
    def begin(value):
        content = content_of(dossier.call, value)
        return lambda: reviewing.save(reviewing.blank(dossier, seat), content, version=0, by=karim)

    assert at_once(begin(1), begin(2), begin(3)) == 2
    assert Review.objects.get().version == 1


def test_two_tabs_never_write_over_each_other(dossier, seat, karim):
    review = make_review(dossier, seat)

    def write(value):
        content = content_of(dossier.call, value)
        return lambda: reviewing.save(review, content, version=1, by=karim)

    assert at_once(write(1), write(2), write(4)) == 2
    assert Review.objects.get().version == 2


def test_a_reading_is_filed_once(dossier, seat, karim):
    review = make_review(dossier, seat)
    file = lambda: reviewing.step(review, "file", by=karim)  # noqa: E731
    assert at_once(file, file, file) == 2
    assert Event.objects.filter(name="review.file").count() == 1
    assert Mark.objects.count() == 5


def test_readers_who_file_together_are_all_counted(dossier, seat, mildeca, ines):
    seats = [seat]
    for _ in range(3):
        seats.append(make_seat(dossier.call, make_member(mildeca), by=ines))
        give(dossier, seats[-1], by=ines)
    reviews = [make_review(dossier, one, rank + 1) for rank, one in enumerate(seats)]
    acts = [lambda r=r: reviewing.step(r, "file", by=r.seat.person) for r in reviews]
    assert at_once(*acts) == 0
    found = Standing.objects.get()
    assert (found.filed_count, found.mean) == (4, 50)
    assert standings.refresh_call(dossier.call) == 0


def test_a_conflict_declared_while_filing_leaves_no_mark(dossier, seat, karim):
    for _ in range(3):
        review = Review.objects.first() or make_review(dossier, seat)
        at_once(
            lambda r=review: reviewing.step(r, "file", by=karim),
            lambda r=review: reviewing.save(
                r, content_of(dossier.call, 2), version=r.version, by=karim
            ),
            lambda: recusing.declare(dossier, seat, ground="personal", by=karim),
        )
    assert Review.objects.get().status == "void"
    assert not Mark.objects.exists()
    assert not Assignment.objects.filter(ended_at=None).exists()
    assert (Standing.objects.get().filed_count, Standing.objects.get().mean) == (0, None)
