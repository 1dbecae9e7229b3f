"""Who may do what at the addresses of the prefecture's opinion."""

from typing import Any

from tests.access.world import FORBIDDEN, PREFECTURE, Row

PREFECTURES = PREFECTURE | {"gaston"}
DECIDERS = frozenset({"ines", "martin"})
INES = frozenset({"ines"})
FLORA = frozenset({"flora"})


def dossier(*more: Any) -> Any:
    """The dossier whose opinion is prepared."""
    return lambda o: [o["examined"].reference, *more]


def judged(*more: Any) -> Any:
    """The dossier whose opinion is given."""
    return lambda o: [o["judged"].reference, *more]


OPINIONS = {
    "reviews:opinions": Row(get=PREFECTURES, post=None),
    "reviews:opinions_export": Row(get=PREFECTURES, post=None),
    "reviews:opinion_wall": Row(get=DECIDERS, post=None),
    "reviews:opinion_wall_export": Row(get=DECIDERS, post=None),
    "reviews:opinion_remind": Row(get=None, post=INES, args=lambda o: [o["judged"].call.slug]),
    # Given: its prefecture and MILDECA read it.
    "reviews:opinion": Row(
        get=PREFECTURE | DECIDERS,
        post=PREFECTURE,
        args=judged(),
        but=dict.fromkeys(DECIDERS, FORBIDDEN),
    ),
    "reviews:opinion_numbered": Row(get=PREFECTURE | DECIDERS, post=None, args=judged(1)),
    "reviews:opinion_renew": Row(get=PREFECTURE, post=PREFECTURE, args=judged()),
    # Prepared: the chief alone gives it.
    "reviews:opinion_step": Row(
        get=frozenset({"flora_chief"}),
        post=frozenset({"flora_chief"}),
        args=dossier("give"),
        but={"flora": FORBIDDEN},
    ),
}
