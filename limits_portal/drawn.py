"""A file that was drawn: its bytes and their fingerprint."""

import hashlib
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class Drawn:
    """A file drawn by a worker, whatever it is."""

    content: bytes

    @cached_property
    def sha256(self) -> str:
        """SHA-256 of the bytes, in hexadecimal."""
        return hashlib.sha256(self.content).hexdigest()
