"""A session whose scenarios become a decision, for the tests of its list and of its pages."""

import pytest

from applications.models import Application
from reviews import deciding
from reviews.models import Decision, Scenario, Sitting
from tests.reviews.sittings import close_on, imagine, make_room


@pytest.fixture
def room(ines, karim, lea) -> tuple[Sitting, list[Application]]:
    sitting, _, made = make_room(ines, karim, lea, count=4)
    return sitting, made


@pytest.fixture
def proposal(room, ines) -> Scenario:
    """What the committee proposes: two selected, one in reserve, the last one unnamed."""
    sitting, (a, b, c, _) = room
    gifts = {a: 60_000, b: 40_000, c: "reserve"}
    return imagine(sitting, "Au rang, 60 %", gifts, by=ines)


@pytest.fixture
def other(room, ines) -> Scenario:
    """Another way to share: the third one selected, the first two in reserve."""
    sitting, (a, b, c, _) = room
    gifts = {b: "reserve", a: "reserve", c: 100_000}
    return imagine(sitting, "Moins de projets", gifts, by=ines)


@pytest.fixture
def decision(room, other, proposal, ines) -> Decision:
    """Prepared from the committee's proposal."""
    scenario = close_on(proposal, by=ines)
    return deciding.prepare(room[0].call, by=ines, scenario=scenario)
