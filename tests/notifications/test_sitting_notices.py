"""What a session tells: the convocation, the minutes to sign, the minutes signed (C-5d)."""

from decimal import Decimal

import pytest

from notifications.models import Email
from reviews import minutes, scenarios
from reviews.sitting_life import SITTING
from tests.notifications.test_notices import EVERYBODY, told
from tests.reviews.sittings import (
    convene,
    first_scenario,
    make_many,
    make_room,
    make_seat,
    make_session_call,
    recuse,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(request) -> dict:
    return {name: request.getfixturevalue(name) for name in EVERYBODY}


def words(code: str) -> str:
    mail = Email.objects.filter(code=code).first()
    return mail.subject + mail.text_body


def test_members_are_convened_with_the_agenda_but_for_what_is_closed_to_one(people):
    call = make_session_call()
    seats = [make_seat(call, people["karim"], is_chair=True), make_seat(call, people["lea"])]
    made = make_many(call, people["ines"], 3, seats)
    recuse(made[1], people["lea"])
    convene(call, by=people["ines"])
    assert told("sitting-convened", people) == {"karim", "lea"}
    text = words("sitting-convened")
    assert made[0].reference in text
    assert made[1].reference not in text
    assert made[1].holder.name not in text


def test_whoever_presided_is_asked_to_sign_then_the_members_are_told(people):
    ines, karim = people["ines"], people["karim"]
    sitting, seats, _ = make_room(ines, karim, people["lea"])
    people = people | {"third": seats[2].person}
    scenario = first_scenario(sitting)
    scenarios.fill(scenario, Decimal(1), by=ines)
    scenarios.propose(scenario, by=ines)
    SITTING.perform(sitting, "close", by=ines)
    assert told("minutes-to-sign", people) == {"karim"}
    minutes.WORKSHOP.make_due()
    SITTING.perform(sitting, "sign", by=karim)
    assert told("minutes-signed", people) == {"karim", "lea", "third"}
