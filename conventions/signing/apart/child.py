"""The child process: reads one file within the limits and writes what it found, as JSON."""

import json
import resource
import sys
from importlib import import_module


def main(seconds: str, memory: str, task: str, path: str, *arguments: str) -> None:
    """Run one task (`signatures`, `pages`, `pictures`) on a file; an error is told, never raised.

    Within so many seconds of calculation and bytes of memory: beyond, the process is killed.
    """
    resource.setrlimit(resource.RLIMIT_AS, (int(memory), int(memory)))
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds), int(seconds)))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    module = import_module(f"conventions.signing.apart.{task}")
    # What somebody brings may break a reader anywhere: each way to break is one answer.
    try:
        found = module.read(path, *arguments)
    except (MemoryError, RecursionError):
        found = {"error": "heavy"}
    except Exception as error:  # noqa: BLE001 – see above
        found = {"error": type(error).__name__}
    sys.stdout.write(json.dumps(found))
