"""What the QR code of each page says: which document, which issue of it, which page.

An address of the public verification page, so that any telephone opens it; a pile of scans is
sorted by it. The fingerprint is that of the issue's content: it tells a page from the same page
of another issue, and cannot be guessed from a reference.
"""

import hashlib
import json
import re
from typing import NamedTuple

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder

from conventions.models import Issue

_TEXT = re.compile(
    r"\b([A-Z][A-Z0-9-]{3,27})\.(\d{1,3})\.(\d{1,3})\.([0-9a-f]{16})(?:\.(\d{1,4}))?\b",
    re.IGNORECASE,
)


class Mark(NamedTuple):
    """A page of an issue: page 0 stands for the whole document."""

    reference: str
    act: int
    issue: int
    fingerprint: str
    page: int = 0

    @property
    def code(self) -> str:
        """The mark as one types it: `LIMITS-2024-0012-C.0.1.89abcdef01234567.3`."""
        page = f".{self.page}" if self.page else ""
        return f"{self.reference}.{self.act}.{self.issue}.{self.fingerprint}{page}"

    @property
    def address(self) -> str:
        """What the QR code holds: the page of the portal where the document is verified."""
        return f"{settings.BASE_URL}/verifier/?d={self.code}"


def mark_of(issue: Issue, page: int = 0) -> Mark:
    """The mark of a page of an issue."""
    act = issue.act
    return Mark(act.convention.reference, act.number, issue.number, fingerprint(issue), page)


def fingerprint(issue: Issue) -> str:
    """Sixteen hexadecimal digits of the SHA-256 of what the issue says."""
    version = issue.version
    said = {
        "reference": issue.act.convention.reference,
        "act": issue.act.number,
        "issue": issue.number,
        "order": issue.order,
        "version": version.number,
        "state": version.state,
        "visas": version.visas,
        "articles": version.articles,
    }
    text = json.dumps(said, cls=DjangoJSONEncoder, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def read(text: str) -> Mark | None:
    """The first mark in a text: of a QR code whatever its host, of a page, of what was typed."""
    found = _TEXT.search(text)
    if found is None:
        return None
    reference, act, issue, digits, page = found.groups()
    return Mark(reference.upper(), int(act), int(issue), digits.lower(), int(page or 0))
