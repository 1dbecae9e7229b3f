"""Readings are written, filed, abstained from, voided; the standing follows (C-4.3f, C-5d)."""

import io
from decimal import Decimal

import pytest
from django.core.management import call_command

from applications.drafting import Conflict
from applications.models import Application
from reviews import assigning, grid, recusing, reviewing, seating
from reviews.enums import RecusalGround, ReviewStatus, SittingStatus
from reviews.models import Assignment, Mark, Review, Seat, Sitting, Standing
from tests.reviews.committee import (
    content_of,
    give,
    make_filed_review,
    make_in_hand,
    make_review,
    make_seat,
)
from workflow.engine import NotAllowed, Refused
from workflow.models import Event


@pytest.fixture
def dossier(commune_a, bob, ines) -> Application:
    return make_in_hand(holder=commune_a, by=bob, instructor=ines)


@pytest.fixture
def seat(dossier, karim, ines) -> Seat:
    seat = make_seat(dossier.call, karim, by=ines)
    give(dossier, seat, by=ines)
    return seat


@pytest.fixture
def other(dossier, lea, ines) -> Seat:
    seat = make_seat(dossier.call, lea, by=ines)
    give(dossier, seat, by=ines)
    return seat


def standing(dossier) -> Standing:
    return Standing.objects.get(application=dossier)


def test_a_reading_is_written_over_the_version_that_was_read(dossier, seat, karim):
    review = make_review(dossier, seat, 2)
    again = reviewing.save(review, content_of(dossier.call, 4), version=1, by=karim)
    assert (again.version, again.content["marks"][0]["value"]) == (2, 4)
    with pytest.raises(Conflict) as conflict:
        reviewing.save(review, content_of(dossier.call, 1), version=1, by=karim)
    assert conflict.value.current.content["marks"][0]["value"] == 4
    with pytest.raises(Conflict):
        reviewing.save(
            reviewing.blank(dossier, seat), content_of(dossier.call), version=0, by=karim
        )


def test_what_is_being_written_counts_for_nothing(dossier, seat):
    make_review(dossier, seat)
    assert not Mark.objects.exists()
    assert (standing(dossier).mean, standing(dossier).filed_count) == (None, 0)


def test_filing_writes_the_marks_the_score_and_the_standing(dossier, seat, other):
    review = make_filed_review(dossier, seat, 3)
    assert (review.status, review.score, review.marks.count()) == ("filed", 60, 5)
    assert standing(dossier).mean == 60
    make_filed_review(dossier, other, 5)
    found = standing(dossier)
    assert (found.mean, found.spread, found.filed_count, found.expected_count) == (80, 40, 2, 2)
    assert found.is_divergent
    assert found.by_criterion["adequation"]["mean"] == "4.00"


def test_filing_needs_every_mark_and_the_reason_of_the_surprising_ones(dossier, seat, karim):
    review = make_review(dossier, seat, None)
    with pytest.raises(Refused) as refusal:
        reviewing.step(review, "file", by=karim)
    assert len(refusal.value.reasons) == 5
    silent = content_of(dossier.call, 3, comment="", adequation=5, innovation=1)
    review = reviewing.save(review, silent, version=review.version, by=karim)
    with pytest.raises(Refused) as refusal:
        reviewing.step(review, "file", by=karim)
    assert len(refusal.value.reasons) == 2
    assert Review.objects.get().status == ReviewStatus.DRAFT


def test_a_reading_is_filed_by_its_reader_alone_and_once(dossier, seat, other, karim, lea, ines):
    review = make_review(dossier, seat)
    for person in (lea, ines):
        with pytest.raises(NotAllowed):
            reviewing.step(review, "file", by=person)
    with pytest.raises(NotAllowed):
        reviewing.save(review, content_of(dossier.call), version=1, by=lea)
    reviewing.step(review, "file", by=karim)
    with pytest.raises(Refused):
        reviewing.step(review, "file", by=karim)
    with pytest.raises(Refused):
        reviewing.save(review, content_of(dossier.call), version=1, by=karim)


def test_an_old_tab_does_not_file_what_another_one_wrote(dossier, seat, karim):
    review = make_review(dossier, seat)
    reviewing.save(review, content_of(dossier.call, 1), version=1, by=karim)
    with pytest.raises(Refused, match="autre onglet"):
        reviewing.step(review, "file", by=karim, version=1)


def test_an_abstention_is_no_zero_and_says_why(dossier, seat, other, karim):
    make_filed_review(dossier, other, 4)
    with pytest.raises(Refused):
        reviewing.abstain_unread(dossier, seat, by=karim, reason=" ")
    reviewing.abstain_unread(dossier, seat, by=karim, reason="Hors de mon domaine.")
    found = standing(dossier)
    assert (found.mean, found.filed_count, found.abstained_count) == (80, 1, 1)


