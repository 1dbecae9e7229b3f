"""What marks amount to, whatever they are (C-4.3f): properties rather than examples."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from reviews import scoring

CODES = ["adequation", "innovation", "equipe", "methodologie", "partenariat"]
WEIGHTS = {"adequation": 5, "innovation": 2, "equipe": 3, "methodologie": 4, "partenariat": 4}
GAP = Decimal(25)

a_mark = st.integers(0, 5)
some_marks = st.fixed_dictionaries(dict.fromkeys(CODES, a_mark))
some_weights = st.fixed_dictionaries(dict.fromkeys(CODES, st.integers(1, 100)))
some_readings = st.lists(some_marks, max_size=5)


def entries_of(readings_by_dossier):
    """The dossiers to rank, numbered in order."""
    sums = [scoring.summary(r, WEIGHTS, GAP) for r in readings_by_dossier]
    return [
        scoring.Entry(f"LIMITS-2024-{number:04d}", s.mean, s.by_criterion)
        for number, s in enumerate(sums)
    ]


def test_all_fives_are_a_hundred_and_all_zeros_a_zero():
    assert scoring.score(dict.fromkeys(CODES, 5), WEIGHTS) == 100
    assert scoring.score(dict.fromkeys(CODES, 0), WEIGHTS) == 0


def test_a_score_is_the_weighted_mean_of_the_marks__C_4_3f():
    marks = {"adequation": 4, "innovation": 3, "equipe": 2, "methodologie": 5, "partenariat": 3}
    # (5×4 + 2×3 + 3×2 + 4×5 + 4×3) / (5×18) = 64/90
    assert scoring.score(marks, WEIGHTS) == Decimal("71.11")


@given(some_marks, some_weights, st.integers(2, 50))
def test_multiplying_all_weights_changes_nothing(marks, weights, times):
    heavier = {code: weight * times for code, weight in weights.items()}
    assert scoring.score(marks, weights) == scoring.score(marks, heavier)


@given(some_marks, some_weights, st.sampled_from(CODES), st.booleans())
def test_a_missing_mark_is_no_zero(marks, weights, code, is_absent):
    partial = {c: m for c, m in marks.items() if c != code} if is_absent else marks | {code: None}
    assert scoring.score(partial, weights) is None


@given(some_marks, some_weights, st.sampled_from(CODES))
def test_a_better_mark_never_lowers_a_score(marks, weights, code):
    better = marks | {code: min(5, marks[code] + 1)}
    assert scoring.score(better, weights) >= scoring.score(marks, weights)


@given(some_readings, some_marks, st.sampled_from(CODES))
def test_an_unfinished_reading_counts_for_nothing(readings, marks, code):
    unfinished = marks | {code: None}
    assert scoring.summary([*readings, unfinished], WEIGHTS, GAP) == scoring.summary(
        readings, WEIGHTS, GAP
    )


@given(st.lists(some_marks, min_size=1, max_size=6), some_weights)
def test_a_mean_lies_between_the_lowest_and_the_highest_score(readings, weights):
    found = scoring.summary(readings, weights, GAP)
    scores = [scoring.score(marks, weights) for marks in readings]
    assert min(scores) <= found.mean <= max(scores)
    assert found.spread == max(scores) - min(scores)
    assert found.is_divergent == (len(readings) > 1 and found.spread >= GAP)


def test_nothing_filed_has_no_mean_and_no_spread():
    assert scoring.summary([], WEIGHTS, GAP) == scoring.Summary()


@given(st.lists(some_marks, min_size=1, max_size=6))
def test_the_calls_own_weights_give_the_mean_back(readings):
    found = scoring.summary(readings, WEIGHTS, GAP)
    stored = scoring.from_plain(scoring.to_plain(found.by_criterion))
    assert scoring.reweighted(stored, WEIGHTS) == found.mean


@given(st.lists(some_marks, min_size=1, max_size=6), st.sampled_from(CODES))
def test_a_criterion_alone_gives_its_own_mean(readings, code):
    tallies = scoring.summary(readings, WEIGHTS, GAP).by_criterion
    alone = dict.fromkeys(CODES, 0) | {code: 7}
    expected = Decimal(20 * sum(m[code] for m in readings)) / len(readings)
    assert abs(scoring.reweighted(tallies, alone) - expected) <= Decimal("0.005")


def test_other_weights_say_nothing_of_a_dossier_not_marked():
    assert scoring.reweighted({}, WEIGHTS) is None
    assert scoring.reweighted({}, dict.fromkeys(CODES, 0)) is None


@given(st.lists(some_readings, max_size=12), st.randoms(use_true_random=False))
def test_a_ranking_is_total_and_does_not_depend_on_the_order_it_is_given(dossiers, random):
    entries = entries_of(dossiers)
    shuffled = random.sample(entries, len(entries))
    ranked = scoring.ranking(shuffled, ["methodologie", "partenariat"])
    assert ranked == scoring.ranking(entries, ["methodologie", "partenariat"])
    assert sorted(r.entry.key for r in ranked) == [e.key for e in entries]
    places = [r.rank for r in ranked if r.rank is not None]
    assert places == list(range(1, len(places) + 1))
    means = [r.entry.mean for r in ranked if r.rank is not None]
    assert means == sorted(means, reverse=True)
    assert all(r.rank is None for r in ranked if r.entry.mean is None)


def test_equal_means_are_parted_by_the_calls_criteria_then_said_tied():
    good_method = [
        {"adequation": 3, "innovation": 3, "equipe": 3, "methodologie": 5, "partenariat": 1}
    ]
    good_partners = [
        {"adequation": 3, "innovation": 3, "equipe": 3, "methodologie": 1, "partenariat": 5}
    ]
    ranked = scoring.ranking(
        entries_of([good_partners, good_method, good_method]), ["methodologie", "partenariat"]
    )
    assert [r.entry.key[-1] for r in ranked] == ["1", "2", "0"]
    assert [r.is_tied for r in ranked] == [True, True, False]
