"""The life of an opinion: prepared, given, frozen; ranks; renewed (C-1.1a, C-5c)."""

from decimal import Decimal
from itertools import product

import pytest
from django.db import IntegrityError, connection, transaction

from applications import drafting
from applications.filing import submit
from applications.models import Application
from applications.workflow import LIFE
from reviews import opining
from reviews.enums import OpinionStatus
from reviews.models import Opinion
from reviews.opinion_guards import next_free, taken
from reviews.workflow import OPINION
from tests.applications.filings import IN_TIME, make_limits_call
from tests.reviews.opinions import (
    filed,
    make_dossier,
    make_draft,
    make_given,
    make_prepared,
    said,
)
from workflow.engine import NotAllowed, Refused
from workflow.models import Event


@pytest.fixture
def application(commune_a, bob) -> Application:
    return filed(commune_a, bob)


def refile(application: Application) -> None:
    """The holder takes its dossier back and files it again."""
    by = application.snapshots.latest("number").filed_by
    application = LIFE.perform(application, "take_back", by=by, received_at=IN_TIME)
    submit(application, by=by, received_at=IN_TIME)


def test_an_agent_prepares_and_the_chief_gives__C_1_1a__C_5c(application, flora, flora_chief):
    opinion = make_prepared(application, by=flora, stance="very_favourable", rank=1)
    assert (opinion.prepared_by, opinion.stance, opinion.rank) == (flora, "", None)
    opinion = OPINION.perform(opinion, "give", by=flora_chief)
    assert (opinion.status, opinion.stance, opinion.rank) == ("given", "very_favourable", 1)
    assert opinion.recommended_amount == Decimal(50_000)
    assert (opinion.given_by, opinion.snapshot.number) == (flora_chief, 1)
    names = Event.objects.about(opinion).order_by("pk").values_list("name", flat=True)
    assert list(names) == ["opinion.begin", "opinion.prepare", "opinion.give"]


def test_the_journal_does_not_say_what_the_opinion_says(application, flora_chief):
    opinion = make_given(application, by=flora_chief, context="CANARI")
    kept = [str(e.payload) + e.reason for e in Event.objects.about(opinion)]
    assert not any("CANARI" in text or "favourable" in text for text in kept)


PEOPLE = (
    *("alice", "bob", "flora", "flora_chief", "gaston", "gaston_chief"),
    *("ines", "karim", "martin", "nora"),
)
ALLOWED = {
    ("draft", "prepare", "flora"),
    ("draft", "prepare", "flora_chief"),
    ("prepared", "take_back", "flora"),
    ("prepared", "take_back", "flora_chief"),
    ("prepared", "give", "flora_chief"),
}


@pytest.mark.parametrize("status", OpinionStatus.values)
def test_what_is_not_in_the_table_is_refused_and_changes_nothing__A7(
    request, application, flora_chief, status
):
    made = {"draft": make_draft, "prepared": make_prepared, "given": make_given}[status]
    opinion = made(application, by=flora_chief)
    before = Opinion.objects.values().get(pk=opinion.pk)
    for step, who in product(("prepare", "take_back", "give"), PEOPLE):
        with transaction.atomic():
            try:
                done = OPINION.perform(opinion, step, by=request.getfixturevalue(who))
                assert done.status != status
            except Refused:
                done = None
                assert Opinion.objects.values().get(pk=opinion.pk) == before
            transaction.set_rollback(True)
        assert ((status, step, who) in ALLOWED) == (done is not None), (step, who)


@pytest.mark.parametrize("who", ["bob", "gaston", "ines", "karim", "martin", "nora"])
def test_the_prefecture_of_the_departement_alone_writes(request, application, who):
    with pytest.raises(NotAllowed):
        make_draft(application, by=request.getfixturevalue(who))
    assert not Opinion.objects.exists()


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"stance": ""}, "sens de l’avis"),
        ({"rank": None}, "rang"),
        ({"recommended_amount": None}, "montant"),
        ({"context": "  "}, "contexte"),
        ({"holder_capacity": ""}, "moyens"),
        ({"stance": "reserved"}, "dit pourquoi"),
        ({"stance": "unfavourable", "rank": None, "recommended_amount": None}, "dit pourquoi"),
        ({"recommended_amount": Decimal("90000.01")}, "au plus"),
    ],
)
def test_an_incomplete_opinion_is_not_prepared(application, flora, fields, reason):
    opinion = make_draft(application, by=flora, **fields)
    with pytest.raises(Refused) as refused:
        OPINION.perform(opinion, "prepare", by=flora)
    assert reason in " ".join(refused.value.reasons)


def test_an_unfavourable_opinion_needs_no_rank_nor_amount(application, flora_chief):
    opinion = make_given(
        application,
        by=flora_chief,
        stance="unfavourable",
        rank=None,
        recommended_amount=None,
        risks="Aucun partenaire.",
    )
    assert (opinion.rank, opinion.recommended_amount) == (None, None)


