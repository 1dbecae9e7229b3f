"""Yearly amounts on a form: one column a project year, « amounts__0 » to « amounts__3 ».

Forms declare all of MAX_YEARS and keep those of the project (`years_shown`).
"""

from collections.abc import Mapping
from typing import Any

from applications.content import MAX_YEARS, Project
from limits_portal.forms import MoneyField


def amount(label: str, year: int) -> MoneyField:
    """The amount of one project year, from 1; the third year and on may not exist."""
    return MoneyField(label=f"{label}, année {year}", max_digits=11, required=year <= 2)


def years_shown(project: Project, initial: Mapping[str, Any] | None = None) -> int:
    """Number of year columns: the project's duration, or more where an amount stands beyond."""
    years = min(project.duration_years or 3, MAX_YEARS)
    for name, value in (initial or {}).items():
        _, _, rank = name.rpartition("__")
        if rank.isdigit() and value:
            years = max(years, int(rank) + 1)
    return years


def year_label(project: Project, year: int) -> str:
    """« Année 1 », with its calendar years when the start is known: « Année 1 (2024-2025) »."""
    if project.starts_on is None:
        return f"Année {year}"
    first = project.starts_on.year + year - 1
    last = first if (project.starts_on.month, project.starts_on.day) == (1, 1) else first + 1
    return f"Année {year} ({first})" if first == last else f"Année {year} ({first}-{last})"
