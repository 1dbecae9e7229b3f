"""What a probe asks of the portal: can it write, does it keep time, do its mails leave?"""

import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone

from notifications.models import Email
from workflow.models import Event

CLOCK_TOLERANCE = timedelta(seconds=2)
PATIENCE = timedelta(minutes=15)
DISK_RESERVE = 1024**3  # bytes


@dataclass(frozen=True)
class Measure:
    """One thing looked at: its value in words, and whether all is well with it."""

    value: str
    is_good: bool


def measures() -> dict[str, Measure]:
    """Every measure by name; the ones the database gives are bad together when it is away."""
    try:
        found = {
            "base": Measure("joignable", True),
            "horloge": clock(),
            "courriels": mails(),
            "avis": notices(),
        }
    except DatabaseError as error:
        found = {"base": Measure(type(error).__name__, False)}
    return found | {"disque": disk()}


def clock() -> Measure:
    """Gap between our clock and the database's: a deadline is judged to the second."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        gap = abs(timezone.now() - cursor.fetchone()[0])
    return Measure(f"{gap.total_seconds():.3f} s d'écart", gap <= CLOCK_TOLERANCE)


def mails() -> Measure:
    """Age of the oldest mail that should have left."""
    oldest = (
        Email.objects.filter(delivery=Email.Status.WAITING)
        .order_by("created_at")
        .values_list("created_at", flat=True)
        .first()
    )
    return _waiting(oldest)


def notices() -> Measure:
    """Age of the oldest event nobody was told of: the dispatcher stands still when it is old."""
    oldest = Event.objects.filter(dispatched_at=None).values_list("happened_at", flat=True).first()
    return _waiting(oldest)


def _waiting(since: datetime | None) -> Measure:
    if since is None:
        return Measure("aucun en attente", True)
    age = timezone.now() - since
    return Measure(f"le plus ancien attend depuis {int(age.total_seconds())} s", age <= PATIENCE)


def disk() -> Measure:
    """Room left where the attachments go."""
    folder = settings.PRIVATE_ROOT
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    return Measure(f"{free // 1024**2} Mo libres", free >= DISK_RESERVE)
