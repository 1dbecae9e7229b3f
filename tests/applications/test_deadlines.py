"""Instants as holders read them."""

from datetime import timedelta

import pytest

from accounts.models import Departement
from applications import deadlines
from tests.factories import paris


def place(zone: str, name: str = "Ailleurs") -> Departement:
    return Departement(code="99", name=name, time_zone=zone)


def test_an_instant_is_said_to_the_second_in_paris():
    assert deadlines.exact(paris("2024-04-30 23:59:59")).replace("\u00a0", " ") == (
        "30 avril 2024 à 23 h 59 min 59 s (heure de Paris)"
    )


@pytest.mark.parametrize(
    ("zone", "hour"),
    [
        ("Europe/Paris", ""),
        ("Indian/Reunion", "1er mai 2024 à 1 h 59"),
        ("America/Guadeloupe", "30 avril 2024 à 17 h 59"),
        ("America/Cayenne", "30 avril 2024 à 18 h 59"),
        ("Indian/Mayotte", "1er mai 2024 à 0 h 59"),
        ("Pacific/Noumea", "1er mai 2024 à 8 h 59"),
    ],
)
def test_an_overseas_holder_reads_their_own_hour_too(zone, hour):
    local = deadlines.local(paris("2024-04-30 23:59:59"), place(zone)).replace("\u00a0", " ")
    assert local.startswith(hour)
    assert bool(local) == bool(hour)


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (timedelta(days=12, hours=3), "12 jours"),
        (timedelta(days=2), "2 jours"),
        (timedelta(hours=47), "47 heures"),
        (timedelta(hours=2), "2 heures"),
        (timedelta(minutes=119), "119 minutes"),
        (timedelta(minutes=1), "1 minute"),
        (timedelta(seconds=59), "moins d’une minute"),
        (timedelta(0), "moins d’une minute"),
        (timedelta(seconds=-1), ""),
    ],
)
def test_what_is_left_is_said_in_the_unit_that_matters(left, words):
    now = paris("2024-04-15 12:00:00")
    assert deadlines.remaining(now + left, now).replace("\u00a0", " ") == words
