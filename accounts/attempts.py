"""Counting log-in attempts: every counter of a request in one statement, decided by PostgreSQL.

Allauth keeps each counter in the cache under a lock: four statements to count, four to take
back, twenty a log-in. Here one « insert or update » counts an attempt under all its keys at once;
of many simultaneous ones no more pass than the limit says, since each waits for the row. A
sliding window, as allauth's: an attempt counts for so many seconds, a refused one does not count.
"""

import hashlib
import time
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db import connection
from django.utils import timezone

from accounts.models import AttemptCounter

# Rows are taken in the order of their keys, so that two requests never wait for each other.
COUNT = """
    INSERT INTO accounts_attemptcounter AS known (key, instants, amount, seconds, expires_at)
    SELECT key, ARRAY[%(now)s::float8], amount, seconds, to_timestamp(%(now)s + seconds)
    FROM unnest(%(keys)s::text[], %(amounts)s::int[], %(seconds)s::float8[])
        AS wanted (key, amount, seconds)
    ORDER BY key
    ON CONFLICT (key) DO UPDATE SET
        instants = ARRAY(
            SELECT instant FROM unnest(known.instants) AS instant
            WHERE instant > %(now)s - EXCLUDED.seconds
        ) || EXCLUDED.instants,
        amount = EXCLUDED.amount, seconds = EXCLUDED.seconds, expires_at = EXCLUDED.expires_at
    WHERE (
        SELECT count(*) FROM unnest(known.instants) AS instant
        WHERE instant > %(now)s - EXCLUDED.seconds
    ) < EXCLUDED.amount
    RETURNING key
"""
TAKE_BACK = """
    UPDATE accounts_attemptcounter AS known
    SET instants = array_remove(known.instants, %(instant)s::float8)
    FROM (
        SELECT key FROM accounts_attemptcounter WHERE key = ANY(%(keys)s) ORDER BY key FOR UPDATE
    ) AS held
    WHERE known.key = held.key
"""


@dataclass(frozen=True)
class Limit:
    """So many attempts of one kind under one key, in so many seconds."""

    kind: str
    key: str
    amount: int
    seconds: float


@dataclass(frozen=True)
class Attempt:
    """One attempt: when, under which keys it was counted, which kinds of limits refused it."""

    instant: float
    counted: tuple[str, ...]
    refused_by: frozenset[str]


def limits_of_login(*, address: str, account: str) -> list[Limit]:
    """The limits of one log-in, by network address and by the account it tries."""
    whose = {"address": address, "account": account}
    return [
        Limit(kind, _key(kind, whose[kind.partition("_")[0]]), amount, seconds)
        for kind, (amount, seconds) in settings.LOGIN_LIMITS.items()
    ]


def _key(kind: str, value: str) -> str:
    return f"{kind}:{hashlib.sha256(value.encode('utf-8', 'surrogatepass')).hexdigest()}"


def count(limits: list[Limit]) -> Attempt:
    """Count an attempt under each of these limits, in one statement.

    An attempt that one limit refuses is taken back from those of failed passwords, so that an
    address already refused does not shut other people's accounts.
    """
    now = time.time()
    with connection.cursor() as cursor:
        cursor.execute(
            COUNT,
            {
                "now": now,
                "keys": [limit.key for limit in limits],
                "amounts": [limit.amount for limit in limits],
                "seconds": [limit.seconds for limit in limits],
            },
        )
        counted = {key for (key,) in cursor.fetchall()}
    refused_by = frozenset(limit.kind for limit in limits if limit.key not in counted)
    attempt = Attempt(now, tuple(sorted(counted)), refused_by)
    if refused_by:
        take_back(attempt)
    return attempt


def take_back(attempt: Attempt) -> None:
    """Forget an attempt that was no failure; what was tried from an address still counts."""
    keys = [key for key in attempt.counted if "_failed:" in key]
    with connection.cursor() as cursor:
        cursor.execute(TAKE_BACK, {"instant": attempt.instant, "keys": keys})


def clear(limits: Iterable[Limit]) -> None:
    """Forget the failed attempts counted under these limits: the password has been reset."""
    AttemptCounter.objects.filter(
        key__in=[limit.key for limit in limits if limit.kind.endswith("_failed")]
    ).delete()


def forget_expired() -> None:
    """Delete the counters whose last attempt counts no more."""
    AttemptCounter.objects.filter(expires_at__lt=timezone.now()).delete()
