"""One run: actions, blows, a Redis that goes and comes back, then peace until all is drained."""

import argparse
import random
import sys
import threading
import time
from pathlib import Path
from typing import Any

from django.db import connections

from chaos import world as worlds
from chaos.herd import Herd
from chaos.sink import Sink
from chaos.verdict import is_drained, verdict
from limits_portal.private_servers import Redis

REDIS_AWAY = 5.0  # seconds
# The blows are spread until this share of the mails has arrived.
BLOWS_UNTIL = 0.95
PAUSE = 0.05


def run(
    asked: argparse.Namespace,
    environment: dict[str, str],
    sink: Sink,
    redis: Redis,
    folder: Path,
) -> tuple[dict[str, Any], list[str]]:
    """Return the counts, and the names of what does not hold."""
    dice = random.Random(asked.seed)
    world = worlds.prepare(asked.events)
    for old in (*folder.glob("*.log"), *folder.glob("beat-?*")):
        old.unlink(missing_ok=True)
    herd = Herd(folder, environment, dice)
    stop = threading.Event()
    started = time.monotonic()
    acting = worlds.act(world, asked.events, random.Random(asked.seed), stop)
    try:
        herd.tend()
        restarts = blows(asked, world, sink, herd, redis)
        drain(acting, herd)
        seconds = time.monotonic() - started
        counts, broken = verdict(world, sink, herd)
    finally:
        stop.set()
        herd.end()
        acting.join()
        connections.close_all()
    if herd.blows < asked.kills or restarts < 1 or len(world.done) < asked.events:
        broken.append("toute l'épreuve a été donnée")
    return {"seconds": round(seconds, 1), "redis_restarts": restarts, **counts}, broken


def blows(
    asked: argparse.Namespace, world: worlds.World, sink: Sink, herd: Herd, redis: Redis
) -> int:
    """Strike as the mails arrive, so that every blow finds somebody at work; Redis half-way."""
    step = asked.events * BLOWS_UNTIL / asked.kills
    restarts = shown = 0
    while herd.blows < asked.kills:
        arrived = len(sink.taken)
        if arrived >= step * (herd.blows + herd.dice.random()):
            herd.strike()
        if not restarts and arrived >= asked.events / 2:
            redis.stop()
            time.sleep(REDIS_AWAY)
            redis.start()
            restarts += 1
        if arrived - shown >= asked.events / 10:
            shown = arrived
            print(f"{arrived} courriels, {herd.blows} coups", file=sys.stderr, flush=True)
        time.sleep(PAUSE)
        herd.tend()
    return restarts


def drain(acting: threading.Thread, herd: Herd) -> None:
    """Leave everybody in peace until nothing waits; whoever is down comes back."""
    while acting.is_alive() or not is_drained():
        herd.tend()
        time.sleep(0.5)
