"""The life of a link: who asks, who validates, what a removal does (product.md, People)."""

import pytest

from accounts import invitations
from accounts.enums import MembershipStatus, Role
from accounts.models import Membership, Organisation, User
from accounts.workflow import MAX_PENDING, MEMBERSHIP, ask, change_role
from applications.models import Application
from tests.factories import make_application, make_commune, make_membership, make_user
from workflow.engine import NotAllowed, Refused
from workflow.models import Event

pytestmark = pytest.mark.django_db


def again(user: User) -> User:
    """The person as the next request sees them: links read afresh."""
    return User.objects.get(pk=user.pk)


def events(subject) -> list[str]:
    return list(Event.objects.about(subject).order_by("id").values_list("name", flat=True))


@pytest.fixture
def newcomer(db) -> User:
    return make_user("henri@example.org")


@pytest.fixture
def request_(newcomer, commune_a) -> Membership:
    """A request to write for commune A."""
    return ask(organisation=commune_a, role=Role.WRITER, job_title="Animateur", by=newcomer)


def test_a_request_is_pending_and_journaled(request_, newcomer):
    assert request_.status == MembershipStatus.PENDING
    assert events(request_) == ["membership.requested"]
    assert again(newcomer).job_title == "Animateur"


@pytest.mark.parametrize("decider", ["alice", "bob", "flora", "flora_chief", "ines", "nora"])
def test_a_member_the_prefecture_or_mildeca_validates(request, request_, decider):
    person = request.getfixturevalue(decider)
    link = MEMBERSHIP.perform(request_, "validate", by=person)
    assert (link.status, link.decided_by) == (MembershipStatus.VALIDATED, person)
    assert events(link) == ["membership.requested", "membership.validate"]


@pytest.mark.parametrize("stranger", ["charlie", "dora", "edgar", "gaston", "karim", "martin"])
@pytest.mark.parametrize("name", ["validate", "refuse", "remove"])
def test_nobody_else_decides(request, request_, stranger, name):
    with pytest.raises(NotAllowed):
        MEMBERSHIP.perform(request_, name, by=request.getfixturevalue(stranger), reason="Non")
    assert Membership.objects.get(pk=request_.pk).status == MembershipStatus.PENDING


def test_a_reader_validates_nobody(request_, commune_a):
    reader = make_user()
    make_membership(reader, commune_a, Role.READER)
    with pytest.raises(NotAllowed):
        MEMBERSHIP.perform(request_, "validate", by=reader)


def test_a_pending_colleague_validates_nobody(request_, commune_a):
    pending = make_user()
    make_membership(pending, commune_a, Role.REPRESENTATIVE, MembershipStatus.PENDING)
    with pytest.raises(NotAllowed):
        MEMBERSHIP.perform(request_, "validate", by=pending)


def test_nobody_validates_themselves_even_an_administrator(nora, commune_a):
    link = ask(organisation=commune_a, role=Role.WRITER, by=nora)
    with pytest.raises(NotAllowed):
        MEMBERSHIP.perform(link, "validate", by=again(nora))


class TestRepresentative:
    """Someone who files and signs is not vouched for by a writer."""

    @pytest.fixture
    def mayor(self, newcomer, commune_a) -> Membership:
        return ask(organisation=commune_a, role=Role.REPRESENTATIVE, by=newcomer)

    def test_a_writer_may_not_validate_a_representative(self, mayor, alice):
        with pytest.raises(NotAllowed):
            MEMBERSHIP.perform(mayor, "validate", by=alice)

    @pytest.mark.parametrize("decider", ["bob", "flora", "ines"])
    def test_a_representative_the_prefecture_or_mildeca_may(self, request, mayor, decider):
        MEMBERSHIP.perform(mayor, "validate", by=request.getfixturevalue(decider))

    def test_a_writer_does_not_remove_a_representative(self, alice, bob):
        with pytest.raises(NotAllowed):
            MEMBERSHIP.perform(bob.memberships.get(), "remove", by=alice)


def test_an_epci_over_two_departements_is_looked_after_by_both_prefectures(
    epci, newcomer, flora, gaston
):
    Organisation.objects.filter(pk=epci.pk).update(departement_codes=["59", "33"])
    for prefecture in (flora, gaston):
        link = ask(organisation=epci, role=Role.WRITER, by=newcomer)
        link = MEMBERSHIP.perform(link, "validate", by=prefecture)
        MEMBERSHIP.perform(link, "remove", by=prefecture)


def test_an_administrator_alone_gives_the_roles_of_the_state(prefecture_a, newcomer, ines, nora):
    link = make_membership(newcomer, prefecture_a, Role.PREFECTURE_AGENT, MembershipStatus.PENDING)
    with pytest.raises(NotAllowed):
        MEMBERSHIP.perform(link, "validate", by=ines)
    MEMBERSHIP.perform(link, "validate", by=nora)


