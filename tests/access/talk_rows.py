"""Who may do what at the addresses of a convention's discussion."""

from typing import Any

from tests.access.world import FORBIDDEN, PREFECTURE, TEAM, Row

MILDECA = frozenset({"ines", "martin"})
PARTIES = TEAM | PREFECTURE | MILDECA


def talk(*more: Any) -> Any:
    """The convention in discussion, of commune A."""
    return lambda o: [o["talk"].convention.reference, 0, *more]


def draft(*more: Any) -> Any:
    """The convention that MILDECA drafts, of commune A too."""
    return lambda o: [o["drafted"].convention.reference, 0, *more]


# Everybody who may be a party to some convention; each finds their own.
FOLLOWERS = PARTIES | {"charlie", "dora", "gaston"}

TALKS = {
    "conventions:conventions": Row(get=FOLLOWERS, post=None),
    "conventions:conventions_export": Row(get=FOLLOWERS, post=None, args=lambda o: ["csv"]),
    "conventions:agreed_amount": Row(
        get=frozenset({"ines"}),
        post=frozenset({"ines"}),
        args=lambda o: [o["talk"].convention.reference],
    ),
    "conventions:amend": Row(
        get=frozenset({"ines"}),
        post=frozenset({"ines"}),
        args=lambda o: [o["talk"].convention.reference],
    ),
    "conventions:end_convention": Row(
        get=frozenset({"ines"}),
        post=frozenset({"ines"}),
        args=lambda o: [o["talk"].convention.reference],
    ),
    "conventions:act": Row(get=PARTIES, post=None, args=talk()),
    "conventions:comment": Row(get=None, post=PARTIES, args=talk()),
    "conventions:answer": Row(
        get=None,
        post=PARTIES,
        args=lambda o: [o["talk"].convention.reference, 0, o["convention_remark"].pk],
        data=lambda o: {"go": "accept", "answer-seen": 1},
    ),
    "conventions:agree": Row(get=None, post=PARTIES, args=talk()),
    "conventions:reword": Row(get=PARTIES, post=PARTIES, args=talk("objet")),
    "conventions:compare_versions": Row(get=PARTIES, post=None, args=talk()),
    # The holder has the pen; MILDECA may take it back.
    "conventions:hand_over": Row(
        get=TEAM | MILDECA,
        post=TEAM | MILDECA,
        args=talk(),
        but=dict.fromkeys(PREFECTURE, FORBIDDEN),
    ),
    "conventions:act_step": Row(
        get=frozenset({"ines"}),
        post=frozenset({"ines"}),
        args=draft("circulate"),
        but={"martin": FORBIDDEN},
    ),
}