def test_two_dossiers_of_a_departement_do_not_have_the_same_rank(
    application, flora_chief, departements
):
    make_given(application, by=flora_chief, rank=1)
    other = make_dossier("Wattrelos", call=application.call)
    draft = make_draft(other, by=flora_chief, rank=1)
    with pytest.raises(Refused) as refused:
        OPINION.perform(draft, "prepare", by=flora_chief)
    assert "déjà donné à Loos : choisissez le rang 2" in refused.value.reasons[0]
    assert next_free(taken(draft)) == 2


def test_another_call_or_departement_ranks_on_its_own(
    application, flora_chief, gaston_chief, departements
):
    make_given(application, by=flora_chief)
    make_given(make_dossier(call=make_limits_call()), by=flora_chief)
    elsewhere = make_dossier(call=application.call, departement=departements["33"])
    assert make_given(elsewhere, by=gaston_chief).rank == 1


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE reviews_opinion SET content = '{}'",
        "UPDATE reviews_opinion SET rank = 2",
        "UPDATE reviews_opinion SET status = 'draft', stance = '', rank = NULL, "
        "recommended_amount = NULL, given_at = NULL",
        "DELETE FROM reviews_opinion",
    ],
)
def test_the_database_freezes_a_given_opinion(application, flora_chief, statement):
    make_given(application, by=flora_chief)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert Opinion.objects.get().status == "given"


@pytest.mark.parametrize("amount", [Decimal(-1), Decimal("90000.01")])
def test_the_database_bounds_the_recommended_amount__C_4_2b(application, flora_chief, amount):
    opinion = make_given(application, by=flora_chief, rank=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Opinion.objects.create(
            application=application,
            call=application.call,
            departement=application.departement,
            number=2,
            status="given",
            stance="favourable",
            snapshot=opinion.snapshot,
            recommended_amount=amount,
            given_at=opinion.given_at,
            replaced_at=opinion.given_at,
        )


def test_a_draft_keeps_its_columns_silent(application, flora):
    opinion = make_draft(application, by=flora)
    with pytest.raises(IntegrityError), transaction.atomic():
        Opinion.objects.filter(pk=opinion.pk).update(stance="favourable")


def test_a_prepared_or_given_opinion_is_not_written_over(application, flora, flora_chief):
    opinion = make_prepared(application, by=flora)
    with pytest.raises(Refused):
        opining.save(opinion, said(context="Autre"), version=opinion.version, by=flora)
    OPINION.perform(opinion, "give", by=flora_chief)
    with pytest.raises(Refused):
        make_draft(application, by=flora)


def test_a_text_changed_since_it_was_read_is_not_given(application, flora, flora_chief):
    opinion = make_prepared(application, by=flora)
    OPINION.perform(opinion, "take_back", by=flora)
    opining.save(opinion, said(rank=3), version=opinion.version, by=flora)
    OPINION.perform(opinion, "prepare", by=flora)
    with pytest.raises(Refused, match="a changé"):
        OPINION.perform(opinion, "give", by=flora_chief, version=opinion.version)


def test_a_dossier_filed_again_must_be_read_again(application, flora, flora_chief):
    opinion = make_prepared(application, by=flora)
    refile(application)
    with pytest.raises(Refused, match="dépôt n° 2"):
        OPINION.perform(opinion, "give", by=flora_chief, filing=1)
    given = OPINION.perform(opinion, "give", by=flora_chief, filing=2)
    assert given.snapshot.number == 2


def test_a_new_opinion_replaces_the_given_one_and_both_are_kept(application, flora, flora_chief):
    first = make_given(application, by=flora_chief, rank=1)
    with pytest.raises(Refused, match="Indiquez pourquoi"):
        opining.renew(application, reason=" ", by=flora)
    refile(application)
    second = opining.renew(application, reason="", by=flora)
    assert second.content == first.content
    first.refresh_from_db()
    assert first.replaced_at is None  # it stands until the new one is given
    OPINION.perform(second, "prepare", by=flora)
    second = OPINION.perform(second, "give", by=flora_chief)
    first.refresh_from_db()
    assert (second.number, second.rank, second.snapshot.number) == (2, 1, 2)
    assert (first.status, first.rank, first.snapshot.number) == ("given", 1, 1)
    assert list(Opinion.objects.standing()) == [second]


def test_a_new_opinion_is_begun_once(application, flora, flora_chief):
    make_given(application, by=flora_chief)
    opining.renew(application, reason="Un fait nouveau.", by=flora)
    with pytest.raises(Refused, match="déjà en préparation"):
        opining.renew(application, reason="Un fait nouveau.", by=flora_chief)


def test_no_opinion_on_a_dossier_that_awaits_none(application, flora, ines):
    LIFE.perform(application, "refuse", by=ines, reason="Hors sujet")
    with pytest.raises(Refused, match="Aucun avis"):
        make_draft(Application.objects.get(pk=application.pk), by=flora)


def test_two_first_saves_do_not_overwrite_each_other(application, flora, flora_chief):
    make_draft(application, by=flora, context="Texte de Flora")
    with pytest.raises(drafting.Conflict) as conflict:
        make_draft(application, by=flora_chief, context="Autre texte")
    assert conflict.value.current.content["context"] == "Texte de Flora"
