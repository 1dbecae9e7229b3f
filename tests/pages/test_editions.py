"""Which call is shown, and where it stands."""

from datetime import UTC, date, datetime, timedelta

import pytest

from applications.call_content import ExampleAction, Milestone
from pages.editions import calendar, featured, varied
from tests.factories import make_call

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def milestone(code: str, first: int, last: int) -> Milestone:
    return Milestone(
        code=code, title=code, starts_on=date(2026, 3, first), ends_on=date(2026, 3, last)
    )


@pytest.fixture
def calls(db):
    def publish(slug, opens, closes, **fields):
        return make_call(
            slug=slug, opens_at=NOW + opens * DAY, closes_at=NOW + closes * DAY, **fields
        )

    return publish


def test_no_call_published_gives_none(calls):
    calls("draft", -1, 1, is_published=False)
    assert featured(NOW) is None


def test_an_open_call_comes_before_a_later_and_an_older_one(calls):
    calls("old", -400, -300)
    calls("later", 10, 20)
    calls("now", -5, 5)
    assert featured(NOW).call.slug == "now"


def test_a_call_to_come_comes_before_a_closed_one(calls):
    calls("old", -400, -300)
    calls("later", 10, 20)
    edition = featured(NOW)
    assert (edition.call.slug, edition.phase, edition.days_left) == ("later", "upcoming", 10)


def test_the_last_closed_call_is_shown_when_there_is_no_other(calls):
    calls("older", -800, -700)
    calls("old", -400, -300)
    edition = featured(NOW)
    assert (edition.call.slug, edition.phase, edition.days_left) == ("old", "closed", 0)


def test_days_are_counted_in_paris(calls):
    # 23:30 UTC on the 14th is the 15th in Paris: five days after the 10th.
    make_call(slug="x", opens_at=NOW - DAY, closes_at=datetime(2026, 3, 14, 23, 30, tzinfo=UTC))
    assert featured(NOW).days_left == 5


def test_the_last_second_is_still_open(calls):
    call = calls("x", -1, 1)
    assert featured(call.closes_at).phase == "open"
    assert featured(call.closes_at + timedelta(seconds=1)).phase == "closed"


@pytest.mark.parametrize(
    ("durations", "words"), [([2, 3], "2 ou 3 ans"), ([3], "3 ans"), ([1], "1 an")]
)
def test_durations_are_said_in_words(calls, durations, words):
    calls("x", -1, 1, durations=durations)
    assert featured(NOW).durations == words


def test_today_is_marked_inside_a_milestone():
    steps = calendar([milestone("b", 10, 12), milestone("a", 1, 5)], date(2026, 3, 11))
    assert [(s.milestone.code, s.progress, s.follows_today) for s in steps] == [
        ("a", "done", False),
        ("b", "now", False),
    ]


def test_today_is_marked_between_two_milestones_once():
    steps = calendar(
        [milestone("a", 1, 5), milestone("b", 10, 12), milestone("c", 15, 15)], date(2026, 3, 7)
    )
    assert [s.follows_today for s in steps] == [False, True, False]


def test_after_everything_today_is_not_marked():
    steps = calendar([milestone("a", 1, 5)], date(2026, 3, 30))
    assert [(s.progress, s.follows_today) for s in steps] == [("done", False)]


def test_examples_at_hand_come_from_several_axes():
    texts = [
        ExampleAction(
            code=code,
            axis=axis,
            title=code,
            town="",
            audience="",
            summary="",
            aims=[],
            description="",
        )
        for code, axis in [("a1", "a"), ("a2", "a"), ("b1", "b"), ("a3", "a")]
    ]
    assert [e.code for e in varied(texts, 3)] == ["a1", "b1", "a2"]
