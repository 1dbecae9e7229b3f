"""From the session's proposal to the published results (C-4.2a, C-5e)."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from applications.models import Application
from applications.workflow import LIFE
from reviews import deciding, letters
from reviews.decision_guards import reading_of
from reviews.models import Award, Letter, Proposal, Scenario, Sitting
from reviews.workflow import DECISION
from tests.applications.filings import make_limits_call
from tests.factories import make_commune, make_membership, make_user
from tests.reviews.decisions import ENVELOPE, award_of, change, make_examined, publish
from workflow.engine import NotAllowed, Refused
from workflow.models import Event


@pytest.fixture
def call(db):
    return make_limits_call()


@pytest.fixture
def examined(call, commune_a, commune_b, bob, ines) -> list[Application]:
    """Two dossiers before the committee."""
    mayor = make_user("mayor@example.org", job_title="Maire")
    make_membership(mayor, commune_b, "representative")
    return [
        make_examined(holder=commune_a, by=bob, instructor=ines, call=call),
        make_examined(holder=commune_b, by=mayor, instructor=ines, call=call),
    ]


@pytest.fixture
def decision(examined, call, ines):
    """Commune A is retained, commune B is not."""
    made = deciding.prepare(call, by=ines, envelope=ENVELOPE)
    change(award_of(made, examined[0]), "selected", 80_000, by=ines)
    change(award_of(made, examined[1]), "rejected", by=ines)
    made.refresh_from_db()
    return made


def fresh(application: Application) -> Application:
    return Application.objects.get(pk=application.pk)


# --- Preparing


def test_every_dossier_that_waits_has_an_award(examined, call, ines):
    made = deciding.prepare(call, by=ines, envelope=ENVELOPE)
    assert set(made.awards.values_list("application", flat=True)) == {a.pk for a in examined}
    assert set(made.awards.values_list("outcome", flat=True)) == {"rejected"}


def test_amounts_come_from_the_scenario_with_their_years__C_4_2c(examined, call, ines):
    sitting = Sitting.objects.create(call=call, held_at=timezone.now())
    scenario = Scenario.objects.create(sitting=sitting, name="Équilibre", created_by=ines)
    first, second = examined
    Proposal.objects.create(
        scenario=scenario, application=first, outcome="selected", amount=Decimal(90_000)
    )
    Proposal.objects.create(scenario=scenario, application=second, outcome="reserve")
    made = deciding.prepare(call, by=ines, envelope=ENVELOPE, scenario=scenario)
    award = award_of(made, first)
    assert (award.outcome, award.amount, sum(award.yearly_amounts)) == (
        "selected",
        Decimal(90_000),
        Decimal(90_000),
    )
    assert award.proposed == {"outcome": "selected", "amount": "90000.00"}
    assert award_of(made, second).reserve_rank == 1


def test_one_decision_at_a_time(decision, call, ines):
    with pytest.raises(Refused, match="déjà en préparation"):
        deciding.prepare(call, by=ines, envelope=ENVELOPE)


def test_an_envelope_is_needed(examined, call, ines):
    with pytest.raises(Refused, match="enveloppe"):
        deciding.prepare(call, by=ines)


@pytest.mark.parametrize("person", ["alice", "flora_chief", "karim", "martin", "nora"])
def test_only_the_instruction_prepares(examined, call, person, request):
    with pytest.raises(NotAllowed):
        deciding.prepare(call, by=request.getfixturevalue(person), envelope=ENVELOPE)


def test_an_amount_above_what_was_asked_is_refused__C_4_2a(decision, examined, ines):
    asked = int(examined[0].requested_amount)
    with pytest.raises(Refused, match="demandés"):
        change(award_of(decision, examined[0]), "selected", asked + 1, by=ines)
    change(award_of(decision, examined[0]), "selected", asked, by=ines)


def test_yearly_amounts_must_add_up__C_4_2c(decision, examined, ines):
    with pytest.raises(Refused, match="montants annuels"):
        change(
            award_of(decision, examined[0]),
            "selected",
            100,
            by=ines,
            yearly_amounts=[Decimal(40), Decimal(59), Decimal(0)],
        )


def test_a_line_changed_by_a_colleague_is_not_overwritten(decision, examined, ines):
    award = award_of(decision, examined[0])
    change(award, "selected", 50_000, by=ines)
    with pytest.raises(deciding.Stale):
        change(award, "selected", 60_000, by=ines, version=award.version)
    assert award_of(decision, examined[0]).amount == 50_000


def test_the_reserve_is_renumbered_without_holes(decision, examined, ines):
    first, second = (award_of(decision, a) for a in examined)
    change(first, "reserve", by=ines)
    change(second, "reserve", by=ines, before=1)
    ranks = [award_of(decision, a).reserve_rank for a in examined]
    assert ranks == [2, 1]
    change(second, "rejected", by=ines)
    assert award_of(decision, examined[0]).reserve_rank == 1


# --- Proposing and validating


def test_a_refusal_without_a_reason_is_not_proposed(decision, examined, ines):
    change(award_of(decision, examined[1]), "rejected", by=ines, reason=" ")
    with pytest.raises(Refused, match="pourquoi"):
        DECISION.perform(decision, "propose", by=ines)


def test_a_list_above_the_envelope_is_not_proposed__C_1_1b(examined, call, ines):
    made = deciding.prepare(call, by=ines, envelope=Decimal(100_000))
    change(award_of(made, examined[0]), "selected", 60_000, by=ines)
    change(award_of(made, examined[1]), "selected", 40_001, by=ines)
    with pytest.raises(Refused, match=r"1.€ de trop"):
        DECISION.perform(made, "propose", by=ines)
    change(award_of(made, examined[1]), "selected", 40_000, by=ines)
    DECISION.perform(made, "propose", by=ines)


def test_a_dossier_forgotten_is_named(decision, call, commune_c, ines):
    mayor = make_user("elsewhere@example.org", job_title="Maire")
    make_membership(mayor, commune_c, "representative")
    late = make_examined(holder=commune_c, by=mayor, instructor=ines, call=call)
    with pytest.raises(Refused, match=late.reference):
        DECISION.perform(decision, "propose", by=ines)


def test_the_president_alone_validates_what_was_read(decision, ines, martin):
    proposed = DECISION.perform(decision, "propose", by=ines)
    with pytest.raises(NotAllowed):
        DECISION.perform(proposed, "validate", by=ines)
    with pytest.raises(Refused, match="a changé"):
        DECISION.perform(proposed, "validate", by=martin, read_as="autre")
    validated = DECISION.perform(proposed, "validate", by=martin, read_as=reading_of(proposed))
    assert (validated.status, validated.validated_by) == ("validated", martin)


def test_a_list_sent_back_says_what_to_change_and_opens_again(decision, examined, ines, martin):
    DECISION.perform(decision, "propose", by=ines)
    with pytest.raises(Refused, match="revoir"):
        DECISION.perform(decision, "send_back", by=martin)
    DECISION.perform(decision, "send_back", by=martin, reason="Baissez le premier montant.")
    change(award_of(decision, examined[0]), "selected", 80_000, by=ines)


# --- Secret until published, then all at once


def test_no_dossier_says_its_result_before_publication__C_5e(decision, examined, ines, martin):
    DECISION.perform(decision, "propose", by=ines)
    DECISION.perform(decision, "validate", by=martin)
    assert {fresh(a).status for a in examined} == {"in_committee"}


@pytest.mark.parametrize("person", ["alice", "bob", "flora", "flora_chief", "karim", "nora"])
def test_nobody_else_knows_of_an_award_before_publication(decision, ines, martin, person, request):
    user = request.getfixturevalue(person)
    DECISION.perform(decision, "propose", by=ines)
    DECISION.perform(decision, "validate", by=martin)
    assert not Award.objects.visible_to(user).exists()


def test_results_are_published_all_at_once_with_their_events(decision, examined, ines, martin):
    published = publish(decision, instructor=ines, president=martin)
    assert published.status == "published"
    assert [fresh(a).status for a in examined] == ["selected", "rejected"]
    events = Event.objects.filter(name__in=["application.select", "application.reject"])
    assert {e.payload["decision"] for e in events} == {1}
    assert events.count() == 2


def test_a_publication_that_fails_in_the_middle_publishes_nothing(decision, examined, ines, martin):
    DECISION.perform(decision, "propose", by=ines)
    DECISION.perform(decision, "validate", by=martin)
    letters.WORKSHOP.make_due()
    # A state the table does not let out of: the second dossier cannot be decided any more.
    Application.objects.filter(pk=examined[1].pk).update(status="inadmissible")
    with pytest.raises(Refused):
        DECISION.perform(decision, "publish", by=martin)
    decision.refresh_from_db()
    assert (decision.status, fresh(examined[0]).status) == ("validated", "in_committee")


def test_letters_come_before_the_publication(decision, ines, martin):
    DECISION.perform(decision, "propose", by=ines)
    DECISION.perform(decision, "validate", by=martin)
    with pytest.raises(Refused, match="2 lettres ne sont pas prêtes"):
        DECISION.perform(decision, "publish", by=martin)
    assert letters.WORKSHOP.make_due() == 2
    assert set(Letter.objects.values_list("progress", flat=True)) == {"done"}
    DECISION.perform(decision, "publish", by=ines)


def test_a_dossier_withdrawn_meanwhile_stays_withdrawn(decision, examined, bob, ines, martin):
    DECISION.perform(decision, "propose", by=ines)
    DECISION.perform(decision, "validate", by=martin)
    letters.WORKSHOP.make_due()
    LIFE.perform(examined[0], "withdraw", by=bob, reason="Projet abandonné.")
    DECISION.perform(decision, "publish", by=martin)
    assert [fresh(a).status for a in examined] == ["withdrawn", "rejected"]
    # Its team reads no result of it, and no letter.
    assert not Award.objects.visible_to(bob).filter(application=examined[0]).exists()


def test_a_result_needs_a_decision(examined, martin):
    with pytest.raises(Refused, match="dossier par dossier"):
        LIFE.perform(examined[0], "select", by=martin)


def test_its_team_and_its_prefecture_know_of_a_published_award(
    decision, examined, ines, martin, alice, charlie, dora, flora, gaston, karim
):
    publish(decision, instructor=ines, president=martin)

    def known(user) -> list[int]:
        return list(
            Award.objects.visible_to(user)
            .order_by("application")
            .values_list("application", flat=True)
        )

    a, b = (application.pk for application in examined)
    assert known(alice) == [a]
    assert known(charlie) == [b]
    assert known(flora) == [a, b]
    assert known(ines) == [a, b]
    assert known(dora) == known(gaston) == known(karim) == []


# --- Giving up frees the money


def test_a_laureate_who_gives_up_frees_the_money_for_the_reserve(examined, call, bob, ines, martin):
    first = deciding.prepare(call, by=ines, envelope=Decimal(80_000))
    change(award_of(first, examined[0]), "selected", 80_000, by=ines)
    change(award_of(first, examined[1]), "reserve", by=ines)
    publish(first, instructor=ines, president=martin)
    assert Award.objects.granted(call) == 80_000

    second = deciding.prepare(call, by=ines, envelope=Decimal(80_000))
    change(award_of(second, examined[1]), "selected", 70_000, by=ines)
    with pytest.raises(Refused, match="de trop"):
        DECISION.perform(second, "propose", by=ines)
    LIFE.perform(fresh(examined[0]), "give_up", by=bob, reason="Nous renonçons.")
    assert Award.objects.granted(call) == 0
    publish(second, instructor=ines, president=martin)
    assert fresh(examined[1]).status == "selected"
    assert Award.objects.granted(call) == 70_000


# --- The database says it again


def test_the_database_refuses_an_award_above_what_was_asked__C_4_2a(decision, examined):
    award = award_of(decision, examined[0])
    too_much = examined[0].requested_amount + 1
    with pytest.raises(IntegrityError, match="never exceeds"), transaction.atomic():
        Award.objects.filter(pk=award.pk).update(amount=too_much, yearly_amounts=[too_much])


def test_the_database_refuses_years_that_do_not_add_up__C_4_2c(decision, examined):
    award = award_of(decision, examined[0])
    with pytest.raises(IntegrityError, match="add up"), transaction.atomic():
        Award.objects.filter(pk=award.pk).update(yearly_amounts=[Decimal(1)])


def test_the_database_refuses_a_decision_above_the_envelope(decision, ines, martin):
    type(decision).objects.filter(pk=decision.pk).update(envelope_amount=Decimal("79999.99"))
    with pytest.raises(IntegrityError, match="envelope"), transaction.atomic():
        type(decision).objects.filter(pk=decision.pk).update(
            status="validated", validated_at=timezone.now()
        )


def test_the_database_keeps_a_validated_decision(decision, examined, ines, martin):
    DECISION.perform(decision, "propose", by=ines)
    DECISION.perform(decision, "validate", by=martin)
    with pytest.raises(IntegrityError, match="do not change"), transaction.atomic():
        decision.awards.update(reason="Autre")
    with pytest.raises(IntegrityError, match="do not change"), transaction.atomic():
        Award.objects.filter(decision=decision)._raw_delete(using="default")
    with pytest.raises(IntegrityError, match="go back"), transaction.atomic():
        type(decision).objects.filter(pk=decision.pk).update(status="draft")


def test_an_award_of_another_call_is_not_counted(decision, call, ines, martin, commune_c):
    publish(decision, instructor=ines, president=martin)
    other = make_limits_call(year=2025)
    mayor = make_user("again@example.org", job_title="Maire")
    holder = make_commune("Ailleurs")
    make_membership(mayor, holder, "representative")
    application = make_examined(holder=holder, by=mayor, instructor=ines, call=other)
    second = deciding.prepare(other, by=ines, envelope=Decimal(60_000))
    change(award_of(second, application), "selected", 60_000, by=ines)
    publish(second, instructor=ines, president=martin)
    assert (Award.objects.granted(call), Award.objects.granted(other)) == (80_000, 60_000)
