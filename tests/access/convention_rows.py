"""Who may do what at the addresses of a convention's text."""

from tests.access.world import Row

INES = frozenset({"ines"})

CONVENTION_TEXT = {
    "conventions:opening": Row(get=INES, post=INES),
}
