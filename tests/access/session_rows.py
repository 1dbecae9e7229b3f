"""Who may do what at the addresses of the committee's session."""

from typing import Any

from tests.access.world import FORBIDDEN, Row

INES = frozenset({"ines"})
DECIDERS = frozenset({"ines", "martin"})
# karim sits; lea, without a seat in this call, does not.
ROOM = DECIDERS | {"karim"}


def session(*more: Any) -> Any:
    return lambda o: [o["sitting"].pk, *more]


def scenario(*more: Any) -> Any:
    return lambda o: [o["sitting"].pk, o["scenario"].pk, *more]


def dossier(o: dict[str, Any]) -> list[Any]:
    return [o["sitting"].pk, o["seated"].reference]


SESSIONS = {
    "reviews:sittings": Row(get=ROOM | {"lea"}, post=None),
    "reviews:session_guide": Row(get=ROOM | {"lea"}, post=None),
    "reviews:sitting_plan": Row(get=INES, post=INES, args=lambda o: [o["sitting"].call.slug]),
    "reviews:sitting": Row(get=ROOM, post=None, args=session()),
    "reviews:sitting_changes": Row(get=ROOM, post=None, args=session()),
    "reviews:sitting_edit": Row(get=INES, post=INES, args=session()),
    "reviews:sitting_agenda": Row(get=None, post=INES, args=session()),
    "reviews:sitting_step": Row(
        get=INES,
        post=INES,
        args=session("close"),
        but={"karim": FORBIDDEN, "martin": FORBIDDEN},
    ),
    "reviews:attendance": Row(get=INES, post=INES, args=session()),
    "reviews:projection": Row(get=DECIDERS, post=None, args=session()),
    "reviews:projection_changes": Row(get=DECIDERS, post=None, args=session()),
    # Members read the minutes once signed; whoever presides, and signs, before.
    "reviews:minutes": Row(get=ROOM, post=None, args=lambda o: [o["past_sitting"].pk]),
    "reviews:minutes_pdf": Row(get=ROOM, post=None, args=lambda o: [o["past_sitting"].pk]),
    "reviews:sitting_export": Row(get=ROOM, post=None, args=session("csv")),
    "reviews:scenario_new": Row(get=INES, post=INES, args=session()),
    "reviews:scenario_compare": Row(get=ROOM, post=None, args=session()),
    "reviews:scenario": Row(get=INES, post=INES, args=scenario()),
    "reviews:scenario_fill": Row(get=None, post=INES, args=scenario()),
    "reviews:scenario_act": Row(get=None, post=INES, args=scenario("proposer")),
    "reviews:proposal": Row(
        get=None, post=INES, args=lambda o: [*scenario()(o), o["seated"].reference]
    ),
    "reviews:deliberation": Row(
        get=ROOM,
        post=INES,
        args=dossier,
        but={"karim": FORBIDDEN, "martin": FORBIDDEN},
    ),
    "reviews:sitting_current": Row(get=None, post=INES, args=dossier),
}
