"""The production's web server on a port of its own, and what its processes use."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.database import address_of
from limits_portal.run import fingerprint
from limits_portal.servers import ROOT, VAR
from limits_portal.supervision import child

FOLDER = VAR / "bench"
TICKS = os.sysconf("SC_CLK_TCK")
WORKERS = 2


class NotStarted(Exception):
    """The server did not answer in time."""


@dataclass(frozen=True)
class Server:
    """The web server measured."""

    port: int
    pid: int

    def cpu(self) -> float:
        """Seconds of processor used so far by the server and its workers."""
        return sum(_cpu(pid) for pid in [self.pid, *_children(self.pid)])


def _cpu(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0
    return sum(int(field) for field in fields[11:15]) / TICKS  # with the children waited for


def _children(pid: int) -> list[int]:
    try:
        return [int(x) for x in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def collect(environment: dict[str, str]) -> None:
    """Publish the static files as production does, unless it is done for this version."""
    stamp, made_from = FOLDER / "static.made-from", fingerprint()
    if stamp.exists() and stamp.read_text() == made_from:
        return
    command = [sys.executable, "manage.py", "collectstatic", "--no-input", "--clear", "-v0"]
    with child(command, environment) as process:
        if process.wait():
            raise NotStarted("les fichiers statiques n'ont pas été publiés")
    stamp.write_text(made_from)


@contextmanager
def serving(environment: dict[str, str]) -> Iterator[Server]:
    """granian, two workers of one thread, as `make run` and production start it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1",
        "--port", str(port), "--workers", str(WORKERS), "--blocking-threads", "1",
        "--respawn-failed-workers", "--workers-kill-timeout", "5", "--log-level", "error",
        "bench.wsgi:application",
    ]  # fmt: skip
    log = FOLDER / "web.log"
    with log.open("wb") as output, child(command, environment, stdout=output, stderr=output) as web:
        _wait(port, web)
        try:
            yield Server(port, web.pid)
        finally:
            web.terminate()
            try:
                web.wait(10)
            except subprocess.TimeoutExpired:
                for pid in _children(web.pid):
                    os.kill(pid, 9)


def _wait(port: int, web: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and web.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise NotStarted((FOLDER / "web.log").read_text(errors="replace")[-2000:])


def environment_of(found: dict[str, str], database: str) -> dict[str, str]:
    """Settings of the measured portal: production's, on a database of its own."""
    return found | {
        "DATABASE_URL": address_of(found["DATABASE_URL"], database),
        "SECRET_KEY": "mesure-seulement-aucun-secret-ici-0123456789-ABCDEFGHIJ",
        "DJANGO_SETTINGS_MODULE": "bench.settings",
        "BASE_URL": "http://127.0.0.1",
        "DEMO": "0",
        "HTTPS": "0",
        "STATIC_ROOT": str(FOLDER / "static"),
        "PRIVATE_ROOT": str(FOLDER / "files"),
        "PYTHONPATH": str(ROOT),
    }