def test_an_instructor_reopens_with_a_reason_until_the_session_opens(dossier, seat, karim, ines):
    review = make_filed_review(dossier, seat)
    with pytest.raises(NotAllowed):
        reviewing.step(review, "reopen", by=karim, reason="Je me suis trompé.")
    with pytest.raises(Refused):
        reviewing.step(review, "reopen", by=ines)
    review = reviewing.step(review, "reopen", by=ines, reason="Erreur de saisie signalée.")
    assert (review.status, review.score, review.marks.count()) == ("draft", None, 0)
    assert review.content["marks"][0]["value"] == 3
    assert standing(dossier).mean is None
    reviewing.step(review, "file", by=karim)
    Sitting.objects.create(
        call=dossier.call, held_at=dossier.submitted_at, status=SittingStatus.OPEN
    )
    with pytest.raises(Refused, match="séance est ouverte"):
        reviewing.step(review, "reopen", by=ines, reason="Trop tard.")


def test_a_conflict_closes_the_dossier_voids_the_reading_and_leaves_the_mean__A4(
    dossier, seat, other, karim
):
    make_filed_review(dossier, seat, 1)
    make_filed_review(dossier, other, 4)
    recusing.declare(dossier, seat, ground=RecusalGround.PERSONAL, by=karim)
    assert not Application.objects.visible_to(karim).filter(pk=dossier.pk).exists()
    voided = Review.objects.get(seat=seat)
    assert (voided.status, voided.score, voided.marks.count()) == ("void", None, 0)
    assert Assignment.objects.get(seat=seat).ended_at is not None
    found = standing(dossier)
    assert (found.mean, found.filed_count, found.expected_count) == (80, 1, 1)
    names = set(Event.objects.values_list("name", flat=True))
    assert {"recusal.declared", "review.void"} <= names


def test_the_recused_write_and_file_no_more(dossier, seat, karim):
    review = make_review(dossier, seat)
    recusing.declare(dossier, seat, ground=RecusalGround.PERSONAL, by=karim)
    with pytest.raises(Refused):
        reviewing.save(review, content_of(dossier.call), version=1, by=karim)
    with pytest.raises(Refused):
        reviewing.step(review, "file", by=karim)
    with pytest.raises(Refused):
        recusing.declare(dossier, seat, ground=RecusalGround.PERSONAL, by=karim)


def test_a_conflict_lifted_gives_the_reading_back_as_a_draft(dossier, seat, karim, ines):
    make_filed_review(dossier, seat)
    recusal = recusing.declare(dossier, seat, ground=RecusalGround.PERSONAL, by=karim)
    with pytest.raises(NotAllowed):
        recusing.lift(recusal, reason="Si.", by=karim)
    recusing.lift(recusal, reason="Homonyme.", by=ines)
    assert Review.objects.get(seat=seat).status == "draft"
    give(dossier, seat, by=ines)
    assert Application.objects.visible_to(karim).filter(pk=dossier.pk).exists()


def test_a_suspected_conflict_bars_the_assignment_until_it_is_set_aside(dossier, lea, ines):
    seat = make_seat(dossier.call, lea, by=ines, departements=["59"])
    assert assigning.plan(dossier.call).added == []
    with pytest.raises(Refused, match="soupçon"):
        give(dossier, seat, by=ines)
    with pytest.raises(Refused):
        recusing.set_aside(dossier, lea, reason="", by=ines)
    recusing.set_aside(dossier, lea, reason="N’y travaille plus depuis dix ans.", by=ines)
    assert assigning.balance(dossier.call, by=ines).added == [(dossier.pk, seat.pk)]


def test_a_member_who_leaves_gives_back_what_they_did_not_file(dossier, seat, other, ines):
    make_filed_review(dossier, other)
    seating.leave(seat, by=ines)
    seating.leave(other, by=ines)
    assert Assignment.objects.get(seat=seat).ended_at is not None
    assert Assignment.objects.get(seat=other).ended_at is None
    assert (standing(dossier).mean, standing(dossier).expected_count) == (60, 1)


def test_rebuilding_the_standings_changes_nothing(dossier, seat, other):
    make_filed_review(dossier, seat, 2, innovation=4)
    make_filed_review(dossier, other, 5)
    before = list(Standing.objects.values())
    said = io.StringIO()
    call_command("rebuild_standings", stdout=said)
    assert said.getvalue().startswith("0 ")
    assert list(Standing.objects.values()) == before
    Standing.objects.update(mean=Decimal(1))
    call_command("rebuild_standings", stdout=said)
    assert list(Standing.objects.values()) == before


def test_another_weight_gives_filed_readings_their_new_score(dossier, seat):
    make_filed_review(dossier, seat, 0, adequation=5)
    data = grid.read(dossier.call)
    before = Review.objects.get().score
    for row in data:
        row["weight"] = 50 if row["code"] == "adequation" else row["weight"]
    grid.write(dossier.call, grid.check(data))
    assert Review.objects.get().score > before
    assert standing(dossier).mean == Review.objects.get().score
    with pytest.raises(Refused, match="déjà rendues"):
        grid.write(dossier.call, grid.check(data[1:]))


def test_saving_and_filing_cost_the_same_whatever_the_committee(
    dossier, seat, other, karim, lea, django_assert_max_num_queries
):
    review = make_review(dossier, seat)
    with django_assert_max_num_queries(9):
        reviewing.save(review, content_of(dossier.call, 4), version=1, by=karim)
    make_filed_review(dossier, other)
    assert reviewing.step(review, "file", by=karim).status == "filed"
