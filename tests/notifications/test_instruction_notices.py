"""What the instruction's events tell: to the team, to the instruction, to nobody else."""

from datetime import timedelta

import pytest
from django.utils import timezone

from applications import completion
from applications.models import CompletionRequest
from notifications.models import Email, Notice
from notifications.reminders import give_due, nine_o_clock
from reviews import instructing, thread
from reviews.models import Recusal
from tests.applications.completions import make_to_complete
from tests.applications.filings import make_filed
from tests.notifications.dispatched import dispatch_all
from tests.notifications.test_notices import EVERYBODY, told

pytestmark = pytest.mark.django_db
TEAM = {"alice", "bob"}


@pytest.fixture
def people(request) -> dict:
    return {name: request.getfixturevalue(name) for name in EVERYBODY}


@pytest.fixture
def filed(people, commune_a):
    return make_filed(holder=commune_a, by=people["bob"]).application


@pytest.fixture
def asked(people, commune_a):
    return make_to_complete(holder=commune_a, by=people["bob"], instructor=people["ines"])


def words(code: str) -> str:
    mail = Email.objects.filter(code=code).first()
    return mail.subject + mail.text_body


def test_what_is_asked_is_told_to_the_team_with_its_points(asked, people):
    assert told("completion-asked", people) == TEAM
    assert "À préciser\u00a0: Diagnostic" in words("completion-asked")


def test_the_day_asked_is_recalled_three_days_before_and_on_the_day_once(asked, people):
    request = CompletionRequest.objects.get()
    for days in (3, 0):
        at = nine_o_clock(request.due_on - timedelta(days=days)) + timedelta(minutes=1)
        assert give_due(now=at) == 1
        assert give_due(now=at) == 0
    assert told("completion-near", people) == TEAM


def test_a_reminder_told_after_the_answer_is_told_to_nobody(asked, people):
    request = CompletionRequest.objects.get()
    give_due(now=nine_o_clock(request.due_on) + timedelta(minutes=1))
    completion.cancel(asked, reason="Réglé", by=people["ines"])
    assert told("completion-near", people) == set()


def test_an_answer_is_told_to_the_team_and_to_the_instruction(asked, people):
    completion.complete(asked, by=people["bob"], received_at=timezone.now(), reply="Voici")
    assert told("completion-received", people) == {"ines"}
    assert Notice.objects.filter(code="completion-sent").count() == 2


def test_closing_a_request_is_told_with_its_reason(asked, people):
    completion.cancel(asked, reason="Réglé par téléphone", by=people["ines"])
    assert told("completion-closed", people) == TEAM
    assert "Réglé par téléphone" in words("completion-closed")


def test_admissible_is_told_to_the_team_without_the_internal_reason(filed, people):
    instructing.admit(filed, by=people["ines"], reason="MOTIF INTERNE")
    assert told("admitted", people) == TEAM
    assert "MOTIF INTERNE" not in words("admitted")


def test_grounds_are_sent_as_they_are(filed, people):
    ground = instructing.Ground("C-4.3c", "Le loyer de l’association.")
    instructing.refuse(filed, by=people["ines"], grounds=[ground])
    assert told("declared-inadmissible", people) == TEAM
    assert "Le loyer de l’association." in words("declared-inadmissible")


def test_a_message_is_announced_to_the_other_side_and_its_text_stays_in_the_portal(filed, people):
    thread.send(filed, text="TEXTE DU PORTEUR", by=people["alice"])
    assert told("message-to-instruction", people) == {"ines"}
    assert "TEXTE" not in words("message-to-instruction")
    thread.send(filed, text="TEXTE DE LA MILDECA", by=people["ines"])
    assert told("message-to-team", people) == TEAM
    assert "TEXTE" not in words("message-to-team")


def test_an_instructor_in_conflict_is_told_nothing(filed, people):
    Recusal.objects.create(
        application=filed,
        person=people["ines"],
        ground="personal",
        origin="declared",
        declared_by=people["nora"],
    )
    thread.send(filed, text="Bonjour", by=people["alice"])
    assert told("message-to-instruction", people) == set()
    dispatch_all()
