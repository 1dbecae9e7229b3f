"""Who is told of a request to join, of its answer, of a removal."""

import pytest

from accounts import invitations
from accounts.enums import MembershipStatus, Role
from accounts.models import User
from accounts.workflow import MEMBERSHIP, ask, change_role
from notifications.models import Email, Notice
from tests.factories import make_commune, make_membership, make_user
from tests.notifications.dispatched import dispatch_all

pytestmark = pytest.mark.django_db


@pytest.fixture
def henri(db) -> User:
    return make_user("henri@example.org")


def told() -> set[str]:
    """Whom the waiting events tell."""
    before = set(Notice.objects.values_list("pk", flat=True))
    dispatch_all()
    new = Notice.objects.exclude(pk__in=before).select_related("recipient")
    return {notice.recipient.email for notice in new}


def test_the_members_who_may_validate_are_told_of_a_request(
    commune_a, alice, bob, edgar, flora, henri
):
    reader = make_user()
    make_membership(reader, commune_a, Role.READER)
    ask(organisation=commune_a, role=Role.WRITER, by=henri)
    assert told() == {alice.email, bob.email}


def test_only_representatives_are_told_of_a_representative(commune_a, alice, bob, flora, henri):
    ask(organisation=commune_a, role=Role.REPRESENTATIVE, by=henri)
    assert told() == {bob.email}
    mail = Email.objects.get()
    assert mail.subject == "Henri Essai demande à rejoindre « Loos »"
    assert f"/collectivites/{commune_a.pk}/equipe/" in mail.text_body


def test_the_prefecture_is_told_of_the_first_member(
    departements, flora, flora_chief, gaston, henri
):
    ask(organisation=make_commune("Lille"), role=Role.REPRESENTATIVE, by=henri)
    assert told() == {flora.email, flora_chief.email}


def test_a_pending_colleague_is_told_nothing_of_others(commune_a, henri):
    make_membership(make_user(), commune_a, Role.REPRESENTATIVE, MembershipStatus.PENDING)
    ask(organisation=commune_a, role=Role.WRITER, by=henri)
    assert told() == set()


def test_a_refusal_is_told_with_its_reason(commune_a, bob, henri):
    link = ask(organisation=commune_a, role=Role.WRITER, by=henri)
    told()
    MEMBERSHIP.perform(link, "refuse", by=bob, reason="Inconnu en mairie")
    assert told() == {henri.email}
    assert "Motif\u00a0: Inconnu en mairie" in Email.objects.get(to=henri.email).text_body


def test_a_validation_and_a_removal_are_told(commune_a, bob, henri):
    link = ask(organisation=commune_a, role=Role.WRITER, by=henri)
    told()
    link = MEMBERSHIP.perform(link, "validate", by=bob)
    assert told() == {henri.email}
    MEMBERSHIP.perform(link, "remove", by=bob)
    assert told() == {henri.email}


def test_leaving_by_oneself_tells_nobody(alice):
    MEMBERSHIP.perform(alice.memberships.get(), "remove", by=alice)
    assert told() == set()


def test_a_change_of_role_is_told_once(alice, bob):
    change_role(alice.memberships.get(), role=Role.READER, by=bob)
    assert told() == {alice.email}
    assert Notice.objects.get().title == "Votre rôle dans «\u00a0Loos\u00a0» a changé"


def test_an_accepted_invitation_is_told_to_its_author_in_the_portal(commune_a, bob, henri):
    invitation = invitations.invite(
        organisation=commune_a, email=henri.email, role=Role.WRITER, by=bob
    )
    Email.objects.all().delete()
    invitations.accept(invitations.token(invitation), by=henri)
    assert told() == {bob.email}
    assert Notice.objects.get().title == "Henri Essai a rejoint «\u00a0Loos\u00a0»"
    assert not Email.objects.exists()
