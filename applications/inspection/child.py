"""The inspection itself, run in a process of its own: prints `{"refusal": code}` or ""."""

import json
import resource

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
    print(json.dumps({"refusal": code}))


def examine(path: str, kind: str) -> None:
    """Raise Refusal unless the file is a sound one of this kind."""
    if kind == "pdf":
        from applications.inspection import pdf

        pdf.examine(path)
    elif kind in {"png", "jpg"}:
        from applications.inspection import images

        images.examine(path, kind)
    else:
        from applications.inspection import office

        office.examine(path, kind)
