"""The life of a session: convened in time, opened with its quorum, closed, signed (C-5d)."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from limits_portal.french import PARIS
from reviews import convening, debating, minutes, scenarios
from reviews.models import Attendance, Deliberation, Minutes, Proposal, Sitting
from reviews.sitting_life import SITTING
from tests.factories import make_user
from tests.reviews.sittings import (
    attend,
    convene,
    first_scenario,
    make_many,
    make_room,
    make_seat,
    make_session_call,
    recuse,
)
from workflow.engine import NotAllowed, Refused
from workflow.models import Event

STEPS = [row.name for row in SITTING.transitions]


@pytest.fixture
def committee(db, ines, karim, lea):
    call = make_session_call()
    seats = [make_seat(call, karim, is_chair=True), make_seat(call, lea)]
    seats += [make_seat(call, make_user()) for _ in range(2)]
    make_many(call, ines, 3, seats)
    return call, seats


@pytest.fixture
def room(db, ines, karim, lea):
    return make_room(ines, karim, lea)


def closed(sitting, ines):
    scenario = first_scenario(sitting)
    scenarios.fill(scenario, Decimal(1), by=ines)
    scenarios.propose(scenario, by=ines)
    return SITTING.perform(sitting, "close", by=ines)


def test_the_agenda_begins_with_what_is_disputed(committee, ines):
    call, _ = committee
    sitting = convening.plan(call, held_at=timezone.now(), place="", by=ines)
    spreads = [
        line.application.standing.spread
        for line in sitting.deliberations.select_related("application__standing")
    ]
    assert spreads == sorted(spreads, reverse=True)
    assert sitting.chair.is_chair


def test_a_convocation_too_late_is_refused__C_5d(committee, ines):
    call, _ = committee
    sitting = convening.plan(
        call, held_at=timezone.now() + timedelta(days=4, hours=23), place="", by=ines
    )
    with pytest.raises(Refused, match="au moins 5 jours"):
        SITTING.perform(sitting, "convene", by=ines)


def test_without_quorum_a_session_does_not_open__C_5d(committee, ines):
    call, seats = committee
    sitting = convene(call, by=ines)
    with pytest.raises(Refused, match="présences"):
        SITTING.perform(sitting, "open", by=ines)
    attend(sitting, {seats[0]: "present"}, by=ines)
    with pytest.raises(Refused, match="1 membres sur 4, il en faut 2"):
        SITTING.perform(sitting, "open", by=ines)
    attend(sitting, {seats[1]: ("mandate", seats[0])}, by=ines)
    assert SITTING.perform(sitting, "open", by=ines).status == "open"


def test_a_second_convocation_asks_no_quorum__facts_7_4(committee, ines):
    call, seats = committee
    sitting = convene(call, by=ines)
    later = timezone.now() + timedelta(days=30)
    with pytest.raises(Refused, match="pas encore eu lieu"):
        SITTING.perform(sitting, "convene_again", by=ines, held_at=later)
    sitting.held_at = timezone.now() - timedelta(hours=1)
    sitting.save()
    again = SITTING.perform(sitting, "convene_again", by=ines, held_at=later)
    assert (again.status, again.needs_quorum, again.held_at) == ("convened", False, later)
    attend(again, {seats[0]: "present"}, by=ines)
    assert SITTING.perform(again, "open", by=ines).status == "open"


def test_one_mandate_for_each_and_from_the_absent_only(committee, ines):
    call, seats = committee
    sitting = convene(call, by=ines)
    with pytest.raises(Refused, match="par qui"):
        attend(sitting, {seats[1]: ("mandate", seats[0])}, by=ines)
    for seat, name in zip(seats[1:3], ("Omar", "Paola"), strict=True):
        type(seat.person).objects.filter(pk=seat.person_id).update(
            first_name=name, last_name="Démo"
        )
    with pytest.raises(Refused, match="deux mandats, d’Omar Démo et de Paola Démo"):
        attend(
            sitting,
            {
                seats[0]: "present",
                seats[1]: ("mandate", seats[0]),
                seats[2]: ("mandate", seats[0]),
            },
            by=ines,
        )
    assert not Attendance.objects.exclude(mode="absent").exists()


def test_closing_asks_for_a_proposal_within_the_envelope(room, ines):
    sitting, _, made = room
    with pytest.raises(Refused, match="Choisissez le scénario"):
        SITTING.perform(sitting, "close", by=ines)
    scenario = first_scenario(sitting)
    scenarios.propose(scenario, by=ines)
    sitting.call.envelope_amount = Decimal(50_000)
    sitting.call.save()
    scenarios.give(
        scenario, made[0], outcome="selected", amount=Decimal(60_000), version=0, by=ines
    )
    with pytest.raises(Refused, match="de trop"):
        SITTING.perform(sitting, "close", by=ines)


def test_the_chair_signs_the_very_file_that_was_read__C_5d(room, ines, karim, lea):
    sitting, _, _ = room
    closed(sitting, ines)
    with pytest.raises(Refused, match="mis en page"):
        SITTING.perform(sitting, "sign", by=karim)
    minutes.WORKSHOP.make_due()
    made = Minutes.objects.get()
    with pytest.raises(NotAllowed):
        SITTING.perform(sitting, "sign", by=lea)
    with pytest.raises(Refused, match="a changé"):
        SITTING.perform(sitting, "sign", by=karim, read_as="0" * 64)
    assert SITTING.perform(sitting, "sign", by=karim, read_as=made.sha256).status == "signed"
    assert Event.objects.get(name="sitting.sign").payload == {"sha256": made.sha256}
    for change in ({"sha256": "0" * 64}, {"content": {}}, {"signed_at": None, "signed_by": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Minutes.objects.update(**change)


def test_a_chair_recused_from_a_dossier_does_not_sign__A4(room, ines, karim, lea):
    sitting, seats, made = room
    recuse(made[0], karim)
    closed(sitting, ines)
    minutes.WORKSHOP.make_due()
    with pytest.raises(Refused, match="déporté"):
        SITTING.perform(sitting, "sign", by=karim)
    convening.change(sitting, held_at=sitting.held_at, place="", chair=seats[1], by=ines)
    assert SITTING.perform(sitting, "sign", by=lea).status == "signed"


def test_a_closed_session_is_kept_by_the_database_itself(room, ines):
    sitting, seats, made = room
    debating.note(
        sitting.deliberations.get(application=made[0]),
        notes="Dit.",
        marks={},
        votes={seats[0].pk: "for"},
        is_discussed=True,
        version=0,
        by=ines,
    )
    closed(sitting, ines)
    for change in (
        lambda: Proposal.objects.update(amount=1),
        lambda: Proposal.objects.all().delete(),
        lambda: Deliberation.objects.update(notes="Autre chose"),
        lambda: Attendance.objects.update(mode="absent", mandate_to=None),
        lambda: sitting.deliberations.get(application=made[0]).votes.all().delete(),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_a_session_is_prepared_then_changed_from_its_pages(committee, ines, client_of):
    call, seats = committee
    browser = client_of(ines)
    sent = {"day": "2024-06-20", "hour": "14:30", "place": "Salle 2", "chair": seats[0].pk}
    wrong = browser.post(reverse("reviews:sitting_plan", args=[call.slug]), sent | {"hour": "x"})
    assert wrong.status_code == 422 and "Salle 2" in wrong.content.decode()
    assert browser.post(reverse("reviews:sitting_plan", args=[call.slug]), sent).status_code == 302
    sitting = Sitting.objects.get()
    assert (sitting.place, sitting.chair) == ("Salle 2", seats[0])
    assert sitting.held_at == datetime(2024, 6, 20, 14, 30, tzinfo=PARIS)
    later = sent | {"place": "Salle 3", "hour": "15:00"}
    place = reverse("reviews:sitting_edit", args=[sitting.pk])
    assert browser.post(place, later).status_code == 302
    sitting.refresh_from_db()
    assert (sitting.place, sitting.held_at.astimezone(PARIS).hour) == ("Salle 3", 15)


def test_a_session_reopens_with_a_reason_until_it_is_signed(room, ines, karim):
    sitting, _, _ = room
    closed(sitting, ines)
    with pytest.raises(Refused, match="pourquoi"):
        SITTING.perform(sitting, "reopen", by=ines)
    assert SITTING.perform(sitting, "reopen", by=ines, reason="Un vote oublié").status == "open"
    assert not Minutes.objects.exists()
    SITTING.perform(sitting, "close", by=ines)
    minutes.WORKSHOP.make_due()
    SITTING.perform(sitting, "sign", by=karim)
    with pytest.raises(Refused):
        SITTING.perform(sitting, "reopen", by=ines, reason="Trop tard")


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("person", ["alice", "bob", "flora_chief", "lea", "martin", "nora"])
def test_nobody_else_moves_a_session__A7(room, person, step, request):
    sitting, _, _ = room
    with pytest.raises(NotAllowed):
        SITTING.perform(sitting, step, by=request.getfixturevalue(person))
    sitting.refresh_from_db()
    assert sitting.status == "open"


def test_the_minutes_say_who_what_and_how_much(room, ines, karim, lea):
    sitting, seats, made = room
    recuse(made[1], lea)
    debating.note(
        sitting.deliberations.get(application=made[0]),
        notes="Projet solide.",
        marks={seats[0].pk: 80},
        votes={seats[0].pk: "for", seats[1].pk: "against", seats[2].pk: "for"},
        is_discussed=True,
        version=0,
        by=ines,
    )
    closed(sitting, ines)
    said = Minutes.objects.get().content
    assert [one["name"] for one in said["recusals"]] == [str(lea)]
    first = next(m for m in said["matters"] if m["application"] == made[0].pk)
    assert (first["sense"], first["second_mean"], first["notes"]) == (
        "Favorable",
        "80,0",
        "Projet solide.",
    )
    assert said["proposal"]["total"] == "500\u00a0000\u00a0€"
    shown = str(minutes.without(said, {made[1].pk}))
    assert made[1].reference not in shown
    assert made[1].holder.name not in shown
    assert [m["rank"] for m in minutes.without(said, {made[1].pk})["matters"]].count(2) == 1
