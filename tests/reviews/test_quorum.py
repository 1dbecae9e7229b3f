"""Who counts and who votes, dossier by dossier (facts.md §7.4): properties."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from reviews import quorum
from reviews.quorum import Member

HALF = Decimal("0.5")


@st.composite
def committees(draw):
    """Members, with mandates given to anybody, as bad data would have it."""
    seats = list(range(1, draw(st.integers(1, 12)) + 1))
    modes = st.sampled_from(["present", "remote", "mandate", "absent"])
    return [Member(s, draw(modes), draw(st.sampled_from([None, *seats]))) for s in seats]


recusals = st.sets(st.integers(1, 12))


@given(committees(), recusals)
def test_nobody_recused_is_heard_nor_speaks(members, recused):
    heard = quorum.voices(members, recused)
    assert not (set(heard) | set(heard.values())) & recused


@given(committees(), recusals)
def test_each_speaks_for_themselves_and_one_other_at_most(members, recused):
    speakers = list(quorum.voices(members, recused).values())
    assert all(speakers.count(seat) <= 2 for seat in speakers)


@given(committees(), recusals)
def test_only_those_in_the_room_speak(members, recused):
    there = {m.seat for m in members if m.mode in ("present", "remote")}
    assert set(quorum.voices(members, recused).values()) <= there


@given(committees(), recusals)
def test_counted_never_exceed_those_in_office(members, recused):
    found = quorum.of(members, HALF, recused)
    assert 0 <= found.counted <= found.in_office <= len(members)


@given(committees(), recusals, st.permutations(range(12)))
def test_the_order_of_the_roll_changes_nothing(members, recused, order):
    shuffled = [members[n] for n in order if n < len(members)]
    assert quorum.of(shuffled, HALF, recused) == quorum.of(members, HALF, recused)


@given(committees())
def test_one_more_present_never_loses_the_quorum(members):
    before = quorum.of(members, HALF)
    more = [Member(m.seat, "present") if m.mode == "absent" else m for m in members]
    assert quorum.of(more, HALF).counted >= before.counted


def test_half_is_enough_and_a_recusal_moves_both_sides():
    nine = [Member(s, "present" if s <= 4 else "absent") for s in range(1, 10)]
    assert not quorum.of(nine, HALF).is_reached
    # One absent member is recused: four of eight.
    assert quorum.of(nine, HALF, {9}).is_reached
    # One present member is: three of eight.
    assert not quorum.of(nine, HALF, {1}).is_reached


def test_the_mandate_of_a_recused_bearer_is_not_heard():
    two = [Member(1, "present"), Member(2, "mandate", 1), Member(3, "present")]
    assert quorum.voices(two) == {1: 1, 2: 1, 3: 3}
    assert quorum.voices(two, {1}) == {3: 3}


def test_nobody_there_is_never_a_quorum():
    assert not quorum.of([Member(1)], HALF, is_asked=False).is_reached
