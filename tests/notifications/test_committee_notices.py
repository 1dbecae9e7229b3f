"""What the committee's events tell: to the members, to the instruction, never to the recused (C-5d, A4)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from applications import filing
from limits_portal.french import long_date
from notifications.models import Email
from notifications.reminders import give_due, nine_o_clock
from reviews import assigning, progress, recusing, reviewing
from reviews import terms as review_terms
from reviews.models import Recusal
from tests.notifications.dispatched import dispatch_all
from tests.notifications.test_notices import EVERYBODY, told
from tests.reviews.committee import give, make_filed_review, make_in_hand, make_review, make_seat

pytestmark = pytest.mark.django_db
DUE_ON = timezone.localdate() + timedelta(days=20)
SECRET = "MARQUE-SECRETE-7Q"


@pytest.fixture
def people(request) -> dict:
    return {name: request.getfixturevalue(name) for name in EVERYBODY}


@pytest.fixture
def dossier(people, commune_a):
    application = make_in_hand(holder=commune_a, by=people["bob"], instructor=people["ines"])
    terms = review_terms.of(application.call)
    review_terms.write(application.call, terms.model_copy(update={"reviews_due_on": DUE_ON}))
    return application


@pytest.fixture
def seat(dossier, people):
    return make_seat(dossier.call, people["karim"], by=people["ines"])


def test_readings_shared_out_are_told_to_their_readers(dossier, seat, people):
    make_seat(dossier.call, people["lea"], by=people["ines"], is_away=True)
    assigning.balance(dossier.call, by=people["ines"])
    assert told("readings-assigned", people) == {"karim"}
    assert long_date(DUE_ON) in Email.objects.get(code="readings-assigned").text_body


def test_a_dossier_given_by_hand_is_told_unless_it_was_closed_since__A4(dossier, seat, people):
    give(dossier, seat, by=people["ines"])
    recusing.declare(dossier, seat, ground="personal", by=people["karim"])
    assert told("reading-given", people) == set()


def test_missing_readings_are_recalled_a_week_and_two_days_before_and_the_day_after(
    dossier, seat, people
):
    give(dossier, seat, by=people["ines"])
    for days in (7, 2, -1):
        at = nine_o_clock(DUE_ON - timedelta(days=days)) + timedelta(minutes=1)
        assert (give_due(now=at), give_due(now=at)) == (1, 0)
    assert give_due(now=nine_o_clock(DUE_ON - timedelta(days=4)) + timedelta(minutes=1)) == 0
    assert told("readings-missing", people) == {"karim"}


def test_nothing_missing_is_recalled_to_nobody(dossier, seat, people):
    give(dossier, seat, by=people["ines"])
    progress.remind(dossier.call, by=people["ines"])
    make_filed_review(dossier, seat)
    assert told("readings-missing", people) == set()
    assert give_due(now=nine_o_clock(DUE_ON - timedelta(days=2)) + timedelta(minutes=1)) == 0


def test_a_conflict_is_told_to_the_instructors_who_read_the_dossier__A4(dossier, seat, people):
    give(dossier, seat, by=people["ines"])
    make_review(dossier, seat, 1, comment=SECRET)
    recusing.declare(dossier, seat, ground="personal", detail=SECRET, by=people["karim"])
    assert told("conflict-declared", people) == {"ines"}
    assert not Email.objects.filter(text_body__contains=SECRET).exists()
    Recusal.objects.create(
        application=dossier,
        person=people["ines"],
        ground="personal",
        origin="declared",
        declared_by=people["ines"],
    )
    Email.objects.all().delete()
    dispatch_all()
    assert not Email.objects.filter(to=people["ines"].email).exists()


def test_a_withdrawal_ends_the_readings_under_way_and_says_no_reason__A4(dossier, seat, people):
    lea = make_seat(dossier.call, people["lea"], by=people["ines"])
    give(dossier, seat, lea, by=people["ines"])
    recusing.declare(dossier, lea, ground="personal", by=people["lea"])
    filing.withdraw(dossier, by=people["bob"], reason=SECRET)
    assert told("withdrawn-from-reader", people) == {"karim"}
    text = Email.objects.get(code="withdrawn-from-reader").text_body
    assert dossier.reference in text
    assert SECRET not in text


def test_a_withdrawal_says_nothing_to_who_was_not_reading(dossier, seat, people):
    filing.withdraw(dossier, by=people["bob"], reason="Reporté.")
    assert told("withdrawn-from-reader", people) == set()


def test_a_reading_reopened_is_told_to_its_reader_with_the_reason(dossier, seat, people):
    give(dossier, seat, by=people["ines"])
    review = make_filed_review(dossier, seat)
    reviewing.step(review, "reopen", by=people["ines"], reason="Erreur de saisie.")
    assert told("reading-reopened", people) == {"karim"}
    assert "Erreur de saisie." in Email.objects.get(code="reading-reopened").text_body
