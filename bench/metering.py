"""What each answer says of itself: SQL count, processor time, and the part of password hashing."""

import resource
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.contrib.auth.hashers import Argon2PasswordHasher
from django.db import connection
from django.http import HttpRequest, HttpResponse

from bench.browser import TRAILER

HEADER = "X-Bench"
ASKS_MEMORY = "HTTP_X_BENCH_MEMORY"


@dataclass
class Meter:
    """Counters of the request being answered; a worker answers one at a time."""

    queries: int = 0
    hashing_wall: float = 0  # seconds
    hashing_cpu: float = 0  # seconds of processor, all threads


METER = Meter()


class MeterMiddleware:
    """Writes « queries;cpu;hashing wall;hashing cpu;memory » in a header (times in ms, memory in KB).

    An answer that is streamed costs after its headers left: the same is then written after its
    last byte, that the benchmark's browser takes away. Memory is what the worker grew by at most,
    measured when asked for by a header.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Count what the answer costs."""
        METER.queries, METER.hashing_wall, METER.hashing_cpu = 0, 0, 0
        resident = _resident() if ASKS_MEMORY in request.META else None
        started = _processor()
        with connection.execute_wrapper(_count):
            response = self.get_response(request)
        if response.streaming and "Content-Length" not in response:
            content = response.streaming_content
            response.streaming_content = _metered(content, started, resident)
        else:
            response[HEADER] = _said(started, resident)
        return response


def _metered(content: Iterable[bytes], started: float, resident: int | None) -> Iterator[bytes]:
    with connection.execute_wrapper(_count):
        yield from content
    yield f"{TRAILER}{_said(started, resident)}".encode()


def _said(started: float, resident: int | None) -> str:
    cpu = _processor() - started
    grown = 0 if resident is None else _status("VmHWM") - resident
    return (
        f"{METER.queries};{cpu * 1000:.3f};"
        f"{METER.hashing_wall * 1000:.3f};{METER.hashing_cpu * 1000:.3f};{grown}"
    )


def _resident() -> int:
    """Kilobytes of memory of this worker; its highest mark starts again from here."""
    Path("/proc/self/clear_refs").write_text("5")
    return _status("VmRSS")


def _status(name: str) -> int:
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith(name)).split()[1])


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
