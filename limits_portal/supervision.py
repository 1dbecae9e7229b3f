"""Processes of the portal: started, watched over, stopped together."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from limits_portal.private_servers import Unable
from limits_portal.servers import ROOT, VAR

STOP_TIMEOUT = 5  # seconds left to a process to finish what it is doing
EARLY = 5  # a process that lives less than these seconds did not start at all
LOGS = VAR / "log"


def die_with_parent() -> None:
    """In a child: be asked to stop even when the supervisor is killed brutally (Linux)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG


@contextmanager
def child(
    command: list[str], environment: dict[str, str], **options: Any
) -> Iterator[subprocess.Popen[bytes]]:
    """A process that does not outlive the block, in a session that Ctrl-C does not reach."""
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=die_with_parent,
        **options,
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()


@dataclass
class Watched:
    """One of the portal's processes, in a session of its own so that Ctrl-C comes only to us."""

    name: str
    command: list[str]
    environment: dict[str, str]
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0
    failures: int = 0
    log: Path = field(init=False)

    def __post_init__(self) -> None:
        self.log = LOGS / f"{self.name}.log"

    def start(self) -> None:
        """Start it, its output at the end of its own log."""
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(
                self.command,
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
                preexec_fn=die_with_parent,
            )
        self.started_at = time.monotonic()

    def watch(self) -> None:
        """Start it again when it died. Raises Unable when it never manages to live."""
        if self.process is None or self.process.poll() is None:
            return
        early = time.monotonic() - self.started_at < EARLY
        self.failures = self.failures + 1 if early else 0
        if self.failures >= 3 or (early and self.name == "web"):
            raise Unable(f"« {self.name} » ne démarre pas :\n{tail(self.log)}")
        print(f"« {self.name} » s'est arrêté, il repart (journal : {shown(self.log)}).", flush=True)
        self.start()

    def signal(self, number: int) -> None:
        """Send a signal to the process and to those it started."""
        if self.process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, number)


def shown(path: Path) -> str:
    """A path as short as it can be read from the repository."""
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path)


def tail(log: Path, lines: int = 12) -> str:
    """Last lines of a log."""
    return "\n".join(log.read_text(errors="replace").splitlines()[-lines:])


def stop_all(watched: list[Watched]) -> None:
    """Ask each to finish, then insist."""
    for one in watched:
        if one.process is not None and one.process.poll() is None:
            one.process.terminate()
    deadline = time.monotonic() + STOP_TIMEOUT
    for one in watched:
        if one.process is not None:
            with suppress(subprocess.TimeoutExpired):
                one.process.wait(max(0.1, deadline - time.monotonic()))
        one.signal(signal.SIGKILL)  # and whatever it left in its group
