"""Who may do what at the addresses of a convention's text."""

from tests.access.talk_rows import PARTIES, talk
from tests.access.world import Row

INES = frozenset({"ines"})
NORA = frozenset({"nora"})


def call(objects: dict) -> list:
    return [objects["call"].slug]


CONVENTION_TEXT = {
    "conventions:opening": Row(get=INES, post=INES),
    "conventions:details": Row(
        get=INES, post=INES, args=lambda o: [o["talk"].convention.reference]
    ),
    # Whoever reads the text may have it on paper.
    "conventions:draft": Row(get=PARTIES, post=PARTIES, args=talk()),
    "conventions:draft_progress": Row(get=PARTIES, post=None, args=talk()),
    "conventions:draft_file": Row(get=PARTIES, post=None, args=talk()),
    "conventions:terms": Row(get=NORA, post=NORA, args=call),
    "conventions:visas": Row(get=NORA, post=NORA, args=call),
    "conventions:article_preview": Row(get=None, post=NORA, args=call),
}
