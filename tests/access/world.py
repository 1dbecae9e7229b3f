"""The world of the access matrix: two dossiers of commune A, and every object an address names."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from accounts.models import User

PEOPLE = (
    "nobody",
    "alice",
    "bob",
    "charlie",
    "dora",
    "edgar",
    "flora",
    "flora_chief",
    "gaston",
    "ines",
    "karim",
    "lea",
    "martin",
    "nora",
)
EVERYONE = frozenset(PEOPLE)
MEMBERS = EVERYONE - {"nobody"}
TEAM = frozenset({"alice", "bob"})
PREFECTURE = frozenset({"flora", "flora_chief"})
STATE_READERS = PREFECTURE | {"ines", "martin"}
AGENTS = frozenset({"flora", "flora_chief", "gaston", "ines", "karim", "lea", "martin", "nora"})

# What an answer says: « in » the page serves the person (success, refusal in words, redirect
# elsewhere than to the login page); « login »; « absent » 404; « forbidden » 403.
IN, LOGIN, ABSENT, FORBIDDEN, NO_METHOD = "in", "login", "absent", "forbidden", "no method"


@dataclass
class World:
    """Everybody, and the objects that addresses name."""

    people: dict[str, User | None]
    objects: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Row:
    """Who may open an address (GET) and send to it (POST).

    `args` makes the address's arguments from the world's objects. People who are not served get
    `otherwise`; nobody logged in gets the login page, unless served. A None set means that the
    method does not exist for anyone (405), login apart.
    """

    get: frozenset[str] | None
    post: frozenset[str] | None
    args: Callable[[dict[str, Any]], list[Any]] = lambda objects: []
    otherwise: str = ABSENT
    nobody: str = LOGIN  # what is answered to nobody logged in, when not served
    data: Callable[[dict[str, Any]], dict[str, Any]] = lambda objects: {}
    # People answered otherwise than the rest, and how.
    but: dict[str, str] = field(default_factory=dict)

    def expected(self, method: str, person: str) -> set[str]:
        """What this person may be answered.

        Where the method exists for nobody, a stranger may be told so (405) or told nothing.
        """
        served = self.get if method == "GET" else self.post
        if served is not None and person in served:
            return {IN}
        if person in self.but:
            return {self.but[person], NO_METHOD}
        if person == "nobody" and not self.is_public:
            return {self.nobody, NO_METHOD}
        return {self.otherwise} if served is not None else {NO_METHOD, self.otherwise}

    @property
    def is_public(self) -> bool:
        """Whether nobody logged in is served by one of the methods."""
        return "nobody" in (self.get or ()) or "nobody" in (self.post or ())
