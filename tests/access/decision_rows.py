"""Who may do what at the addresses of the decision."""

from typing import Any

from tests.access.world import FORBIDDEN, PREFECTURE, TEAM, Row

DECIDERS = frozenset({"ines", "martin"})
INES = frozenset({"ines"})
READERS = DECIDERS | {"karim", "lea"}


def decision(*more: Any) -> Any:
    return lambda o: [o["decision"].call.slug, o["decision"].number, *more]


def published(objects: dict[str, Any]) -> list[Any]:
    return [objects["laureate"].reference]


DECISIONS = {
    "reviews:decisions": Row(get=DECIDERS, post=None),
    "reviews:decision_prepare": Row(get=INES, post=INES, args=lambda o: [o["decision"].call.slug]),
    "reviews:decision": Row(get=DECIDERS, post=None, args=decision()),
    "reviews:decision_export": Row(get=DECIDERS, post=None, args=decision()),
    "reviews:decision_refill": Row(get=INES, post=INES, args=decision()),
    "reviews:decision_step": Row(
        get=INES, post=INES, args=decision("propose"), but={"martin": FORBIDDEN}
    ),
    "reviews:award": Row(
        get=INES,
        post=INES,
        args=lambda o: [*decision()(o), o["examined"].reference],
    ),
    "reviews:letter_preview": Row(
        get=DECIDERS,
        post=None,
        args=lambda o: [o["past_decision"].call.slug, 1, o["laureate"].reference],
    ),
    "reviews:editions": Row(get=DECIDERS, post=None),
    "reviews:statistics": Row(get=DECIDERS, post=None, args=lambda o: [o["decision"].call.slug]),
    "reviews:statistics_export": Row(
        get=DECIDERS, post=None, args=lambda o: [o["decision"].call.slug]
    ),
    # Whoever reads for the committee; each booklet holds what its own reader may read.
    "reviews:booklet": Row(get=READERS, post=READERS, args=lambda o: [o["decision"].call.slug]),
    "reviews:booklet_progress": Row(
        get=READERS, post=None, args=lambda o: [o["decision"].call.slug]
    ),
    "reviews:booklet_file": Row(
        get=frozenset(), post=None, args=lambda o: [o["decision"].call.slug]
    ),
    # A published result is its holder's, its prefecture's and MILDECA's.
    "reviews:result": Row(get=TEAM | PREFECTURE | DECIDERS, post=None, args=published),
    "reviews:letter": Row(get=TEAM | PREFECTURE | DECIDERS, post=None, args=published),
    "reviews:give_up": Row(
        get=frozenset({"bob"}),
        post=frozenset({"bob"}),
        args=published,
        but=dict.fromkeys({"alice", *PREFECTURE, *DECIDERS}, FORBIDDEN),
    ),
}
