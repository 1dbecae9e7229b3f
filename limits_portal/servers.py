"""Private PostgreSQL and Redis for `make run`, `make test` and `make bench`.

`python -m limits_portal.servers [--throwaway] COMMAND…` runs a command with DATABASE_URL and
REDIS_URL set. Where the environment already gives one of them, that server is used and left
alone; otherwise a private one is started under `var/`, on a unix socket, without a port.

Two commands on the same folder share its servers: each holds a shared lock for as long as it
runs, and the last one out stops them. Locks are the kernel's: a killed command leaves none, and
servers it left behind are found by their socket, used, and stopped by the next one.
"""

import errno
import fcntl
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn

from limits_portal.private_servers import Postgres, Redis, Unable, check_space, socket_folder

STOPS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
ROOT = Path(__file__).resolve().parent.parent
VAR = Path(os.environ.get("LIMITS_VAR") or ROOT / "var")
# Faster, and enough for data that nobody wants back after a power cut.
THROWAWAY_OPTIONS = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"


@contextmanager
def locked(path: Path, mode: int) -> Iterator[Any]:
    """Hold a lock of the kernel on a file; yields the open file."""
    with path.open("a") as file:
        fcntl.flock(file, mode)
        yield file


@contextmanager
def shared(server: Postgres | Redis, directory: Path) -> Iterator[str]:
    """Start a server or join those who use it; yield its address; the last one stops it."""
    name = type(server).__name__.lower()
    door, room = directory / f"{name}.door", directory / f"{name}.room"
    with room.open("a") as inside:
        with locked(door, fcntl.LOCK_EX):
            fcntl.flock(inside, fcntl.LOCK_SH)
            if not server.is_running:
                server.start()
        try:
            yield server.address
        finally:
            with locked(door, fcntl.LOCK_EX):
                try:
                    fcntl.flock(inside, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    pass  # somebody else is still at work
                else:
                    server.stop()


@contextmanager
def servers(directory: Path = VAR, *, options: str = "") -> Iterator[dict[str, str]]:
    """Environment with a DATABASE_URL and a REDIS_URL that answer, for as long as it is open.

    Raises Unable, with one sentence for the person, when a server cannot start.
    """
    directory = directory.resolve()
    directory.mkdir(parents=True, exist_ok=True)
    environment = dict(os.environ)
    with ExitStack() as stack:
        if not (environment.get("DATABASE_URL") and environment.get("REDIS_URL")):
            check_space(directory)
            sockets = socket_folder(directory)
        if not environment.get("DATABASE_URL"):
            postgres = Postgres(directory, sockets, options=options)
            environment["DATABASE_URL"] = stack.enter_context(shared(postgres, directory))
        if not environment.get("REDIS_URL"):
            redis = Redis(directory, sockets)
            environment["REDIS_URL"] = stack.enter_context(shared(redis, directory))
        yield environment


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Keep a folder to one command: two runs of the tests would share their databases."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "alone").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Unable(
                "Les tests de ce dossier tournent déjà : attendez leur fin, ou arrêtez-les."
            ) from None
        yield


def leave(number: int, frame: FrameType | None) -> NoReturn:
    """Turn a signal that asks us to stop into an exit, so that the servers stop too."""
    for each in STOPS:
        signal.signal(each, signal.SIG_IGN)
    raise SystemExit(128 + number)


def run(command: list[str], environment: dict[str, str]) -> int:
    """Run a command to its end; a signal that asks us to stop is its to obey first."""
    process = subprocess.Popen(command, env=environment, cwd=ROOT)
    # Ctrl-C reaches the command by itself, through the terminal.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for number in STOPS[1:]:
        signal.signal(number, lambda received, _: process.send_signal(received))
    code = process.wait()
    for number in STOPS:
        signal.signal(number, signal.SIG_IGN)
    return code if code >= 0 else 128 - code


def main() -> int:
    """Run the command given on the command line between the servers' start and stop."""
    command = sys.argv[1:]
    throwaway = command[:1] == ["--throwaway"]
    # Celery's setdefault on import must not choose the settings of the command we run.
    os.environ.pop("DJANGO_SETTINGS_MODULE", None)
    for number in STOPS:
        signal.signal(number, leave)
    try:
        if throwaway:
            folder = VAR / "test"
            with alone(folder), servers(folder, options=THROWAWAY_OPTIONS) as environment:
                return run(command[1:], environment)
        with servers() as environment:
            return run(command, environment)
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        raise Unable("Le disque est plein : libérez de la place, puis recommencez.") from None


if __name__ == "__main__":
    raise SystemExit(main())
