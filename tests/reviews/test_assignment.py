"""Who reads which dossier, whatever the committee: balance, conflicts, stability (C-5d)."""

from collections import Counter

from hypothesis import assume, given
from hypothesis import strategies as st

from reviews.assignment import plan


@st.composite
def committees(draw, *, has_conflicts=True):
    """Dossiers, readers, readers asked for each dossier, conflicts."""
    dossiers = list(range(1, draw(st.integers(1, 25)) + 1))
    readers = list(range(101, 101 + draw(st.integers(1, 7))))
    pairs = [(d, r) for d in dossiers for r in readers]
    some = st.sets(st.sampled_from(pairs), max_size=len(pairs) // 3)
    return {
        "dossiers": dossiers,
        "readers": readers,
        "per_dossier": draw(st.integers(1, 4)),
        "forbidden": draw(some) if has_conflicts else set(),
    }


def readings(committee, **more):
    """The readings that follow from a plan."""
    made = plan(**committee, **more)
    return (more.get("standing", set()) - set(made.ended)) | set(made.added), made


def loads(pairs, readers):
    """How many dossiers each reader has."""
    found = Counter(reader for _, reader in pairs)
    return {reader: found[reader] for reader in readers}


@given(committees())
def test_every_dossier_has_its_readers_or_is_said_short(committee):
    pairs, made = readings(committee)
    for dossier in committee["dossiers"]:
        count = sum(d == dossier for d, _ in pairs)
        assert count + made.short.get(dossier, 0) == committee["per_dossier"]
        if dossier in made.short:  # then everybody who may reads it
            able = [r for r in committee["readers"] if (dossier, r) not in committee["forbidden"]]
            assert count == len(able)


@given(committees())
def test_nobody_reads_across_a_conflict__C_5d(committee):
    pairs, _ = readings(committee)
    assert not pairs & committee["forbidden"]


@given(committees(has_conflicts=False))
def test_readers_are_within_one_dossier_of_each_other(committee):
    assume(len(committee["readers"]) >= committee["per_dossier"])
    found = loads(readings(committee)[0], committee["readers"]).values()
    assert max(found) - min(found) <= 1


@given(committees())
def test_with_conflicts_no_single_move_would_be_more_even(committee):
    pairs, _ = readings(committee)
    found = loads(pairs, committee["readers"])
    for dossier, reader in pairs:
        for other in committee["readers"]:
            able = (dossier, other) not in pairs | committee["forbidden"]
            assert not able or found[other] >= found[reader] - 1


@given(committees(), st.randoms(use_true_random=False))
def test_the_plan_does_not_depend_on_any_order(committee, random):
    shuffled = committee | {
        "dossiers": random.sample(committee["dossiers"], len(committee["dossiers"])),
        "readers": random.sample(committee["readers"], len(committee["readers"])),
    }
    assert plan(**shuffled) == plan(**committee)


@given(committees())
def test_a_plan_followed_leaves_nothing_to_do(committee):
    pairs, _ = readings(committee)
    assert plan(**committee, standing=pairs).is_empty


@given(committees(has_conflicts=False))
def test_a_newcomer_takes_their_share_and_nobody_else_changes(committee):
    assume(len(committee["readers"]) >= committee["per_dossier"])
    before, _ = readings(committee)
    larger = committee | {"readers": [*committee["readers"], 999]}
    after, made = readings(larger, standing=before)
    share = loads(after, [999])[999]
    assert len(made.added) == len(made.ended) == share
    assert {reader for _, reader in made.added} <= {999}
    found = loads(after, larger["readers"]).values()
    assert max(found) - min(found) <= 1


@given(committees(has_conflicts=False), st.data())
def test_when_a_member_leaves_their_dossiers_alone_move(committee, data):
    assume(len(committee["readers"]) > committee["per_dossier"])
    before, _ = readings(committee)
    gone = data.draw(st.sampled_from(committee["readers"]))
    smaller = committee | {"readers": [r for r in committee["readers"] if r != gone]}
    after, made = readings(smaller, standing=before)
    freed = {pair for pair in before if pair[1] == gone}
    moved = set(made.ended) - freed
    assert freed <= set(made.ended)
    assert len(moved) <= len(freed)
    found = loads(after, smaller["readers"]).values()
    assert max(found) - min(found) <= 1


@given(committees(), st.data())
def test_what_is_fixed_never_moves_but_for_a_conflict(committee, data):
    pairs = [(d, r) for d in committee["dossiers"] for r in committee["readers"]]
    fixed = data.draw(st.sets(st.sampled_from(pairs), max_size=10))
    after, _ = readings(committee, standing=fixed, fixed=fixed)
    assert fixed - committee["forbidden"] <= after
    assert not after & committee["forbidden"]


def test_an_absent_member_keeps_what_they_began_and_gets_nothing_more():
    made = plan(
        dossiers=[1, 2],
        readers=[10, 11],
        per_dossier=2,
        standing={(1, 99), (2, 99)},
        fixed={(1, 99)},
    )
    assert made.ended == [(2, 99)]
    assert made.added == [(1, 10), (2, 10), (2, 11)] or made.added == [(1, 11), (2, 10), (2, 11)]


def test_the_edition_of_115_dossiers_and_9_members_meets_everybody():
    made = plan(dossiers=range(115), readers=range(1000, 1009), per_dossier=3)
    found = Counter(reader for _, reader in made.added)
    assert sorted(found.values()) == [38] * 6 + [39] * 3
    by_dossier = {}
    for dossier, reader in made.added:
        by_dossier.setdefault(dossier, []).append(reader)
    pairs = {frozenset((a, b)) for there in by_dossier.values() for a in there for b in there}
    assert (
        len([pair for pair in pairs if len(pair) == 2]) == 36
    )  # every two have a dossier in common
