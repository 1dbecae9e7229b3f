"""`make chaos-mail`: thousands of events, workers killed, Redis restarted, a mail server that sulks.

`python -m chaos [--events 10000] [--kills 100] [--seed N] [--minutes 12]` prints its seed and its
counts as JSON, and fails when a mail is lost, sent twice too often, or tells of what was undone.
Everything runs on loopback, in a folder of its own, and ends with the command.
"""

import argparse
import json
import os
import random
import signal
import sys

from bench.database import address_of, database
from chaos.sink import listening, sulky
from limits_portal.private_servers import Redis, socket_folder
from limits_portal.run import Stop, on_signal
from limits_portal.servers import THROWAWAY_OPTIONS, VAR, alone, servers

FOLDER = (VAR / "chaos").resolve()


def arguments() -> argparse.Namespace:
    """What the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m chaos")
    parser.add_argument("--events", type=int, default=10_000)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    parser.add_argument("--minutes", type=int, default=12, help="au-delà, tout est arrêté")
    return parser.parse_args()


def main() -> int:
    """Run once, from an empty database to the verdict; 0 when everything holds."""
    asked = arguments()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGALRM):
        signal.signal(number, on_signal)
    signal.alarm(asked.minutes * 60)
    # We stop Redis: it must be ours.
    os.environ.pop("REDIS_URL", None)
    print(f"Graine : {asked.seed}", file=sys.stderr, flush=True)
    delays = random.Random(asked.seed)
    try:
        with (
            alone(FOLDER),
            servers(FOLDER, options=THROWAWAY_OPTIONS) as found,
            database(found["DATABASE_URL"], "limits_chaos") as name,
            listening(sulky(asked.seed), lambda: delays.uniform(0, 0.02)) as sink,
        ):
            environment = found | {
                "DATABASE_URL": address_of(found["DATABASE_URL"], name),
                "DJANGO_SETTINGS_MODULE": "chaos.settings",
                "SECRET_KEY": "chaos-seulement-aucun-secret-ici-0123456789-ABCDEFGHIJKLM",
                "EMAIL_URL": f"smtp://127.0.0.1:{sink.port}",
            }
            os.environ.update(environment)
            import django  # noqa: PLC0415 – the settings are in the environment only now

            django.setup()
            from chaos.run import run  # noqa: PLC0415 – the same

            redis = Redis(FOLDER, socket_folder(FOLDER))
            counts, broken = run(asked, environment, sink, redis, FOLDER)
    except (Stop, KeyboardInterrupt):
        print("Interrompu, ou le temps est passé. Tout est arrêté.", file=sys.stderr)
        return 1
    print(
        json.dumps({"seed": asked.seed, **counts, "broken": broken}, ensure_ascii=False, indent=2)
    )
    return 1 if broken else 0


if __name__ == "__main__":
    raise SystemExit(main())
