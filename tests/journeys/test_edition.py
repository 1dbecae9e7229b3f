"""An edition from the filed dossiers to the letters, everybody through their own pages (C-5).

`make journey` plays the whole of it: 115 dossiers, 9 members, 101 prefectures, two million euros.
"""

import sys
from decimal import Decimal

import pytest
from django.core.management import call_command

from accounts.models import User
from applications.enums import ApplicationStatus as S
from applications.models import Application, Call
from notifications.dispatch import dispatch_due
from notifications.models import Email, Notice
from reviews.enums import Outcome
from reviews.models import Award, Decision, Opinion
from reviews.simulation import Stage, people, simulate
from tests.journeys import stages
from tests.journeys.edition import IS_WHOLE, PREFECTURES, SIZE, open_call
from tests.journeys.people import Person
from workflow.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def call(tmp_path) -> Call:
    return open_call(tmp_path)


def holder_of(award: Award) -> Person:
    return Person(people.mayor(award.application.holder))


def tell_everybody() -> None:
    """What the workers do: every event becomes notices and mails; a second round adds none."""
    while dispatch_due(seconds=60):
        pass
    counts = Email.objects.count(), Notice.objects.count()
    Event.objects.filter(pk__in=Event.objects.order_by("-pk")[:50]).update(dispatched_at=None)
    while dispatch_due(seconds=60):
        pass
    assert (Email.objects.count(), Notice.objects.count()) == counts


def the_results_hold(call: Call) -> None:
    """What may never be broken, whatever was clicked."""
    published = Award.objects.filter(decision__call=call, decision__status="published")
    laureates = [a for a in published if a.outcome == Outcome.SELECTED]
    granted = sum((a.amount for a in laureates), Decimal(0))
    assert granted <= call.envelope_amount
    for award in published.select_related("application"):
        assert award.amount <= award.application.requested_amount <= 240_000
        assert sum(award.yearly_amounts or [0]) == award.amount
    filed = Application.objects.filter(call=call, submitted_at__isnull=False)
    assert set(filed) == {award.application for award in published}
    assert set(filed.values_list("status", flat=True)) <= {S.SELECTED, S.RESERVE, S.REJECTED}
    assert not filed.filter(snapshots=None).exists()


def everybody_reads_their_result(call: Call, decision: Decision) -> None:
    """A laureate, a reserve, a refusal: the page, the letter, the mail; nothing of a neighbour."""
    by_outcome = {a.outcome: a for a in decision.awards.select_related("application__holder")}
    said = {
        Outcome.SELECTED: "Le projet est retenu",
        Outcome.RESERVE: "Le projet est sur la liste complémentaire",
        Outcome.REJECTED: "Le projet n’est pas retenu",
    }
    assert set(by_outcome) == set(said)
    for outcome, award in by_outcome.items():
        holder, dossier = holder_of(award), award.application.reference
        assert said[Outcome(outcome)] in holder.reads("reviews:result", dossier)
        assert holder.opens("reviews:letter", dossier).content.startswith(b"%PDF")
        assert Email.objects.filter(to=holder.user.email, code__contains="result").count() == 1
        others = [a for a in by_outcome.values() if a != award]
        assert all(holder.is_refused("reviews:result", a.application.reference) for a in others)
    rejected = by_outcome[Outcome.REJECTED]
    assert stages.REFUSED in holder_of(rejected).reads(
        "reviews:result", rejected.application.reference
    )


def test_an_edition_from_the_filed_dossiers_to_the_letters__C_5(call, capsys):
    edition = simulate(call, size=SIZE, until=Stage.FILED)
    ines = Person(User.objects.get(email="ines@demo.example.org"))
    martin = Person(User.objects.get(email="martin@demo.example.org"))

    stages.instruct(edition, ines)
    stages.give_opinions(edition)
    assert Opinion.objects.standing().count() == SIZE.dossiers
    assert Opinion.objects.values("departement").distinct().count() == PREFECTURES
    assert f"<strong>{SIZE.dossiers}</strong>rendus" in ines.reads("reviews:opinion_wall")

    stages.seat_and_read(edition, ines)
    sitting = stages.hold_the_session(edition, ines)
    scenario = stages.arbitrate(sitting, ines)
    ranking = ines.reads("reviews:sitting", sitting.pk)
    assert all(f"d-{a.reference}" in ranking for a in edition.applications)
    stages.close_and_sign(sitting, ines)

    decision = stages.decide(call, scenario, ines)
    stages.validate(decision, martin)
    laureate = holder_of(decision.awards.filter(outcome=Outcome.SELECTED)[0])
    dossier = laureate.user.memberships.get().organisation.applications.get(call=call).reference
    assert laureate.is_refused("reviews:result", dossier)  # validated, not published: secret
    stages.publish(decision, martin)
    tell_everybody()

    the_results_hold(call)
    everybody_reads_their_result(call, decision)
    call_command("verify_journal")
    call_command("verify_filings")
    selected = decision.awards.filter(outcome=Outcome.SELECTED)
    if not IS_WHOLE:
        return
    assert 28 <= selected.count() <= 34
    with capsys.disabled():
        sys.stdout.write(
            f"\n  {SIZE.dossiers} dossiers, {SIZE.members} membres, {PREFECTURES} préfectures : "
            f"{selected.count()} lauréats, {sum(a.amount for a in selected)} € sur "
            f"{call.envelope_amount} €, {Email.objects.count()} courriels\n"
        )
