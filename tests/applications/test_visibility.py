"""Which dossiers a person may read, and what it costs to ask (product.md, People)."""

import pytest

from accounts.enums import MembershipStatus, Role
from accounts.models import User
from applications.models import Application
from applications.workflow import LIFE
from tests.applications.filings import make_filed
from tests.factories import make_application, make_call, make_commune, make_membership, make_user


def read_by(user: User) -> set[str]:
    """References that this person, fetched anew as each request does, may read."""
    again = User.objects.get(pk=user.pk)
    return set(Application.objects.visible_to(again).values_list("reference", flat=True))


@pytest.fixture
def draft(alice, commune_a) -> Application:
    return make_application(holder=commune_a, by=alice)


@pytest.fixture
def filed(charlie, commune_b, mildeca) -> Application:
    make_membership(charlie, commune_b, Role.REPRESENTATIVE)
    snapshot = make_filed(holder=commune_b, by=User.objects.get(pk=charlie.pk))
    return snapshot.application


def test_a_member_reads_the_dossiers_of_their_commune_alone(draft, filed, alice, bob, dora, edgar):
    assert read_by(alice) == read_by(bob) == {draft.reference}
    assert read_by(dora) == read_by(edgar) == set()


def test_the_state_reads_what_is_filed_and_no_draft(
    draft, filed, flora, flora_chief, gaston, ines, martin, nora
):
    assert read_by(flora) == read_by(flora_chief) == {filed.reference}
    assert read_by(ines) == read_by(martin) == {filed.reference}
    assert read_by(gaston) == read_by(nora) == set()


def test_a_pending_link_shows_only_what_one_created_oneself(draft, commune_a):
    paul = make_user("paul@example.org")
    make_membership(paul, commune_a, Role.WRITER, MembershipStatus.PENDING)
    assert read_by(paul) == set()

    own = make_application(holder=commune_a, by=paul, call=make_call())
    assert read_by(paul) == {own.reference}


def test_two_links_add_up(draft, filed, alice, charlie, commune_a):
    make_membership(charlie, commune_a, Role.READER)
    assert read_by(charlie) == {draft.reference, filed.reference}


def test_a_removed_link_shows_nothing_at_the_next_request(draft, alice):
    alice.memberships.update(status=MembershipStatus.REMOVED)
    assert read_by(alice) == set()


def still_read_by(user: User) -> set[str]:
    """References that this person may still read, withdrawn or not."""
    again = User.objects.get(pk=user.pk)
    team_or_state = Application.objects.visible_even_withdrawn(again)
    as_agent = Application.objects.read_as_agent_even_withdrawn(again)
    found = set(team_or_state.values_list("reference", flat=True))
    assert set(as_agent.values_list("reference", flat=True)) <= found
    return found


def test_a_withdrawn_dossier_leaves_the_work_of_the_state(filed, charlie, flora, ines, martin):
    LIFE.perform(filed, "withdraw", by=User.objects.get(pk=charlie.pk), reason="Reporté.")
    assert read_by(flora) == read_by(ines) == read_by(martin) == set()
    assert read_by(charlie) == {filed.reference}


def test_instruction_and_president_alone_still_read_what_was_filed_then_withdrawn(
    filed, charlie, flora, flora_chief, gaston, ines, karim, martin, nora
):
    LIFE.perform(filed, "withdraw", by=User.objects.get(pk=charlie.pk), reason="Reporté.")
    assert still_read_by(ines) == still_read_by(martin) == {filed.reference}
    assert still_read_by(charlie) == {filed.reference}
    for person in (flora, flora_chief, gaston, karim, nora):
        assert still_read_by(person) == set(), person


def test_a_draft_withdrawn_is_never_read_by_the_state(draft, bob, ines, martin):
    LIFE.perform(draft, "withdraw", by=User.objects.get(pk=bob.pk), reason="Reporté.")
    assert still_read_by(ines) == still_read_by(martin) == set()
    assert still_read_by(bob) == {draft.reference}


def test_somebody_without_any_link_asks_the_database_for_no_dossier(
    draft, django_assert_num_queries
):
    nobody = make_user("seul@example.org")
    make_commune("Ailleurs")
    with django_assert_num_queries(1):  # their links
        assert list(Application.objects.visible_to(nobody)) == []
