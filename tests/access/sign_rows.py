"""Who may do what at the addresses of the signature and of the verification."""

from typing import Any

from tests.access.talk_rows import FOLLOWERS, MILDECA, PARTIES
from tests.access.world import EVERYONE, Row

SIGNATORIES = frozenset({"bob", "flora_chief", "martin"})
# Those who sign for an organisation, its prefecture's agents, MILDECA's instructors and
# administrators.
MANDATE_KEEPERS = SIGNATORIES | {"flora", "gaston", "ines", "nora"}
OF_COMMUNE_A = frozenset({"bob", "ines", "nora"})
INES = frozenset({"ines"})


def signing(*more: Any) -> Any:
    """The convention at the signature, of commune A."""
    return lambda o: [o["issued"].act.convention.reference, 0, *more]


def mandate(o: dict[str, Any]) -> list[Any]:
    return [o["mandate"].pk]


def copy(o: dict[str, Any]) -> list[Any]:
    return [o["paper_copy"].pk]


SIGNATURES = {
    "conventions:verify": Row(get=EVERYONE, post=EVERYONE),
    "conventions:sign_guide": Row(get=EVERYONE, post=None),
    "conventions:pile": Row(get=SIGNATORIES, post=SIGNATORIES),
    "conventions:pile_progress": Row(get=SIGNATORIES, post=None),
    "conventions:mandates": Row(get=MANDATE_KEEPERS, post=None),
    "conventions:mandate_add": Row(
        get=OF_COMMUNE_A, post=OF_COMMUNE_A, args=lambda o: [o["mandate"].organisation_id]
    ),
    "conventions:mandate_take_back": Row(get=OF_COMMUNE_A, post=OF_COMMUNE_A, args=mandate),
    "conventions:mandate_copy": Row(get=OF_COMMUNE_A, post=None, args=mandate),
    "conventions:scans": Row(get=FOLLOWERS, post=FOLLOWERS),
    # A pile is its bringer's alone; a copy found in it, MILDECA's too.
    "conventions:scan": Row(get=INES, post=None, args=lambda o: [o["scan"].pk]),
    "conventions:paper_copy": Row(get=MILDECA, post=None, args=copy),
    "conventions:paper_declare": Row(get=MILDECA, post=MILDECA, args=copy),
    "conventions:paper_certify": Row(
        get=None, post=MILDECA, args=copy, data=lambda o: {"go": "certify"}
    ),
    "conventions:paper_file": Row(get=MILDECA, post=None, args=copy),
    "conventions:signing": Row(get=PARTIES, post=None, args=signing()),
    "conventions:page_picture": Row(get=PARTIES, post=None, args=signing(1, 0, 1)),
    "conventions:signed_pdf": Row(get=PARTIES, post=None, args=signing(1, 0)),
    "conventions:evidence": Row(get=PARTIES, post=None, args=signing(1)),
    "conventions:sign": Row(get=PARTIES, post=PARTIES, args=signing()),
    "conventions:sign_elsewhere": Row(get=PARTIES, post=PARTIES, args=signing()),
    "conventions:archive": Row(get=PARTIES, post=PARTIES, args=signing()),
    "conventions:archive_file": Row(get=PARTIES, post=None, args=signing()),
}
