"""Instants as a holder reads them: to the second, and in local time overseas (C-4.1k, C-5a)."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from accounts.models import Departement
from limits_portal import french


def exact(instant: datetime) -> str:
    """« 30 avril 2024 à 23 h 59 min 59 s (heure de Paris) »."""
    return f"{_to_the_second(instant.astimezone(french.PARIS))} (heure de Paris)"


def _to_the_second(local: datetime) -> str:
    space = french.NBSP
    return (
        f"{french.long_date(local.date())} à {french.hour(local)}{space}min"
        f"{space}{local.second:02d}{space}s"
    )


def local(instant: datetime, departement: Departement) -> str:
    """« 30 avril 2024 à 17 h 59 min 59 s à La Réunion », or nothing where clocks say Paris time."""
    zone = ZoneInfo(departement.time_zone)
    there = instant.astimezone(zone)
    if there.utcoffset() == instant.astimezone(french.PARIS).utcoffset():
        return ""
    return f"{_to_the_second(there)} (heure locale, {departement.name})"


def both(instant: datetime, departement: Departement) -> str:
    """The instant in Paris, then in the holder's own time zone when it differs."""
    there = local(instant, departement)
    return f"{exact(instant)}, soit {there}" if there else exact(instant)


def remaining(closes_at: datetime, now: datetime) -> str:
    """« 12 jours », « 5 heures », « 8 minutes »: the whole units left; empty when it is over."""
    left = closes_at - now
    if left < timedelta(0):
        return ""
    for length, one, many in (
        (timedelta(days=1), "jour", "jours"),
        (timedelta(hours=1), "heure", "heures"),
        (timedelta(minutes=1), "minute", "minutes"),
    ):
        # Two days and more are said in days, then hours under two days, for the last rush.
        if left >= 2 * length or (length == timedelta(minutes=1) and left >= length):
            number = left // length
            return f"{number}{french.NBSP}{many if number > 1 else one}"
    return "moins d’une minute"
