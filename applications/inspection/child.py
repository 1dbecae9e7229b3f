"""The inspection itself, run in a process of its own: writes `{"refusal": code}`, code or ""."""

import json
import resource
import sys
from importlib import import_module

from applications.inspection import limits
from applications.inspection.refusals import Refusal


def main(path: str, kind: str) -> None:
    """Inspect one file within the limits, and say what was found."""
    resource.setrlimit(resource.RLIMIT_AS, (limits.MEMORY, limits.MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.SECONDS, limits.SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    try:
        examine(path, kind)
        code = ""
    except Refusal as refusal:
        code = refusal.code
    except (MemoryError, RecursionError):
        code = "heavy"
    sys.stdout.write(json.dumps({"refusal": code}))


def examine(path: str, kind: str) -> None:
    """Raise Refusal unless the file is a sound one of this kind; load one library, no more."""
    page = {"pdf": "pdf", "png": "images", "jpg": "images"}.get(kind, "office")
    import_module(f"applications.inspection.{page}").examine(path, kind)
