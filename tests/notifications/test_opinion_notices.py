"""Who is told of the prefecture's opinion, and when its people are reminded (C-5c)."""

from datetime import date

import pytest

from applications.models import Application
from notifications import reminders
from notifications.models import Email
from reviews import opinion_wall, terms
from reviews.workflow import OPINION
from tests.factories import paris
from tests.notifications.dispatched import dispatch_all
from tests.reviews.opinions import filed, make_draft, make_given, make_prepared
from workflow.engine import record
from workflow.models import Event


@pytest.fixture
def application(commune_a, bob) -> Application:
    """A filed dossier whose opinion is due on 17 May 2024."""
    made = filed(commune_a, bob)
    terms.write(made.call, terms.ReviewTerms(opinions_due_on=date(2024, 5, 17)))
    return made


def told(code: str) -> set[str]:
    dispatch_all()
    return {mail.to.partition("@")[0] for mail in Email.objects.filter(code=code)}


def test_the_chief_is_told_of_a_prepared_opinion(
    application, flora, flora_chief, gaston_chief, ines
):
    make_prepared(application, by=flora)
    assert told("opinion-prepared") == {"flora_chief"}


def test_a_given_opinion_is_told_to_the_instruction_without_what_it_says(
    application, flora, flora_chief, gaston, ines, karim
):
    opinion = make_prepared(application, by=flora, context="CANARI")
    OPINION.perform(opinion, "give", by=flora_chief)
    assert told("opinion-given") == {"ines"}
    mails = Email.objects.all()
    assert not any("CANARI" in m.text_body + m.html_body + m.subject for m in mails)


def test_a_reminded_prefecture_gets_the_list_of_what_is_missing(
    application, flora, flora_chief, gaston, ines
):
    opinion_wall.remind(application.call, by=ines)
    assert told("opinion-missing") == {"flora", "flora_chief"}
    text = Email.objects.filter(code="opinion-missing").first().text_body
    assert application.reference in text
    assert "17\u00a0mai 2024" in text


def test_a_prefecture_is_told_that_the_dossier_changed_since_its_opinion(
    application, flora, flora_chief, gaston, bob
):
    make_given(application, by=flora_chief)
    record("application.complete", subject=application, by=bob, payload=receipt_of(application))
    assert told("completed-since-opinion") == {"flora", "flora_chief"}


def receipt_of(application: Application) -> dict[str, str]:
    return {"receipt": application.snapshots.latest("number").receipt_number}


@pytest.mark.parametrize(
    ("moment", "count"),
    [
        ("2024-05-10 09:00:00", 1),
        ("2024-05-11 09:00:00", 0),
        ("2024-05-15 09:00:00", 1),
        ("2024-05-17 09:00:00", 0),
        ("2024-05-18 08:59:59", 0),
        ("2024-05-18 09:00:00", 1),
        ("2024-05-19 09:00:00", 0),
    ],
)
def test_missing_opinions_are_reminded_seven_and_two_days_before_and_the_day_after(
    application, flora, moment, count
):
    for _ in range(2):  # a beat that comes back gives it once
        reminders.give_due(now=paris(moment))
    assert Event.objects.filter(name="opinion.reminder").count() == count


def test_nobody_is_reminded_of_what_was_given_since(application, flora, flora_chief, ines):
    opinion = make_draft(application, by=flora)
    opinion_wall.remind(application.call, by=ines)
    for step in ("prepare", "give"):
        OPINION.perform(opinion, step, by=flora_chief)
    assert told("opinion-missing") == set()
