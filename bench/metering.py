"""What each answer says of itself: SQL count, processor time, and the part of password hashing."""

import resource
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.hashers import Argon2PasswordHasher
from django.db import connection
from django.http import HttpRequest, HttpResponse

HEADER = "X-Bench"


@dataclass
class Meter:
    """Counters of the request being answered; a worker answers one at a time."""

    queries: int = 0
    hashing_wall: float = 0  # seconds
    hashing_cpu: float = 0  # seconds of processor, all threads


METER = Meter()


class MeterMiddleware:
    """Writes « queries;cpu;hashing wall;hashing cpu » (times in ms) in a header."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Count what the answer costs."""
        METER.queries, METER.hashing_wall, METER.hashing_cpu = 0, 0, 0
        started = _processor()
        with connection.execute_wrapper(_count):
            response = self.get_response(request)
        cpu = _processor() - started
        response[HEADER] = (
            f"{METER.queries};{cpu * 1000:.3f};"
            f"{METER.hashing_wall * 1000:.3f};{METER.hashing_cpu * 1000:.3f}"
        )
        return response


def _processor() -> float:
    """Seconds of processor of this worker so far, and of the children it waited for."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def _count(execute: Any, sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    METER.queries += 1
    return execute(sql, params, many, context)


class MeteredArgon2(Argon2PasswordHasher):
    """The production's hasher, with the same cost, that counts its own time."""

    def encode(self, password: str, salt: str) -> str:
        """Hash a password."""
        return self._metered(super().encode, password, salt)

    def verify(self, password: str, encoded: str) -> bool:
        """Check a password."""
        return self._metered(super().verify, password, encoded)

    def _metered(self, work: Callable[..., Any], *arguments: str) -> Any:
        wall, cpu = time.perf_counter(), _processor()
        try:
            return work(*arguments)
        finally:
            METER.hashing_wall += time.perf_counter() - wall
            METER.hashing_cpu += _processor() - cpu
