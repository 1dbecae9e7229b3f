"""`make chaos-mail` fails when what it promises does not hold."""

import random

import pytest

from accounts.enums import MembershipStatus, Role
from accounts.workflow import MEMBERSHIP
from chaos.herd import Herd
from chaos.sink import Act, Taken, listening, sulky, take_all
from chaos.verdict import verdict
from chaos.world import World
from notifications.dispatch import dispatch_due
from notifications.models import Email
from tests.factories import make_membership, make_user

pytestmark = pytest.mark.django_db
ADDRESS = "henri@example.org"


@pytest.fixture
def herd(tmp_path):
    return Herd(tmp_path, {}, random.Random(1))


@pytest.fixture
def world(bob, commune_a):
    """One validation, told and delivered."""
    link = make_membership(make_user(ADDRESS), commune_a, Role.READER, MembershipStatus.PENDING)
    MEMBERSHIP.perform(link, "validate", by=bob)
    dispatch_due()
    Email.objects.update(delivery="sent")
    return World(bob, [link], done=[ADDRESS])


@pytest.fixture
def sink(world):
    with listening() as server:
        server.keep(Taken("", ADDRESS, Email.objects.get().message_id, b""))
        yield server


def broken(*parts) -> list[str]:
    return verdict(*parts)[1]


def test_all_holds_when_each_mail_arrived_once(world, sink, herd):
    assert broken(world, sink, herd) == []


def test_a_lost_mail_is_seen(world, sink, herd):
    sink.taken.clear()
    assert broken(world, sink, herd) == ["rien n'est perdu"]


def test_a_double_needs_a_killed_process_and_the_same_message_id(world, sink, herd):
    sink.keep(sink.taken[0])
    assert broken(world, sink, herd) == ["pas plus de doubles que de processus tués"]
    herd.killed = 1
    assert broken(world, sink, herd) == []
    sink.keep(Taken("", ADDRESS, "<autre@limits>", b""))
    herd.killed = 2
    assert broken(world, sink, herd) == ["chaque exemplaire a le même Message-ID"]


def test_a_mail_about_what_was_undone_is_seen(world, sink, herd):
    world.undone.append("annule@example.org")
    sink.keep(Taken("", "annule@example.org", "<x@limits>", b""))
    assert "rien n'annonce une action annulée" in broken(world, sink, herd)


def test_a_mail_that_still_waits_is_seen(world, sink, herd):
    Email.objects.update(delivery="waiting")
    assert broken(world, sink, herd) == ["tout est parti"]


def test_the_server_sulks_the_same_way_for_the_same_seed():
    addresses = [f"p{n}@chaos.example.org" for n in range(2000)]
    acts = [sulky(7)(to, 1) for to in addresses]
    assert acts == [sulky(7)(to, 1) for to in addresses]
    assert set(acts) == set(Act)
    assert {take_all(to, 1) for to in addresses} == {Act.TAKE}
    assert all(sulky(7)(to, 9) in {Act.TAKE, Act.REFUSE} for to in addresses)
