"""`make run`: the whole portal on this machine, for a demonstration.

One process starts the private servers, prepares the database and the static files, then watches
over the web server, the Celery workers and Celery beat. One Ctrl-C, or SIGTERM, stops all of it.
"""

import errno
import fcntl
import hashlib
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from types import FrameType
from typing import IO

from limits_portal.private_servers import Unable
from limits_portal.queues import QUEUES, worker
from limits_portal.servers import ROOT, VAR, servers
from limits_portal.supervision import LOGS, Watched, child, shown, stop_all

PYTHON = sys.executable


class Stop(Exception):
    """Somebody asked the portal to stop."""


def on_signal(number: int, frame: FrameType | None) -> None:
    """Turn a signal into an exception, once: the second one does not disturb the stop."""
    for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, signal.SIG_IGN)
    raise Stop


def check_port(host: str, port: int) -> None:
    """Refuse a port that somebody else listens on."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError:
            raise Unable(
                f"Le port {port} est réservé : choisissez-en un autre, "
                "par exemple : make run PORT=8080"
            ) from None
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise Unable(f"L'adresse {host} n'est pas à cette machine ({error}).") from None
            raise Unable(
                f"Le port {port} est déjà utilisé : arrêtez l'autre programme, ou choisissez un "
                f"autre port, par exemple : make run PORT={port + 1 if port < 65535 else 8000}"
            ) from None


def only_one(var: Path) -> IO[str]:
    """Hold the lock of `make run` on this folder, until the returned file is closed."""
    lock = (var / "run.lock").open("a+")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.close()
        where = (var / "run.lock").read_text().strip() or "il démarre"
        raise Unable(
            f"Le portail de ce dossier tourne déjà ({where}) : "
            "arrêtez-le d'abord (Ctrl-C là où il tourne)."
        ) from None
    lock.truncate(0)
    return lock


def secret_key(var: Path) -> str:
    """The demonstration's own secret, made once and kept, so that sessions outlive a restart."""
    path = var / "secret_key"
    if not path.exists():
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(50))
    return path.read_text()


def demonstration(environment: dict[str, str], host: str, port: int) -> dict[str, str]:
    """Settings of the demonstration; what the environment already says stands."""
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    defaults = {
        "SECRET_KEY": secret_key(VAR),
        "DEMO": "1",
        "BASE_URL": f"http://localhost:{port}",
        "PRIVATE_ROOT": str(VAR / "files"),
        "STATIC_ROOT": str(VAR / "static"),
        "ALLOWED_HOSTS": ",".join(dict.fromkeys(["localhost", "127.0.0.1", host])),
        # Two editions happen there within a minute: nobody's share of an hour would do.
        "MAILS_PER_HOUR": "500",
    }
    if os.geteuid() == 0:
        # Celery advises against root; in a demonstration it is the person's choice, not ours.
        defaults["PYTHONWARNINGS"] = "ignore:You're running the worker with superuser"
    return defaults | environment


def fingerprint() -> str:
    """What the published static files depend on: the packages, our files, how they are made."""
    digest = hashlib.sha256((ROOT / "requirements.lock").read_bytes())
    digest.update((ROOT / "limits_portal" / "static_files.py").read_bytes())
    for path in sorted((ROOT / "static").rglob("*")):
        status = path.stat()
        digest.update(f"{path} {status.st_size} {status.st_mtime_ns}".encode())
    return digest.hexdigest()


def prepare(environment: dict[str, str]) -> str:
    """Database and static files, side by side. Returns the demo people, one a line."""
    stamp = VAR / "static.made-from"
    made_from = fingerprint()
    manage = [PYTHON, "manage.py"]
    collecting = None
    with ExitStack() as stack:
        if not stamp.exists() or stamp.read_text() != made_from:
            collect = [*manage, "collectstatic", "--no-input", "--clear", "--verbosity=0"]
            collecting = stack.enter_context(child(collect, environment))
        loading = stack.enter_context(
            child([*manage, "prepare"], environment, stdout=subprocess.PIPE)
        )
        people = loading.communicate()[0].decode()
        if loading.returncode:
            raise Unable(
                "La base n'a pas pu être préparée (voyez ci-dessus). "
                "« make reset » repart d'une base vide."
            )
        if collecting:
            if collecting.wait():
                raise Unable("Les fichiers statiques n'ont pas été préparés (voyez ci-dessus).")
            stamp.write_text(made_from)
    return people


def processes(environment: dict[str, str], host: str, port: int) -> list[Watched]:
    """The web server, a worker for each queue and beat."""
    web = [
        "granian", "--interface", "wsgi", "--host", host, "--port", str(port),
        "--workers", "2", "--blocking-threads", "1", "--respawn-failed-workers",
        "--workers-kill-timeout", "5", "--log-level", "warning", "limits_portal.wsgi:application",
    ]  # fmt: skip
    celery = [PYTHON, "-m", "celery", "-A", "limits_portal"]
    beat = [*celery, "beat", f"--schedule={VAR / 'beat-schedule'}", "--pidfile=",
            "--loglevel=WARNING"]  # fmt: skip
    return [
        Watched("web", [PYTHON, "-m", *web], environment),
        *(
            Watched(f"worker-{queue}", [*celery, *worker(queue, environment)], environment)
            for queue in QUEUES
        ),
        Watched("beat", beat, environment),
    ]


def wait_for_web(host: str, port: int, web: Watched) -> None:
    """Return once the web server listens; watch over it meanwhile."""
    while True:
        web.watch()
        with socket.socket() as probe:
            if probe.connect_ex((host, port)) == 0:
                return
        time.sleep(0.1)


def show(people: str, port: int) -> None:
    """Say where the portal is and who may enter."""
    print(f"\nLe portail est prêt : http://localhost:{port}")
    rows = [line.split("\t") for line in people.splitlines() if "\t" in line]
    if rows:
        print("Personnes de démonstration (un clic sur la page de connexion) :")
        widths = [max(len(row[column]) for row in rows) for column in (0, 1)]
        for name, role, email in rows:
            print(f"  {name:<{widths[0]}}  {role:<{widths[1]}}  {email}")
    print(f"Journaux : {shown(LOGS)}. Ctrl-C arrête tout.", flush=True)


def main() -> int:
    """Run the demonstration until somebody stops it."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, on_signal)
    watched: list[Watched] = []
    try:
        host, port = os.environ.get("HOST") or "127.0.0.1", read_port()
        LOGS.mkdir(parents=True, exist_ok=True)
        with only_one(VAR) as lock:
            check_port(host, port)
            print("Démarrage du portail…", flush=True)
            with servers() as found:
                environment = demonstration(found, host, port)
                people = prepare(environment)
                watched = processes(environment, host, port)
                try:
                    web = watched[0]
                    web.start()
                    wait_for_web(host, port, web)
                    for one in watched[1:]:
                        one.start()
                    lock.write(f"http://localhost:{port}")
                    lock.flush()
                    show(people, port)
                    while True:
                        time.sleep(1)
                        for one in watched:
                            one.watch()
                finally:
                    stop_all(watched)
    except (Stop, KeyboardInterrupt):
        print("\nLe portail est arrêté.")
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        raise Unable("Le disque est plein : libérez de la place, puis recommencez.") from None
    return 0


def read_port() -> int:
    """The port asked for in PORT."""
    text = os.environ.get("PORT") or "8000"
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise Unable(f"PORT={text} n'est pas un numéro de port : donnez un nombre de 1 à 65535.")
    return int(text)


if __name__ == "__main__":
    raise SystemExit(main())
