"""Opening a file that somebody brought: signatures, texts and codes, read in a process apart."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from conventions.signing import certificates

ROOT = Path(__file__).resolve().parent.parent.parent
# Seconds a child may take: a signature costs a third of one, a scanned page half of one.
PATIENCE = 90
# Isolated mode (-I) ignores the environment and the current folder: the path is given.
PROGRAM = (
    "import sys; sys.path.insert(0, sys.argv[1]); "
    "from conventions.signing.apart.child import main; main(*sys.argv[2:])"
)


class Unreadable(Exception):
    """The file does not open as a PDF, or asks for too much; `code` says which."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Judged:
    """A signature in a file, and what it is worth against the authorities believed."""

    field: str
    subject: str
    common_name: str
    names: list[str]
    issuer: str
    serial: str
    sha256: str
    # Validity of the certificate, ISO 8601; attribute names follow the JSON of the child.
    since: str
    until: str
    intact: bool = False
    valid: bool = False
    trusted: bool = False
    distrust: str = ""
    coverage: str = ""
    modification: str = ""
    docmdp_ok: bool = False
    signed_at: str = ""
    is_timestamped: bool = False
    error: str = ""

    @property
    def is_sound(self) -> bool:
        """Whether the signature is whole and made by the key of its certificate."""
        return self.intact and self.valid and not self.error

    @property
    def was_only_filled(self) -> bool:
        """Whether nothing but signatures came after it."""
        return self.docmdp_ok and self.modification in {"NONE", "LTA_UPDATES", "FORM_FILLING"}

    @property
    def closes_the_file(self) -> bool:
        """Whether nothing but proofs of validity came after it."""
        return self.coverage == "ENTIRE_FILE" or (
            self.coverage == "ENTIRE_REVISION" and self.modification == "LTA_UPDATES"
        )


def signatures_of(content: bytes) -> list[Judged]:
    """Every signature of a PDF, oldest first. Raises Unreadable."""
    with NamedTemporaryFile(suffix=".pem") as authorities:
        authorities.write(certificates.authorities())
        authorities.flush()
        found = _read("signatures", content, authorities.name)["signatures"]
    return [_judged(said) for said in found]


def texts_of(content: bytes) -> list[str]:
    """The text of each page of a PDF. Raises Unreadable."""
    return list(_read("pages", content, "text")["pages"])


def codes_of(content: bytes) -> list[list[str]]:
    """The texts of the QR codes of each page of a PDF. Raises Unreadable."""
    return list(_read("pages", content, "codes")["pages"])


def _judged(said: dict[str, Any]) -> Judged:
    return Judged(since=said.pop("from"), **said)


def _read(task: str, content: bytes, *arguments: str) -> dict[str, Any]:
    with NamedTemporaryFile(suffix=".pdf") as file:
        file.write(content)
        file.flush()
        try:
            child = subprocess.run(  # noqa: S603 – our own program, and paths we made
                [sys.executable, "-I", "-c", PROGRAM, str(ROOT), task, file.name, *arguments],
                capture_output=True,
                timeout=PATIENCE,
                check=False,
                cwd=ROOT,
            )
            found = json.loads(child.stdout)
        except (subprocess.TimeoutExpired, ValueError):
            raise Unreadable("heavy") from None
    if "error" in found:
        raise Unreadable("heavy" if found["error"] == "heavy" else "unreadable")
    return dict(found)
