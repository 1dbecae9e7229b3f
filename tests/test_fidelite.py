"""docs/fidelite.md: every clause of the call, and tests that exist."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ROW = re.compile(r"^\| (C-[\w.]+) \| (.+?) \| (.+?) \| (.+?) \|$", re.MULTILINE)
CLAUSES = [
    "C-1.1a",
    "C-1.1b",
    "C-5a",
    "C-5b",
    "C-2.1a",
    "C-2.1b",
    "C-2.2a",
    "C-2.2b",
    "C-2.2c",
    "C-3a",
    "C-3b",
    "C-3c",
    "C-3d",
    "C-3e",
    "C-3f",
    "C-4.1a",
    "C-4.1b",
    "C-4.1c",
    "C-4.1d",
    "C-4.1e",
    "C-4.1f",
    "C-4.1g",
    "C-4.1h",
    "C-4.1i",
    "C-4.1j",
    "C-4.1k",
    "C-4.2a",
    "C-4.2b",
    "C-4.2c",
    "C-4.2d",
    "C-4.2e",
    "C-4.3a",
    "C-4.3b",
    "C-4.3c",
    "C-4.3d",
    "C-4.3e",
    "C-4.3f",
    "C-4.3g",
    "C-4.3h",
    "C-4.4a",
    "C-4.4b",
    "C-4.4c",
    "C-5c",
    "C-5d",
    "C-5e",
    "C-5f",
    "C-5g",
    "C-5h",
    "C-A1a",
    "C-A1b",
    "C-A1c",
    "C-A1d",
    "C-A2",
    "C-B1",
]


def rows() -> list[tuple[str, str, str, str]]:
    return ROW.findall((ROOT / "docs" / "fidelite.md").read_text(encoding="utf-8"))


def test_every_clause_has_one_row():
    assert [row[0] for row in rows()] == CLAUSES


def test_every_test_named_exists():
    known = set()
    for path in (ROOT / "tests").rglob("test_*.py"):
        known |= set(re.findall(r"def (test_\w+)", path.read_text(encoding="utf-8")))

    named = {name for row in rows() for name in re.findall(r"`(test_\w+)`", row[3])}
    assert named - known == set()


def test_a_served_clause_has_a_test():
    unproved = [row[0] for row in rows() if "`" not in row[3] and "pas encore" not in row[2]]
    assert unproved == []
