"""What a file really is: its bytes are parsed, in a process apart, before anything keeps them.

The child process (`applications.inspection.child`) has little memory and little time, so
that a file made to exhaust them costs one refusal and nothing else. It knows nothing of Django.
Limits are announced on the page (ASVS 5.1.1): see `applications.inspection.limits`.
"""

import json
import subprocess
import sys
from pathlib import Path

import magic

from applications.inspection.kinds import KINDS, MAGIC, Kind
from applications.inspection.limits import SECONDS
from applications.inspection.names import extension
from applications.inspection.refusals import SENTENCES, Refusal

# An office file with a password is wrapped in this old format.
WRAPPED = b"\xd0\xcf\x11\xe0"
ROOT = Path(__file__).resolve().parent.parent.parent


def inspect(path: Path | str, name: str) -> Kind:
    """Return the kind of the file at `path`, whose name announces its type.

    Raises Refusal with a French sentence for anything but a sound file of an admitted type.
    """
    kind = KINDS.get(extension(name))
    if kind is None:
        raise Refusal("type")
    code = _glance(Path(path), kind.extension) or _judge(Path(path), kind.extension)
    if code:
        raise Refusal(code)
    return kind


def _glance(path: Path, kind: str) -> str:
    """Code of the refusal that the first bytes are enough for, or an empty text."""
    with path.open("rb") as file:
        head = file.read(8192)
    if not head:
        return "empty"
    if head.startswith(WRAPPED) and kind in {"docx", "xlsx"}:
        return "encrypted"
    return "" if magic.from_buffer(head, mime=True) in MAGIC[kind] else "mismatch"


def _judge(path: Path, kind: str) -> str:
    """Code of the refusal, or an empty text; a child that dies or lingers is a refusal."""
    try:
        child = subprocess.run(  # noqa: S603 – our own program, and a path we made
            [sys.executable, "-I", "-c", PROGRAM, str(ROOT), str(path), kind],
            capture_output=True,
            timeout=SECONDS,
            check=False,
            cwd=ROOT,
        )
        code = json.loads(child.stdout)["refusal"]
    except (subprocess.TimeoutExpired, ValueError, KeyError):
        return "heavy"
    return code if code in SENTENCES else "heavy" if code else ""


# Isolated mode (-I) ignores the environment and the current folder: the path is given.
PROGRAM = (
    "import sys; sys.path.insert(0, sys.argv[1]); "
    "from applications.inspection.child import main; main(sys.argv[2], sys.argv[3])"
)