def test_a_refusal_says_why(request_, bob):
    with pytest.raises(Refused, match="Indiquez le motif"):
        MEMBERSHIP.perform(request_, "refuse", by=bob, reason="  ")
    link = MEMBERSHIP.perform(request_, "refuse", by=bob, reason="Inconnu en mairie")
    assert Event.objects.about(link).first().reason == "Inconnu en mairie"


def test_a_decided_request_is_not_decided_again(request_, bob, flora):
    MEMBERSHIP.perform(request_, "validate", by=bob)
    with pytest.raises(Refused, match="déjà « Validé »"):
        MEMBERSHIP.perform(request_, "refuse", by=flora, reason="Trop tard")


def test_one_may_ask_again_after_a_refusal(request_, newcomer, commune_a, bob):
    MEMBERSHIP.perform(request_, "refuse", by=bob, reason="Non")
    assert ask(organisation=commune_a, role=Role.READER, by=newcomer).status == "pending"


def test_one_asks_once_for_a_collectivite(request_, newcomer, commune_a):
    with pytest.raises(Refused, match="déjà rattaché"):
        ask(organisation=commune_a, role=Role.REPRESENTATIVE, by=newcomer)


def test_one_cannot_flood_the_prefectures_with_requests(newcomer):
    for _ in range(MAX_PENDING):
        ask(organisation=make_commune(), role=Role.WRITER, by=newcomer)
    with pytest.raises(Refused, match="demandes en attente"):
        ask(organisation=make_commune(), role=Role.WRITER, by=newcomer)


def test_a_prefecture_is_not_joined_this_way__C_4_3a(newcomer, prefecture_a):
    with pytest.raises(Refused, match="commune ou une intercommunalité"):
        ask(organisation=prefecture_a, role=Role.WRITER, by=newcomer)


def test_a_removal_closes_the_dossiers_at_once(commune_a, alice, bob):
    dossier = make_application(holder=commune_a, by=alice)
    assert Application.objects.visible_to(again(alice)).get() == dossier
    MEMBERSHIP.perform(alice.memberships.get(), "remove", by=bob)
    assert not Application.objects.visible_to(again(alice)).exists()
    assert not Application.objects.editable_by(again(alice)).exists()


def test_a_removal_leaves_the_persons_other_rights(commune_b, alice, bob):
    make_membership(alice, commune_b, Role.READER)
    MEMBERSHIP.perform(alice.memberships.get(role=Role.WRITER), "remove", by=bob)
    assert again(alice).role_in(commune_b.pk) == Role.READER


def test_a_removal_voids_the_invitations_of_and_to_the_person__A5(commune_a, alice, bob):
    sent = invitations.invite(
        organisation=commune_a, email="x@example.org", role=Role.WRITER, by=alice
    )
    other = invitations.invite(
        organisation=commune_a, email="y@example.org", role=Role.WRITER, by=bob
    )
    MEMBERSHIP.perform(alice.memberships.get(), "remove", by=bob)
    sent.refresh_from_db()
    other.refresh_from_db()
    assert (sent.revoked_at is not None, other.revoked_at) == (True, None)
    assert events(sent) == ["invitation.create", "invitation.revoke"]


def test_anyone_may_leave(alice):
    link = MEMBERSHIP.perform(alice.memberships.get(), "remove", by=alice)
    assert (link.status, link.decided_by) == (MembershipStatus.REMOVED, alice)


def test_a_change_of_role_ends_one_link_and_validates_another(alice, bob, commune_a):
    former = alice.memberships.get()
    new = change_role(former, role=Role.REPRESENTATIVE, delegation="arrêté n° 1", by=bob)
    assert again(alice).role_in(commune_a.pk) == Role.REPRESENTATIVE
    assert (new.status, new.delegation) == (MembershipStatus.VALIDATED, "arrêté n° 1")
    assert events(former) == ["membership.remove"]
    assert events(new) == ["membership.requested", "membership.validate"]


def test_a_writer_makes_nobody_a_representative_and_nothing_is_half_done(alice, commune_a):
    colleague = make_user()
    link = make_membership(colleague, commune_a, Role.WRITER)
    with pytest.raises(NotAllowed):
        change_role(link, role=Role.REPRESENTATIVE, by=alice)
    assert again(colleague).role_in(commune_a.pk) == Role.WRITER


def test_a_change_that_changes_nothing_is_refused(alice, bob):
    with pytest.raises(Refused, match="Rien ne change"):
        change_role(alice.memberships.get(), role=Role.WRITER, by=bob)


def test_nobody_changes_their_own_role(bob):
    with pytest.raises(NotAllowed):
        change_role(bob.memberships.get(), role=Role.WRITER, by=bob)
    assert bob.memberships.get().role == Role.REPRESENTATIVE
