"""Invitations: bound to an address, used once, for seven days (security.md, A5, A6, A20)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from django.core import signing
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts import invitations
from accounts.enums import MembershipStatus, Role
from accounts.models import Invitation, User
from accounts.workflow import MEMBERSHIP, ask
from notifications.models import Email
from tests.factories import make_user
from workflow.engine import NotAllowed, Refused
from workflow.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def mails_are_rows(settings):
    """The portal's own mail backend, which pytest-django replaces."""
    settings.EMAIL_BACKEND = "notifications.backend.OutboxBackend"


@pytest.fixture
def guest(db) -> User:
    return make_user("henri@example.org")


@pytest.fixture
def invitation(commune_a, bob) -> Invitation:
    return invitations.invite(
        organisation=commune_a, email="Henri@Example.org", role=Role.WRITER, by=bob
    )


@pytest.fixture
def address(invitation) -> str:
    return f"/invitations/{invitations.token(invitation)}/"


def test_the_mail_carries_the_link_in_text_and_html(invitation, address, settings):
    mail = Email.objects.get()
    assert mail.to == "henri@example.org"
    assert mail.subject == "Bob Essai vous invite à rejoindre « Loos »"
    for body in (mail.text_body, mail.html_body):
        assert f"{settings.BASE_URL}{address}" in body


def test_accepting_makes_a_validated_member(invitation, guest, bob, commune_a):
    link = invitations.accept(invitations.token(invitation), by=guest)
    assert (link.organisation, link.role) == (commune_a, Role.WRITER)
    assert (link.status, link.decided_by) == (MembershipStatus.VALIDATED, bob)
    names = Event.objects.about(link).order_by("id").values_list("name", "actor_id")
    assert list(names) == [("membership.requested", guest.pk), ("membership.join", guest.pk)]


def test_opening_the_link_does_not_consume_it(client_of, address, guest):
    for _ in range(5):
        assert client_of(None).get(address).status_code == 200
        assert client_of(guest).get(address).status_code == 200
    assert client_of(guest).post(address).status_code == 302
    assert guest.memberships.get().status == MembershipStatus.VALIDATED


def test_nobody_logged_in_is_sent_to_the_login_page_and_back(client_of, address):
    response = client_of(None).post(address)
    assert response.status_code == 302
    assert response.url.endswith(f"?next={address.replace(':', '%3A')}")


def test_another_address_may_not_use_it(client_of, address, dora):
    assert "Ce n'est pas votre adresse" in client_of(dora).get(address).content.decode()
    assert client_of(dora).post(address).status_code == 403
    assert dora.memberships.count() == 1


def test_it_is_used_once(client_of, address, guest):
    client_of(guest).post(address)
    assert client_of(guest).post(address).status_code == 410
    assert client_of(guest).get(address).status_code == 410
    assert guest.memberships.count() == 1


def test_it_lasts_seven_days(client_of, address, invitation):
    with time_machine.travel(invitation.expires_at - timedelta(seconds=1), tick=False):
        assert client_of(None).get(address).status_code == 200
    with time_machine.travel(invitation.expires_at, tick=False):
        assert client_of(None).get(address).status_code == 410
    assert invitation.expires_at - invitation.invited_at <= timedelta(days=7, seconds=5)


def test_sending_again_makes_the_former_link_void(client_of, address, invitation, bob):
    with time_machine.travel(timezone.now() + timedelta(days=8), tick=False):
        invitations.resend(invitation, by=bob)
        assert client_of(None).get(address).status_code == 410
        invitation.refresh_from_db()
        fresh = f"/invitations/{invitations.token(invitation)}/"
        assert client_of(None).get(fresh).status_code == 200
    assert Email.objects.count() == 2


def test_a_revoked_invitation_is_gone(client_of, address, invitation, bob):
    invitations.revoke(invitation, by=bob)
    assert client_of(None).get(address).status_code == 410


def test_an_invitation_of_somebody_who_left_is_gone__A5(client_of, address, bob, flora):
    MEMBERSHIP.perform(bob.memberships.get(), "remove", by=flora)
    assert client_of(None).get(address).status_code == 410


def test_an_invitation_of_somebody_who_lost_the_right_to_give_it_is_gone(
    client_of, address, bob, invitation
):
    bob.memberships.update(role=Role.READER)
    assert client_of(None).get(address).status_code == 410


@pytest.mark.parametrize("text", ["x", "1:2:3", "é", "a" * 3000])
def test_a_forged_link_is_not_found(client_of, text):
    assert client_of(None).get(f"/invitations/{text}/").status_code == 404


