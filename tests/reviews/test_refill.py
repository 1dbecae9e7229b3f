"""A decision in preparation that starts again from a scenario of the session (C-4.2a, C-5e)."""

from decimal import Decimal
from functools import partial

import pytest
from django.utils import timezone

from applications.models import Application
from reviews import award_making, deciding, scenarios
from reviews.decision_list import listing
from reviews.models import Decision, Proposal, Scenario, Sitting
from reviews.workflow import DECISION
from tests.applications.filings import make_limits_call
from tests.factories import make_commune, make_membership, make_user
from tests.reviews.decisions import ENVELOPE, award_of, change, lines, make_examined, publish
from tests.reviews.sittings import first_scenario, imagine, make_late, make_room, recuse
from workflow.engine import NotAllowed, Refused
from workflow.models import Event

FEEDBACK = [{"criterion": "Méthode", "strengths": "Une idée neuve", "remedies": ""}]


@pytest.mark.parametrize("verb", ["prepare", "refill"])
def test_an_amount_above_what_may_be_given_comes_down_to_it__C_4_2a(
    decision, room, other, proposal, ines, verb
):
    sitting, (a, b, *_) = room
    Application.objects.filter(pk=a.pk).update(requested_amount=Decimal(55_000))
    type(sitting.call).objects.filter(pk=sitting.call_id).update(ceiling_amount=Decimal(30_000))
    fresh = type(decision).objects.get(pk=decision.pk)
    if verb == "prepare":
        Decision.objects.all().delete()
        fresh = deciding.prepare(fresh.call, by=ines, scenario=proposal)
    else:
        fresh = deciding.refill(fresh, scenario=proposal, by=ines)
    awards = [award_of(fresh, application) for application in (a, b)]
    assert [award.amount for award in awards] == [30_000, 30_000]
    assert [sum(award.yearly_amounts) for award in awards] == [30_000, 30_000]
    assert [award.proposed["amount"] for award in awards] == ["60000.00", "40000.00"]


@pytest.mark.parametrize("verb", ["prepare", "refill"])
@pytest.mark.parametrize("why", ["foreign", "put_aside"])
def test_a_scenario_of_another_call_or_put_aside_is_refused(
    room, other, proposal, ines, karim, lea, verb, why
):
    scenarios.delete(other, by=ines)
    decision = deciding.prepare(room[0].call, by=ines, scenario=proposal)
    scenario = other
    if why == "foreign":
        scenario = first_scenario(make_room(ines, karim, lea, count=1)[0])
    act = partial(deciding.refill, decision)
    if verb == "prepare":
        act = partial(deciding.prepare, decision.call)
    with pytest.raises(Refused, match="n’est pas un scénario de cet appel"):
        act(scenario=scenario, by=ines)
    assert lines(decision)[0] == ("selected", 60_000, None)


# --- Starting again


def test_a_list_is_taken_again_from_a_scenario__C_4_2a(decision, room, other, ines):
    before = dict(decision.awards.values_list("pk", "version"))
    made = deciding.refill(decision, scenario=other, by=ines)
    assert made.scenario == other
    assert lines(made) == [
        ("reserve", 0, 2),
        ("reserve", 0, 1),
        ("selected", 100_000, None),
        ("rejected", 0, None),
    ]
    # The same lines, each one read again by whoever had it open.
    assert dict(made.awards.values_list("pk", "version")) == {
        pk: version + 1 for pk, version in before.items()
    }
    assert listing(made, ines).differences == 3
    event = Event.objects.get(name="decision.refilled")
    assert event.payload == {
        "scenario": "Moins de projets",
        "replaced": "Au rang, 60 %",
        "dossiers": 4,
        "added": [],
        "removed": [],
    }


def test_a_list_filled_by_the_wrong_scenario_comes_back_to_the_proposal(
    decision, other, proposal, ines
):
    first = lines(decision)
    deciding.refill(decision, scenario=other, by=ines)
    made = deciding.refill(decision, scenario=proposal, by=ines)
    assert lines(made) == first
    assert listing(made, ines).differences == 0


def test_years_follow_the_request__C_4_2c(commune_a, bob, ines):
    dossier = make_examined(holder=commune_a, by=bob, instructor=ines)
    made = deciding.prepare(dossier.call, by=ines, envelope=ENVELOPE)
    sitting = Sitting.objects.create(call=dossier.call, held_at=timezone.now())
    scenario = Scenario.objects.create(sitting=sitting, name="Équilibre", created_by=ines)
    Proposal.objects.create(
        scenario=scenario, application=dossier, outcome="selected", amount=Decimal(90_000)
    )
    award = award_of(deciding.refill(made, scenario=scenario, by=ines), dossier)
    asked = award_making.asked_by_year(dossier)
    assert len(award.yearly_amounts) == len(asked) > 1
    assert sum(award.yearly_amounts) == 90_000
    share = award.yearly_amounts[0] / asked[0]
    assert abs(share - Decimal(90_000) / sum(asked)) < Decimal("0.001")


def test_words_stay_where_the_dossier_is_still_not_retained(decision, room, other, ines):
    a, _, c, d = room[1]
    for application in (a, c, d):
        words = {"reason": f"Motif {application.pk}", "feedback": FEEDBACK}
        change(award_of(decision, application), "rejected", by=ines, **words)
    made = deciding.refill(decision, scenario=other, by=ines)
    kept = award_of(made, d)
    assert (kept.reason, kept.feedback) == (f"Motif {d.pk}", FEEDBACK)
    assert [award_of(made, application).reason for application in (a, c)] == ["", ""]
    assert award_of(made, c).feedback == []


