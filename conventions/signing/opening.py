"""Opening a file that somebody brought: signatures, texts and codes, read in a process apart."""

import json
import subprocess
import sys
from base64 import b64decode
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from conventions.signing import certificates

ROOT = Path(__file__).resolve().parent.parent.parent
# Isolated mode (-I) ignores the environment and the current folder: the path is given.
PROGRAM = (
    "import sys; sys.path.insert(0, sys.argv[1]); "
    "from conventions.signing.apart.child import main; main(*sys.argv[2:])"
)


@dataclass(frozen=True)
class Budget:
    """What reading one file may cost: seconds of calculation, bytes of memory."""

    seconds: int
    memory: int

    @property
    def patience(self) -> float:
        """Seconds by the clock, on a machine that does something else besides."""
        return self.seconds * 2.0


# A signature costs a third of a second, a scanned page half of one.
QUICK = Budget(10, 600_000_000)
"""For what somebody waits for."""
LONG = Budget(60, 1_500_000_000)
"""For a worker, and for a signature that one brings: it is not refused because others work."""


class Unreadable(Exception):
    """The file does not open as a PDF, or asks for too much; `code`: « unreadable » or « heavy »."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Judged:
    """A signature in a file, and what it is worth against the authorities believed."""

    field: str
    common_name: str
    names: list[str]
    # As `apart.names.certificate_said` tells it.
    certificate: dict[str, str]
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


@dataclass(frozen=True)
class Page:
    """What a page says, and whether it is but a picture, with or without recognised words."""

    text: str
    is_picture: bool


def signatures_of(content: bytes, budget: Budget = QUICK) -> list[Judged]:
    """Every signature of a PDF, oldest first. Raises Unreadable."""
    with NamedTemporaryFile(suffix=".pem") as authorities:
        authorities.write(certificates.authorities())
        authorities.flush()
        found = _read("signatures", content, budget, authorities.name)["signatures"]
    return [Judged(**said) for said in found]


def pages_of(content: bytes, budget: Budget = QUICK) -> list[Page]:
    """The pages of a PDF, in words. Raises Unreadable."""
    return [Page(**said) for said in _read("pages", content, budget, "text")["pages"]]


def codes_of(content: bytes, budget: Budget = LONG) -> list[list[str]]:
    """The texts of the QR codes of each page of a PDF. Raises Unreadable."""
    return list(_read("pages", content, budget, "codes")["pages"])


def first_codes_of(content: bytes, budget: Budget = QUICK) -> list[str]:
    """The texts of the QR codes of the first page that bears any. Raises Unreadable."""
    return [code for page in _read("pages", content, budget, "first")["pages"] for code in page]


def picture_of(content: bytes, page: int, budget: Budget = QUICK) -> bytes | None:
    """PNG of a page, from 1, signatures included; None when there is no such page.

    Raises Unreadable.
    """
    found = _read("pictures", content, budget, str(page))["png"]
    return b64decode(found) if found else None


def _read(task: str, content: bytes, budget: Budget, *arguments: str) -> dict[str, Any]:
    with NamedTemporaryFile(suffix=".pdf") as file:
        file.write(content)
        file.flush()
        limits = [str(budget.seconds), str(budget.memory)]
        command = [sys.executable, "-I", "-c", PROGRAM, str(ROOT), *limits, task, file.name]
        try:
            child = subprocess.run(  # noqa: S603 – our own program, and paths we made
                [*command, *arguments],
                capture_output=True,
                timeout=budget.patience,
                check=False,
                cwd=ROOT,
            )
            found = json.loads(child.stdout)
        except (subprocess.TimeoutExpired, ValueError):
            raise Unreadable("heavy") from None
    if "error" in found:
        raise Unreadable("heavy" if found["error"] == "heavy" else "unreadable")
    return dict(found)
