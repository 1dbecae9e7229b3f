"""The committee reads what it is given, and nothing of what its interests touch (C-5d, A4)."""

import pytest
from django.utils import timezone

from accounts.enums import Role
from applications.models import Application
from reviews.enums import RecusalGround, RecusalOrigin, SittingStatus
from reviews.models import Assignment, Recusal, Seat, Sitting
from tests.applications.filings import make_filed
from tests.factories import make_membership


@pytest.fixture
def filed(commune_a, bob) -> Application:
    return make_filed(holder=commune_a, by=bob).application


@pytest.fixture
def seat(filed, karim) -> Seat:
    return Seat.objects.create(call=filed.call, person=karim, declared_at=timezone.now())


def reads(user, application) -> bool:
    return Application.objects.visible_to(user).filter(pk=application.pk).exists()


def recuse(user, application) -> Recusal:
    return Recusal.objects.create(
        application=application,
        person=user,
        ground=RecusalGround.PERSONAL,
        origin=RecusalOrigin.DECLARED,
        declared_by=user,
    )


def test_a_member_reads_no_dossier_that_is_not_assigned(filed, seat, karim):
    assert not reads(karim, filed)


def test_a_member_reads_an_assigned_dossier_while_the_assignment_lasts(filed, seat, karim):
    assignment = Assignment.objects.create(seat=seat, application=filed)
    assert reads(karim, filed)
    assignment.ended_at = timezone.now()
    assignment.save()
    assert not reads(karim, filed)


def test_no_dossier_opens_before_the_declaration_of_interests(filed, seat, karim):
    Assignment.objects.create(seat=seat, application=filed)
    Seat.objects.filter(pk=seat.pk).update(declared_at=None)
    assert not reads(karim, filed)


def test_a_convened_member_reads_all_that_the_session_will_speak_of(filed, seat, karim):
    Application.objects.filter(pk=filed.pk).update(status="in_committee")
    sitting = Sitting.objects.create(call=filed.call, held_at=timezone.now())
    assert not reads(karim, filed)
    Sitting.objects.filter(pk=sitting.pk).update(status=SittingStatus.CONVENED)
    assert reads(karim, filed)


def test_a_seat_without_the_role_opens_nothing(filed, seat, karim):
    Assignment.objects.create(seat=seat, application=filed)
    karim.memberships.update(status="removed")
    karim.__dict__.pop("links", None)
    assert not reads(karim, filed)


@pytest.mark.parametrize("person", ["karim", "ines", "flora", "martin"])
def test_a_conflict_closes_the_dossier_in_every_role_at_once__A4(filed, seat, person, request):
    user = request.getfixturevalue(person)
    Assignment.objects.create(seat=seat, application=filed)
    assert reads(user, filed)
    recusal = recuse(user, filed)
    assert not reads(user, filed)
    recusal.lifted_at = timezone.now()
    recusal.save()
    assert reads(user, filed)


def test_a_conflict_leaves_the_holders_own_team_its_dossier(filed, alice, mildeca):
    make_membership(alice, mildeca, Role.COMMITTEE)
    recuse(alice, filed)
    assert reads(alice, filed)


def test_a_question_of_the_reviews_costs_no_query(filed, seat, karim, django_assert_num_queries):
    Assignment.objects.create(seat=seat, application=filed)
    karim.links  # noqa: B018 (read by every page)
    with django_assert_num_queries(1):
        assert list(Application.objects.visible_to(karim)) == [filed]
