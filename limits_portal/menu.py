"""What the header offers, by role: three to five entries, only those that have an address."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse

HOLDERS = frozenset({"writer", "representative", "reader"})
AGENTS = frozenset({"prefecture_agent", "prefecture_chief", "instructor", "committee", "president"})
PREFECTURES = frozenset({"prefecture_agent", "prefecture_chief"})
DECIDERS = frozenset({"instructor", "president"})
CONVENERS = frozenset({"instructor", "administrator"})
ROOM = DECIDERS | {"committee"}
# Those who validate the links of people to collectivités (accounts.permissions).
LINK_KEEPERS = frozenset({"prefecture_agent", "prefecture_chief", "instructor", "administrator"})
MOST = 5


@dataclass(frozen=True)
class Entry:
    """A link of the main menu."""

    label: str
    address: str
    is_current: bool = False


def address(name: str, *args: Any) -> str:
    """The address of a page by name, or an empty string when the portal has no such page."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def account_address() -> str:
    """Where a person looks after their account."""
    return next(filter(None, map(address, ("accounts:account", "account_email"))), "")


def entries(user: Any, path: str) -> list[Entry]:
    """Entries for this person (anonymous or not) standing on this path.

    Whoever has more than MOST of them finds the rest on the site map, that the last one leads to.
    """
    links = every(user, path)
    if len(links) <= MOST:
        return links
    place = address("footer-sitemap")
    return [*links[: MOST - 1], Entry("Toutes les rubriques", place, _is_under(path, place))]


def every(user: Any, path: str) -> list[Entry]:
    """All that the portal offers this person, what they do most first."""
    links = [Entry(label, place, _is_under(path, place)) for label, place in _places(user) if place]
    return list({entry.address: entry for entry in links}.values())


def _is_under(path: str, place: str) -> bool:
    return path == place or (place != "/" and path.startswith(place))


def _places(user: Any) -> Iterable[tuple[str, str]]:
    call = ("L'appel à projets", address("call"))
    examples = ("Exemples d'actions", address("examples"))
    guide = ("Guide", address("guide"))
    if not user.is_authenticated:
        return [
            call,
            examples,
            ("Mon projet est-il éligible ?", address("simulator")),
            guide,
        ]
    roles = {link.role for link in user.links}
    mine: list[tuple[str, str]] = []
    if roles & HOLDERS or not roles:
        mine += _holder_places(user)
    mine += _agent_places(roles)
    return [*mine, call, *([examples] if roles & HOLDERS or not roles else []), guide]


def _holder_places(user: Any) -> list[tuple[str, str]]:
    first = next((link for link in user.links if link.role in HOLDERS), None)
    team = (
        ("Mon équipe", address("accounts:team", first.organisation_id))
        if first
        else ("Rejoindre ma collectivité", address("accounts:join"))
    )
    return [("Mes dossiers", address("applications:list")), team]


def _agent_places(roles: set[str]) -> list[tuple[str, str]]:
    """What one's roles for the State open."""
    places: list[tuple[str, str]] = []
    if "committee" in roles:
        places.append(("Mes lectures", address("reviews:readings")))
    if "instructor" in roles:
        places.append(("Instruction", address("reviews:board")))
    elif roles & AGENTS:
        places.append(("Dossiers déposés", address("applications:filed")))
    if roles & PREFECTURES:
        places += [
            ("Avis", address("reviews:opinions")),
            ("Conventions", address("conventions:conventions")),
        ]
    if roles & CONVENERS:
        places.append(("Comité", address("reviews:committees")))
    if roles & ROOM:
        places.append(("Séances", address("reviews:sittings")))
    if roles & DECIDERS:
        places += _decider_places(roles)
    if roles & LINK_KEEPERS:
        places.append(("Rattachements", address("accounts:pending")))
    if "administrator" in roles:
        places += [
            ("Appels", address("applications:calls")),
            ("Personnes", address("accounts:people")),
        ]
    return places


def _decider_places(roles: set[str]) -> list[tuple[str, str]]:
    """What is decided, agreed and signed at MILDECA."""
    pile = [("Parapheur", address("conventions:pile"))] if "president" in roles else []
    return [
        *pile,
        ("Décisions", address("reviews:decisions")),
        ("Conventions", address("conventions:conventions")),
        ("Statistiques", address("reviews:editions")),
        ("Avis des préfectures", address("reviews:opinion_wall")),
    ]
