"""What a probe asks of the portal: can it write, does it keep time, do its mails leave?"""

import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta

import redis
from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone

from notifications import backlog
from notifications.models import Email, Setback

CLOCK_TOLERANCE = timedelta(seconds=2)
DISK_RESERVE = 1024**3  # bytes
BROKER_PATIENCE = 1  # seconds


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
            "serveur de courriels": mail_server(),
            "retenus": held(),
            "avis": notices(),
            "avis impossibles": setbacks(),
        }
    except DatabaseError as error:
        found = {"base": Measure(type(error).__name__, False)}
    return found | {"disque": disk(), "redis": broker()}


def clock() -> Measure:
    """Gap between our clock and the database's: a deadline is judged to the second."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        gap = abs(timezone.now() - cursor.fetchone()[0])
    return Measure(f"{gap.total_seconds():.3f} s d'écart", gap <= CLOCK_TOLERANCE)


def mails() -> Measure:
    """How late the latest mail is: those told to wait by a mail server are not late."""
    due = backlog.due(timezone.now()).order_by("next_attempt_at")
    return _waiting(due.values_list("next_attempt_at", flat=True).first())


def mail_server() -> Measure:
    """Whether mails wait for a mail server that takes none."""
    now = timezone.now()
    is_away = backlog.refused_by_the_server(now).exists() and not backlog.sent_lately(now).exists()
    return Measure("n'en prend aucun" if is_away else "rien à signaler", not is_away)


def held() -> Measure:
    """How many mails are held because their address gets too many; they leave by themselves."""
    count = Email.objects.filter(delivery=Email.Status.HELD).count()
    return Measure(f"{count} retenu(s)", True)


def notices() -> Measure:
    """Age of the oldest event nobody was told of: the dispatcher stands still when it is old."""
    return _waiting(backlog.untold().values_list("happened_at", flat=True).first())


def setbacks() -> Measure:
    """How many events fail again and again: somebody has to look."""
    count = Setback.objects.filter(attempts__gte=backlog.STUBBORN).count()
    return Measure(f"{count} événement(s)", count == 0)


def _waiting(since: datetime | None) -> Measure:
    if since is None:
        return Measure("aucun en attente", True)
    age = timezone.now() - since
    words = f"le plus ancien attend depuis {int(age.total_seconds())} s"
    return Measure(words, age <= backlog.PATIENCE)


def disk() -> Measure:
    """Room left where the attachments go."""
    folder = settings.PRIVATE_ROOT
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    return Measure(f"{free // 1024**2} Mo libres", free >= DISK_RESERVE)


def broker() -> Measure:
    """Whether Redis answers: the only page that asks, and for a second at most."""
    address = settings.CELERY_BROKER_URL.replace("redis+socket://", "unix://", 1)
    try:
        with redis.Redis.from_url(
            address, socket_timeout=BROKER_PATIENCE, socket_connect_timeout=BROKER_PATIENCE
        ) as line:
            line.ping()
    except (redis.RedisError, OSError) as error:
        return Measure(type(error).__name__, False)
    return Measure("joignable", True)
