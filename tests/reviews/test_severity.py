"""Marks corrected for the severity of readers: properties of the model."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from reviews.severity import Reading, adjusted, severities

readings = st.lists(
    st.builds(
        Reading,
        dossier=st.integers(1, 12),
        reader=st.integers(1, 5),
        score=st.integers(0, 10000).map(lambda cents: Decimal(cents) / 100),
    ),
    max_size=60,
    unique_by=lambda reading: (reading.dossier, reading.reader),
)


def raw_means(every):
    """The plain mean of each dossier."""
    by_dossier = {}
    for reading in every:
        by_dossier.setdefault(reading.dossier, []).append(reading.score)
    return {dossier: sum(s) / len(s) for dossier, s in by_dossier.items()}


def committee(worths, effects, readers_of):
    """Readings of dossiers of known worth by readers of known severity."""
    return [
        Reading(dossier, reader, Decimal(worth + effects[reader]))
        for dossier, worth in worths.items()
        for reader in readers_of(dossier)
    ]


@given(readings)
def test_every_dossier_read_has_a_mark_from_0_to_100(every):
    found = adjusted(every)
    assert found.keys() == {reading.dossier for reading in every}
    assert all(0 <= mark <= 100 for mark in found.values())


@given(readings, st.randoms(use_true_random=False))
def test_the_order_of_the_readings_changes_nothing(every, random):
    assert adjusted(random.sample(every, len(every))) == adjusted(every)


@given(readings)
def test_readers_with_too_few_readings_are_untouched(every):
    found = adjusted(every, fewest=13)
    for dossier, mean in raw_means(every).items():
        assert abs(found[dossier] - mean) <= Decimal("0.01")


@given(readings)
def test_dossiers_read_by_one_teach_nothing_of_readers(every):
    first = {reading.dossier: reading for reading in every}
    assert severities(first.values(), fewest=1) == {}


def test_readers_who_agree_are_not_corrected():
    worths = {number: 40 + number for number in range(12)}
    same = committee(worths, {1: 0, 2: 0, 3: 0}, lambda _: (1, 2, 3))
    assert all(abs(effect) < 1e-9 for effect in severities(same).values())


def test_the_severe_reader_is_found_and_the_unlucky_dossiers_are_given_justice():
    worths = dict.fromkeys(range(60), 60)
    pairs = [(1, 2), (2, 3), (1, 3)]
    every = committee(worths, {1: 0, 2: 0, 3: -20}, lambda dossier: pairs[dossier % 3])
    found = severities(every)
    assert found[3] < -10 < 0 < found[1]
    raw, fair = raw_means(every), adjusted(every)
    assert max(raw.values()) - min(raw.values()) == 10
    assert max(fair.values()) - min(fair.values()) < 2


def test_few_readings_correct_little():
    effects = {1: 0, 2: -20}
    few = committee(dict.fromkeys(range(5), 60), effects, lambda _: (1, 2))
    many = committee(dict.fromkeys(range(100), 60), effects, lambda _: (1, 2))
    assert abs(severities(few)[2]) < abs(severities(many)[2]) < 10.01


def test_when_all_read_all_the_ranking_is_left_as_it_is():
    worths = {number: 30 + 3 * number for number in range(10)}
    every = committee(worths, {1: 10, 2: -15, 3: 5}, lambda _: (1, 2, 3))
    fair = adjusted(every)
    assert sorted(fair, key=fair.__getitem__) == sorted(worths, key=worths.__getitem__)
