"""Hours of Paris as people type them: twice a year one hour is missing, one comes twice."""

from datetime import UTC, date, datetime, time

from limits_portal.french import PARIS


class NoSuchHour(ValueError):
    """The clocks of Paris jump over this hour that night."""


class TwiceThatHour(ValueError):
    """The clocks of Paris show this hour twice that night."""


def instant(day: date, hour: time) -> datetime:
    """The instant of a day and hour of Paris. Raises NoSuchHour or TwiceThatHour."""
    first = datetime.combine(day, hour, tzinfo=PARIS)
    second = first.replace(fold=1)
    if first.utcoffset() == second.utcoffset():
        return first
    exists = first.astimezone(UTC).astimezone(PARIS).replace(tzinfo=None) == first.replace(
        tzinfo=None
    )
    raise TwiceThatHour() if exists else NoSuchHour()


def shift_years(moment: datetime, years: int) -> datetime:
    """The same day and hour of Paris `years` later; 29 February becomes 28 February.

    An hour that the clocks jump over that year becomes the next one that exists.
    """
    local = moment.astimezone(PARIS)
    try:
        moved = local.replace(year=local.year + years)
    except ValueError:
        moved = local.replace(year=local.year + years, day=28)
    return moved.astimezone(UTC).astimezone(PARIS)