def test_a_link_signed_for_another_use_is_not_found(client_of, invitation):
    other = signing.Signer(salt="something.else").sign_object([invitation.pk, 0])
    assert client_of(None).get(f"/invitations/{other}/").status_code == 404


def test_a_request_that_was_waiting_ends_with_the_invitation(invitation, guest, commune_a):
    ask(organisation=commune_a, role=Role.READER, by=guest)
    invitations.accept(invitations.token(invitation), by=User.objects.get(pk=guest.pk))
    statuses = guest.memberships.order_by("id").values_list("role", "status")
    assert list(statuses) == [("reader", "removed"), ("writer", "validated")]


def test_a_member_keeps_the_role_they_have(client_of, commune_a, bob, alice):
    invitation = Invitation.objects.create(
        organisation=commune_a,
        email=alice.email,
        role=Role.REPRESENTATIVE,
        invited_by=bob,
        expires_at=timezone.now() + timedelta(days=1),
    )
    client_of(alice).post(f"/invitations/{invitations.token(invitation)}/")
    assert alice.memberships.get().role == Role.WRITER


class TestWhoInvites:
    @pytest.mark.parametrize(
        ("person", "roles"),
        [
            ("alice", {"writer", "reader"}),
            ("bob", {"writer", "representative", "reader"}),
            ("flora", {"writer", "representative", "reader"}),
            ("charlie", set()),
            ("edgar", set()),
            ("gaston", set()),
            ("karim", set()),
        ],
    )
    def test_only_roles_one_could_validate(self, request, commune_a, person, roles):
        user = request.getfixturevalue(person)
        given = set()
        for role in Role.HOLDER_ROLES:
            try:
                invitations.invite(organisation=commune_a, email=f"{role}@x.fr", role=role, by=user)
                given.add(role)
            except NotAllowed:
                pass
        assert given == roles

    def test_a_role_of_the_state_is_not_given_by_invitation(self, mildeca, nora):
        with pytest.raises(NotAllowed):
            invitations.invite(organisation=mildeca, email="x@x.fr", role=Role.PRESIDENT, by=nora)

    def test_one_invitation_waits_for_an_address(self, invitation, commune_a, bob):
        with pytest.raises(Refused, match="déjà en attente"):
            invitations.invite(
                organisation=commune_a, email="henri@example.org", role=Role.READER, by=bob
            )

    def test_no_more_than_twenty_wait(self, commune_a, bob):
        for n in range(invitations.MAX_WAITING):
            invitations.invite(organisation=commune_a, email=f"{n}@x.fr", role=Role.READER, by=bob)
        with pytest.raises(Refused, match="20 invitations"):
            invitations.invite(organisation=commune_a, email="z@x.fr", role=Role.READER, by=bob)


def test_the_answer_is_the_same_with_and_without_an_account__A20(client_of, commune_a, bob, guest):
    browser = client_of(bob)
    pages = []
    for email in ("henri@example.org", "nobody@example.org"):
        response = browser.post(
            f"/collectivites/{commune_a.pk}/inviter/",
            {"email": email, "role": "writer", "delegation": ""},
        )
        assert response.status_code == 302
        page = browser.get(response.url).content.decode()
        pages.append(page.count(email))
    assert pages[0] == pages[1]
    assert Email.objects.count() == 2


def test_the_work_done_is_the_same_with_and_without_an_account__A20(commune_a, bob, guest):
    """Same statements, so the same time: nothing looks for the account."""
    assert bob.roles()
    statements = []
    for email in (guest.email, "nobody@example.org"):
        with CaptureQueriesContext(connection) as captured:
            invitations.invite(organisation=commune_a, email=email, role=Role.READER, by=bob)
        verbs = [query["sql"].split()[:4] for query in captured]
        statements.append([verb for verb in verbs if "SAVEPOINT" not in verb])
    assert statements[0] == statements[1]


def test_the_join_page_offers_the_invitations_of_ones_address(client_of, invitation, guest):
    page = client_of(guest).get("/collectivites/rejoindre/").content.decode()
    assert "Vous êtes invité à rejoindre «&nbsp;Loos&nbsp;»" in page


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_make_one_member(invitation, guest):
    token = invitations.token(invitation)

    def click() -> str:
        try:
            invitations.accept(token, by=User.objects.get(pk=guest.pk))
        except Refused:
            return "refused"
        finally:
            connection.close()
        return "accepted"

    with ThreadPoolExecutor(4) as pool:
        clicks = [pool.submit(click) for _ in range(4)]
        answers = sorted(one.result() for one in clicks)
    assert answers == ["accepted", "refused", "refused", "refused"]
    assert guest.memberships.get().status == MembershipStatus.VALIDATED
