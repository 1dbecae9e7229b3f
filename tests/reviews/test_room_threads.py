"""Two operators at the same instant, on real connections (F6)."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from threading import Barrier

import pytest
from django.db import connection

from accounts.enums import Role
from reviews import debating, scenarios
from reviews.models import Minutes, Proposal, Scenario
from reviews.sitting_life import SITTING
from tests.factories import make_membership, make_user
from tests.reviews.sittings import first_scenario, make_room
from workflow.engine import Refused

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts: Callable[[], object]) -> list[object]:
    """What each act gave, a refusal included; all begin together."""
    start = Barrier(len(acts))

    def run(act: Callable[[], object]) -> object:
        start.wait(timeout=20)
        try:
            return act()
        except Refused as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


@pytest.fixture
def session(ines, karim, lea):
    return make_room(ines, karim, lea, count=3)


@pytest.fixture
def colleague(mildeca):
    user = make_user()
    make_membership(user, mildeca, Role.INSTRUCTOR)
    return user


def give(scenario, application, amount, by):
    return lambda: scenarios.give(
        scenario, application, outcome="selected", amount=Decimal(amount), version=0, by=by
    )


def test_of_two_amounts_at_once_one_is_kept_and_the_other_told(session, ines, colleague):
    sitting, _, made = session
    scenario = first_scenario(sitting)
    found = at_once(
        give(scenario, made[0], 10_000, ines), give(scenario, made[0], 20_000, colleague)
    )
    kept = [one for one in found if isinstance(one, Proposal)]
    told = [one for one in found if isinstance(one, scenarios.StaleProposal)]
    assert (len(kept), len(told)) == (1, 1)
    line = Proposal.objects.get()
    assert (line.amount, line.version) == (kept[0].amount, 1)
    assert told[0].theirs.amount == line.amount


def test_amounts_on_two_dossiers_are_both_kept(session, ines, colleague):
    sitting, _, made = session
    scenario = first_scenario(sitting)
    sitting.refresh_from_db()
    before = sitting.revision
    at_once(give(scenario, made[0], 10_000, ines), give(scenario, made[1], 20_000, colleague))
    assert Proposal.objects.count() == 2
    sitting.refresh_from_db()
    assert sitting.revision == before + 2


def test_an_amount_typed_while_the_session_closes_is_in_the_minutes_or_refused(
    session, ines, colleague
):
    sitting, _, made = session
    scenario = first_scenario(sitting)
    scenarios.propose(scenario, by=ines)
    found = at_once(
        lambda: SITTING.perform(sitting, "close", by=ines),
        give(scenario, made[0], 10_000, colleague),
    )
    total = Minutes.objects.get().content["proposal"]["selected"]
    assert total == Proposal.objects.filter(outcome="selected").count()
    assert total == (0 if isinstance(found[1], Refused) else 1)


def test_of_two_notes_at_once_none_is_lost_in_silence(session, ines, colleague):
    sitting, _, made = session
    line = sitting.deliberations.get(application=made[0])

    def note(text, by):
        return lambda: debating.note(
            line, notes=text, marks={}, votes={}, is_discussed=False, version=0, by=by
        )

    found = at_once(note("Un", ines), note("Deux", colleague))
    assert sum(isinstance(one, Refused) for one in found) == 1


def test_two_scenarios_proposed_at_once_leave_one_proposal(session, ines, colleague):
    sitting, _, _ = session
    first = first_scenario(sitting)
    second = scenarios.create(sitting, "Second", by=ines)
    at_once(
        lambda: scenarios.propose(first, by=ines),
        lambda: scenarios.propose(second, by=colleague),
    )
    assert Scenario.objects.filter(is_proposal=True).count() == 1