def test_a_line_read_before_is_refused_as_stale(decision, room, other, ines):
    award = award_of(decision, room[1][0])
    deciding.refill(decision, scenario=other, by=ines)
    with pytest.raises(deciding.Stale):
        change(award, "selected", 10_000, by=ines, version=award.version)


def test_a_list_that_changed_since_it_was_read_is_not_replaced(decision, room, other, ines):
    read_as = deciding.reading_of(decision)
    change(award_of(decision, room[1][0]), "selected", 20_000, by=ines)
    with pytest.raises(deciding.Stale, match="a changé"):
        deciding.refill(decision, scenario=other, by=ines, read_as=read_as)
    assert award_of(decision, room[1][0]).amount == 20_000


def test_the_standing_reserve_keeps_its_order_where_nothing_is_proposed(
    commune_a, bob, ines, martin
):
    call = make_limits_call()
    dossiers = []
    for _ in range(2):
        holder, mayor = make_commune(), make_user()
        make_membership(mayor, holder, "representative")
        dossiers.append(make_examined(holder=holder, by=mayor, instructor=ines, call=call))
    first = deciding.prepare(call, by=ines, envelope=ENVELOPE)
    change(award_of(first, dossiers[1]), "reserve", by=ines)
    change(award_of(first, dossiers[0]), "reserve", by=ines)
    publish(first, instructor=ines, president=martin)
    second = deciding.prepare(call, by=ines, envelope=ENVELOPE)
    sitting = Sitting.objects.create(call=call, held_at=timezone.now())
    scenario = Scenario.objects.create(sitting=sitting, name="Rien", created_by=ines)
    change(award_of(second, dossiers[0]), "selected", 50_000, by=ines)
    made = deciding.refill(second, scenario=scenario, by=ines)
    assert [award_of(made, application).reserve_rank for application in dossiers] == [2, 1]


def test_who_arrived_joins_the_list_and_who_withdrew_leaves_it(decision, room, other, ines, bob):
    sitting, (a, b, *_) = room
    late = make_late(sitting, bob)
    Application.objects.filter(pk=b.pk).update(status="withdrawn")
    made = deciding.refill(decision, scenario=other, by=ines)
    listed = set(made.awards.values_list("application", flat=True))
    assert b.pk not in listed and late.pk in listed
    assert award_of(made, a).reserve_rank == 1
    payload = Event.objects.get(name="decision.refilled").payload
    assert (payload["added"], payload["removed"]) == ([late.reference], [b.reference])


def test_a_line_that_left_the_list_is_not_written_any_more(decision, room, other, ines):
    award = award_of(decision, room[1][1])
    Application.objects.filter(pk=room[1][1].pk).update(status="withdrawn")
    deciding.refill(decision, scenario=other, by=ines)
    with pytest.raises(deciding.Stale, match="n’est plus sur la liste"):
        deciding.change_award(
            award, outcome="rejected", amount=Decimal(0), reason="", feedback=[], version=0, by=ines
        )


@pytest.mark.parametrize("person", ["alice", "flora_chief", "karim", "martin", "nora"])
def test_only_the_instruction_starts_again(decision, other, person, request):
    with pytest.raises(NotAllowed):
        deciding.refill(decision, scenario=other, by=request.getfixturevalue(person))


def test_nobody_replaces_a_line_that_is_closed_to_them__A4(decision, room, other, ines):
    recuse(room[1][0], ines)
    with pytest.raises(NotAllowed, match="déporté"):
        deciding.refill(decision, scenario=other, by=ines)


def test_nobody_prepares_a_list_of_which_a_dossier_is_closed_to_them__A4(room, ines):
    recuse(room[1][0], ines)
    with pytest.raises(NotAllowed, match="déporté"):
        deciding.prepare(room[0].call, by=ines, envelope=ENVELOPE)
    assert not Decision.objects.exists()


def test_nobody_decides_of_a_dossier_that_would_join_and_is_closed_to_them__A4(
    decision, room, other, ines, bob
):
    late = make_late(room[0], bob)
    recuse(late, ines)
    with pytest.raises(NotAllowed, match="déporté"):
        deciding.refill(decision, scenario=other, by=ines)
    assert not decision.awards.filter(application=late).exists()


def test_a_dossier_that_withdrew_asks_for_no_reason(decision, room, ines):
    """Nobody writes on its line any more: waiting for a reason would stop the whole decision."""
    with pytest.raises(Refused, match="Indiquez pourquoi"):
        DECISION.perform(decision, "propose", by=ines)
    Application.objects.filter(pk=room[1][3].pk).update(status="withdrawn")
    assert DECISION.perform(decision, "propose", by=ines).status == "proposed"


def test_a_list_proposed_to_the_president_is_not_replaced(decision, room, other, ines):
    change(award_of(decision, room[1][3]), "rejected", by=ines)
    DECISION.perform(decision, "propose", by=ines)
    with pytest.raises(Refused, match="déjà proposée"):
        deciding.refill(decision, scenario=other, by=ines)
    assert lines(decision)[0] == ("selected", 60_000, None)


def test_replacing_costs_the_same_for_two_dossiers_and_for_six(
    ines, karim, lea, django_assert_max_num_queries
):
    costs = []
    for count in (2, 6):
        sitting, _, dossiers = make_room(ines, karim, lea, count=count)
        # Each one selected: its years are split as its own filing asks.
        gifts = dict.fromkeys(dossiers, 10_000)
        scenario = imagine(sitting, "Tous", gifts, by=ines)
        made = deciding.prepare(sitting.call, by=ines)
        with django_assert_max_num_queries(30) as counted:
            deciding.refill(made, scenario=scenario, by=ines)
        assert made.awards.filter(outcome="selected").count() == count
        costs.append(len(counted))
    assert costs[0] == costs[1]
