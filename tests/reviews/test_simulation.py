"""A simulated edition, from the filed dossiers to the published results, through the real verbs."""

from collections import Counter
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.utils import timezone

from accounts import demo as demo_people
from accounts.enums import OrganisationKind
from applications.editions import load
from applications.models import Application, Call
from reviews.models import Assignment, Award, Review, Standing
from reviews.simulation import Size, Stage, simulate
from tests.applications.test_editions import PATH
from tests.factories import make_commune, make_departement, make_organisation
from workflow.models import Event

SMALL = Size(dossiers=8, members=5, seed=7)


@pytest.fixture
def call(db):
    """LIMIT'S 2024 as the data file gives it, open now; communes in four départements."""
    import json

    from applications import call_file

    load(call_file.check(json.loads(PATH.read_text(encoding="utf-8"))))
    call = Call.objects.get()
    now = timezone.now()
    Call.objects.filter(pk=call.pk).update(
        opens_at=now - timedelta(days=30), closes_at=now + timedelta(days=1), is_published=True
    )
    make_organisation(OrganisationKind.MILDECA, "MILDECA", "mildeca")
    wanted = {(p.kind, p.code) for p in demo_people.PEOPLE if p.kind != OrganisationKind.MILDECA}
    for kind, code in sorted(wanted):
        make_organisation(kind, f"Ville {code}", code, departement=make_departement(code[:2]))
    for number in ("59", "33", "13", "93"):
        departement = make_departement(number)
        known = (OrganisationKind.PREFECTURE, number) in wanted
        if not known:
            make_organisation(
                OrganisationKind.PREFECTURE, f"Préfecture {number}", number, departement=departement
            )
        for _ in range(4):
            make_commune(departement=departement)
    return Call.objects.get()


def test_an_edition_goes_from_filing_to_published_results(call):
    said: list[str] = []
    made = simulate(call, size=SMALL, until=Stage.DECIDED, say=said.append)
    assert len(made.applications) == 8
    assert made.opinions == 8
    # Three readers a dossier (the call's own terms), none twice, the load balanced within one.
    assert made.reviews == 24
    loads = [
        Assignment.objects.filter(seat=seat, ended_at=None).count()
        for seat in call.seats.filter(left_at=None)
    ]
    assert max(loads) - min(loads) <= 1
    statuses = set(Application.objects.filter(call=call).values_list("status", flat=True))
    assert statuses <= {"selected", "reserve", "rejected"}
    assert "selected" in statuses
    assert 0 < Award.objects.granted(call) <= Decimal(2_000_000)
    assert made.sitting.status == "signed"
    # It says how far it has come.
    assert said[0] == "Dossiers déposés : 2/8"
    assert "Lectures rendues : 24/24" in said
    assert "Lettres mises en page : 8/8" in said


def test_every_departement_has_a_dossier_before_one_has_two(call):
    made = simulate(call, size=Size(dossiers=6, members=5, seed=3), until=Stage.FILED)
    counts = Counter(a.departement_id for a in made.applications)
    assert sorted(counts.values()) == [1, 1, 2, 2]


def test_a_committee_already_seated_is_joined(call):
    """The demonstration's call has a chair, and dossiers of its own that others read."""
    simulate(call, size=Size(dossiers=2, members=3, seed=5), until=Stage.READ)
    again = simulate(call, size=Size(dossiers=4, members=5, seed=6), until=Stage.DECIDED)
    assert again.reviews == 12
    assert call.seats.filter(is_chair=True, left_at=None).count() == 1
    assert Award.objects.filter(decision=again.decision).count() == 6


def test_what_stands_is_what_the_readings_say(call):
    simulate(call, size=SMALL, until=Stage.READ)
    for standing in Standing.objects.all():
        scores = Review.objects.filter(
            application=standing.application_id, status="filed"
        ).values_list("score", flat=True)
        # The mean of the marks, to a cent: readings are rounded one by one, the mean once.
        assert abs(standing.mean - sum(scores) / len(scores)) <= Decimal("0.01")


def test_the_same_seed_gives_the_same_edition(call):
    first = simulate(call, size=SMALL, until=Stage.FILED)
    holders = [a.holder.code for a in first.applications]
    again = Size(dossiers=4, members=5, seed=7)
    second = simulate(call, size=again, until=Stage.FILED)
    assert len(set(holders)) == 8
    assert not {a.holder.code for a in second.applications} & set(holders)


def test_everything_went_through_the_journal(call):
    simulate(call, size=Size(dossiers=3, members=4, seed=1), until=Stage.READ)
    names = set(Event.objects.values_list("name", flat=True))
    assert {
        "application.submit",
        "application.admit",
        "application.send_to_committee",
        "opinion.give",
        "seat.appointed",
        "seat.declared",
        "review.file",
    } <= names
    call_command("verify_journal")
    call_command("verify_filings")
