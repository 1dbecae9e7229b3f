"""Who may do what at the addresses of the committee."""

from typing import Any

from tests.access.world import Row

INES = frozenset({"ines"})
NORA = frozenset({"nora"})
CONVENERS = INES | NORA
JUDGES = frozenset({"ines", "martin"})
MEMBERS = frozenset({"karim", "lea"})
KARIM = frozenset({"karim"})


def slug(objects: dict[str, Any]) -> list[Any]:
    return [objects["read"].call.slug]


def reference(objects: dict[str, Any]) -> list[Any]:
    return [objects["read"].reference]


def with_(*names: str) -> Any:
    return lambda o: [*slug(o), *(o[name].pk for name in names)]


COMMITTEE = {
    "reviews:readings": Row(get=MEMBERS, post=None),
    # Karim reads the dossier; Lea is in conflict of interest.
    "reviews:declaration": Row(get=MEMBERS, post=MEMBERS, args=slug),
    "reviews:grid": Row(get=KARIM, post=KARIM, args=reference),
    "reviews:abstain": Row(get=KARIM, post=KARIM, args=reference),
    "reviews:conflict": Row(get=KARIM, post=KARIM, args=reference),
    "reviews:review_terms": Row(get=NORA, post=NORA, args=slug),
    "reviews:committees": Row(get=CONVENERS, post=None),
    "reviews:committee": Row(get=CONVENERS, post=CONVENERS, args=slug),
    "reviews:seat": Row(get=CONVENERS, post=CONVENERS, args=with_("seat")),
    "reviews:seat_leave": Row(get=None, post=CONVENERS, args=with_("seat")),
    "reviews:assignments": Row(get=INES, post=None, args=slug),
    "reviews:assignments_balance": Row(get=None, post=INES, args=slug),
    "reviews:assignment_change": Row(get=None, post=INES, args=lambda o: [*slug(o), *reference(o)]),
    "reviews:conflicts": Row(get=INES, post=None, args=slug),
    "reviews:suspicion": Row(
        get=INES,
        post=INES,
        args=lambda o: [*slug(o), *reference(o), o["seat"].pk],
    ),
    "reviews:recusal_lift": Row(get=INES, post=INES, args=with_("recusal")),
    "reviews:progress": Row(get=JUDGES, post=None, args=slug),
    "reviews:ranking": Row(get=JUDGES, post=None, args=slug),
    "reviews:remind": Row(get=None, post=INES, args=slug),
    "reviews:reviews_export": Row(get=JUDGES, post=None, args=slug),
    # Each workbook holds what its own reader may read.
    "reviews:workbook": Row(get=JUDGES, post=JUDGES, args=lambda o: ["lectures", *slug(o)]),
    "reviews:workbook_progress": Row(get=JUDGES, post=None, args=lambda o: ["lectures", *slug(o)]),
    "reviews:workbook_file": Row(get=frozenset(), post=None, args=lambda o: ["lectures", *slug(o)]),
    "reviews:dossier_reviews": Row(get=JUDGES, post=None, args=reference),
    "reviews:reopen": Row(get=INES, post=INES, args=lambda o: [*reference(o), o["review"].pk]),
}
