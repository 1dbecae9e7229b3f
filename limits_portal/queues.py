"""Which queue carries each task, and how the processes that take from it are started.

One queue a kind of work, so that a long import never keeps a mail waiting. Several processes and
several hosts may take from the same queue: what is to be done is said by rows that each locks.
"""

import os
from collections.abc import Mapping

# The whole routing table: a task that is not in it is refused by tests/test_queues.py.
ROUTES = {
    "notifications.tasks.*": {"queue": "mail"},
    "applications.tasks.*": {"queue": "documents"},
    "reviews.tasks.*": {"queue": "documents"},
    "conventions.tasks.*": {"queue": "documents"},
    # Rare and long: imports, exports, booklets, upkeep.
    "reviews.booklets.*": {"queue": "imports"},
    "reviews.workbooks.*": {"queue": "imports"},
    "accounts.tasks.*": {"queue": "imports"},
}
QUEUES = ("mail", "documents", "imports")
# Seconds a task may last: asked to stop, then killed. The settings' own stand for the others.
TIME_LIMITS = {"imports": (1700, 1800)}


def worker(queue: str, environment: Mapping[str, str] = os.environ) -> list[str]:
    """Arguments of the Celery worker of a queue; `<QUEUE>_WORKERS` says how many processes."""
    count = environment.get(f"{queue.upper()}_WORKERS") or "1"
    arguments = [
        "worker", f"--queues={queue}", f"--hostname={queue}@%h", f"--concurrency={count}",
        "--loglevel=INFO", "--without-gossip", "--without-mingle", "--without-heartbeat",
    ]  # fmt: skip
    if queue in TIME_LIMITS:
        soft, hard = TIME_LIMITS[queue]
        arguments += [f"--soft-time-limit={soft}", f"--time-limit={hard}"]
    return arguments
