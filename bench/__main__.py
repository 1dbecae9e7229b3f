"""`make bench` and `make growth`: start everything, measure, write the results, stop everything.

`python -m bench [form|reviews|papers|load] [--quick]` measures everything or what is named;
`python -m bench growth [--quick]` checks that no page slows down as dossiers accumulate. At most
ten minutes for the first; loopback only.
"""

import os
import signal
import sys
import time
from types import FrameType

from bench.database import database
from bench.server import FOLDER, NotStarted, collect, environment_of, serving
from limits_portal.servers import servers

MOST_SECONDS = {"run": 600, "growth": 1200}
# Nothing more is begun so many seconds before the end: a row may take that long. The documents and
# the largest size, that take longer, ask for more (`bench.run`).
LAST_ROW = 60
STARTED = time.monotonic()


class Stop(Exception):
    """Somebody asked to stop, or the time is up."""


def on_signal(number: int, frame: FrameType | None) -> None:
    """Turn a signal into an exception, once: the second one does not disturb the stop."""
    for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGALRM):
        signal.signal(each, signal.SIG_IGN)
    reason = "le temps accordé est écoulé" if number == signal.SIGALRM else "arrêt demandé"
    raise Stop(reason)


def main() -> int:
    """Run one of the two commands."""
    what = "growth" if "growth" in sys.argv[1:] else "run"
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGALRM):
        signal.signal(number, on_signal)
    signal.alarm(MOST_SECONDS[what])
    FOLDER.mkdir(parents=True, exist_ok=True)
    try:
        with servers() as found, database(found["DATABASE_URL"]) as name:
            environment = environment_of(found, name)
            os.environ.update(environment)
            return command(what, environment, is_quick="--quick" in sys.argv)
    except (Stop, KeyboardInterrupt) as reason:
        print(f"Mesure interrompue : {reason}. Tout est arrêté.", file=sys.stderr)
        return 1
    except NotStarted as reason:
        print(f"Le portail mesuré n'a pas démarré : {reason}", file=sys.stderr)
        return 1


def command(what: str, environment: dict[str, str], *, is_quick: bool) -> int:
    """Prepare the database, start the server, measure."""
    import django  # noqa: PLC0415 – the settings are in the environment only now

    django.setup()
    from django.db import connections  # noqa: PLC0415 – the same

    from bench import GROUPS, growth, run, seed  # noqa: PLC0415 – the same

    try:
        print("Préparation de la base et des fichiers statiques…", flush=True)
        collect(environment)
        world = seed.prepare()
        with serving(environment) as server:
            if what == "growth":
                return growth.check(world, server, growth.QUICK if is_quick else growth.WHOLE)
            groups = tuple(g for g in GROUPS if g in sys.argv[1:]) or tuple(GROUPS)
            plan = run.Plan.quick(groups) if is_quick else run.Plan(groups)
            run.run(world, server, plan, STARTED + MOST_SECONDS["run"] - LAST_ROW)
        print("Résultats : bench/results/latest.json et docs/performance.md")
        return 0
    finally:
        connections.close_all()


if __name__ == "__main__":
    raise SystemExit(main())
