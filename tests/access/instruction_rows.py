"""Who may do what at the addresses of the instruction: the instructor, and the holder in the thread."""

from tests.access.world import TEAM, Row

INES = frozenset({"ines"})


def _filed(*more):
    return lambda objects: [objects["filed"].reference, *more]


def _shown(**options) -> Row:
    return Row(get=INES, post=None, **options)


def _both(**options) -> Row:
    return Row(get=INES, post=INES, **options)


def _sent(**options) -> Row:
    return Row(get=None, post=INES, **options)


INSTRUCTION = {
    "reviews:board": _shown(),
    "reviews:board_export": _shown(args=lambda o: ["csv"]),
    "reviews:instructor_guide": _shown(),
    "reviews:view_add": _sent(),
    "reviews:view_remove": _sent(args=lambda o: [o["view"].pk]),
    "reviews:bulk": _sent(data=lambda o: {"step": "admit"}),
    "reviews:sheet": _shown(args=_filed()),
    "reviews:compare": _shown(args=_filed()),
    "reviews:comment": Row(
        get=frozenset(), post=frozenset(), args=_filed()
    ),  # without a point there is nothing to comment
    "reviews:check": _both(args=_filed("C-4.3c")),
    "reviews:note_add": _sent(args=_filed()),
    "reviews:note": _both(args=lambda o: [o["filed"].reference, o["note"].pk]),
    "reviews:remark": _both(args=lambda o: [o["filed"].reference, o["remark"].pk]),
    "reviews:ask_completion": _both(args=_filed()),
    "reviews:cancel_completion": _both(args=_filed()),
    "reviews:step": _both(args=_filed("refuse")),
    # The holder's team and the instruction, nobody else: no prefecture, no committee.
    "reviews:thread": Row(get=TEAM | INES, post=TEAM | INES, args=_filed()),
    "reviews:message_file": Row(
        get=TEAM | INES, post=None, args=lambda o: [o["filed"].reference, o["message_file"].pk]
    ),
}
