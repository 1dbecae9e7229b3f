"""Hours of Paris that do not exist, or exist twice."""

from datetime import UTC, date, datetime, time

import pytest

from applications.paris_time import NoSuchHour, TwiceThatHour, instant, shift_years
from limits_portal.french import PARIS


def test_an_hour_of_winter_and_an_hour_of_summer():
    assert instant(date(2024, 2, 29), time(0)) == datetime(2024, 2, 28, 23, tzinfo=UTC)
    assert instant(date(2024, 4, 30), time(23, 59, 59)) == datetime(
        2024, 4, 30, 21, 59, 59, tzinfo=UTC
    )


@pytest.mark.parametrize("hour", [time(2), time(2, 30), time(2, 59, 59)])
def test_the_hour_that_spring_skips(hour):
    with pytest.raises(NoSuchHour):
        instant(date(2024, 3, 31), hour)


@pytest.mark.parametrize("hour", [time(2), time(2, 30), time(2, 59, 59)])
def test_the_hour_that_autumn_repeats(hour):
    with pytest.raises(TwiceThatHour):
        instant(date(2024, 10, 27), hour)


@pytest.mark.parametrize("hour", [time(1, 59, 59), time(3)])
@pytest.mark.parametrize("day", [date(2024, 3, 31), date(2024, 10, 27)])
def test_the_hours_on_either_side_are_plain(day, hour):
    assert instant(day, hour).astimezone(PARIS).time() == hour


def test_a_year_later_keeps_the_wall_clock():
    moved = shift_years(datetime(2024, 4, 30, 23, 59, 59, tzinfo=PARIS), 1)
    assert moved == datetime(2025, 4, 30, 23, 59, 59, tzinfo=PARIS)
    assert shift_years(datetime(2024, 2, 29, tzinfo=PARIS), 1).date() == date(2025, 2, 28)


def test_a_year_later_steps_over_an_hour_that_does_not_exist():
    moved = shift_years(datetime(2024, 3, 30, 2, 30, tzinfo=PARIS), 1)
    assert (moved.date(), moved.time()) == (date(2025, 3, 30), time(3, 30))
