"""The dates of a project, from its start and its duration (C-3f)."""

from calendar import monthrange
from datetime import date, timedelta

from applications.content import Project


def anniversary(day: date, years: int) -> date | None:
    """Return the same day some years later (1 March for a 29 February), or None past 9999."""
    year = day.year + years
    if year > date.max.year:
        return None
    try:
        return day.replace(year=year)
    except ValueError:
        return date(year, 3, 1)


def last_day(starts_on: date, years: int) -> date | None:
    """Last day of a project of whole years: 1 September 2024, two years → 31 August 2026."""
    end = anniversary(starts_on, years)
    return end - timedelta(days=1) if end else None


def project_dates(project: Project) -> tuple[date, date] | None:
    """First and last day of the project, both included; None until both answers are given."""
    if project.starts_on is None or not project.duration_years:
        return None
    end = last_day(project.starts_on, project.duration_years)
    return (project.starts_on, end) if end else None


def months_later(day: date, months: int) -> date:
    """The same day some months later, or the last of that month: 31 August, six → 28 February."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
