"""Conflicts of interest the portal can see by itself: same commune, département, employer, operator. Pure.

A suspicion is shown and confirmed or set aside by a person; until then it keeps the dossier out of
the automatic assignment. Names are compared without accents, case, hyphens or legal form.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from limits_portal.french import search_key
from reviews.enums import RecusalGround

# Words that say what an organisation is, not which one.
_ARTICLES = {"a", "au", "aux", "d", "de", "des", "du", "en", "et", "l", "la", "le", "les", "pour"}
_FORMS = {
    *("association", "asso", "commune", "communaute", "agglomeration", "metropole", "ville"),
    *("mairie", "departement", "departemental", "departementale", "conseil", "societe", "sas"),
    *("sarl", "scop", "etablissement", "public", "centre", "service", "services"),
}
EMPTY_WORDS = frozenset(_ARTICLES | _FORMS)


@dataclass(frozen=True)
class Member:
    """What is known of a member's interests."""

    person: int
    departements: frozenset[str] = frozenset()  # codes
    employer: str = ""
    holders: frozenset[int] = frozenset()  # collectivités they are, or were, linked to


@dataclass(frozen=True)
class Stakes:
    """Who is behind a dossier."""

    application: int
    holder: int
    holder_name: str
    departement: str  # code
    operators: tuple[str, ...] = ()
    partners: tuple[str, ...] = field(default=())

    @property
    def named(self) -> tuple[str, ...]:
        """Operators and partners, each once, in the order of the dossier."""
        return tuple(dict.fromkeys((*self.operators, *self.partners)))


@dataclass(frozen=True)
class Suspicion:
    """Why a member may be in conflict of interest in a dossier."""

    application: int
    person: int
    ground: str
    why: str  # in French, for the member and the instructor


def names_in(canonical: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Operators and partners named in a snapshot's canonical text."""
    content = json.loads(canonical)
    operators = (action["content"]["operator_name"] for action in content.get("actions", []))
    partners = (line["name"] for line in content.get("partnership", {}).get("partners", []))
    return _given(operators), _given(partners)


def _given(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name.strip() for name in names if name and name.strip()))


def key_words(name: str) -> frozenset[str]:
    """The words by which a name is recognised; all of them when none is telling."""
    words = re.findall(r"[a-z0-9]+", search_key(name))
    return frozenset(w for w in words if w not in EMPTY_WORDS) or frozenset(words)


def is_same(one: str, other: str) -> bool:
    """Whether two names probably designate one organisation: all the words of one are in the other."""
    mine, theirs = key_words(one), key_words(other)
    return bool(mine and theirs) and (mine <= theirs or theirs <= mine)


def suspicion(member: Member, stakes: Stakes) -> Suspicion | None:
    """The strongest reason to suspect a conflict, or None."""

    def suspect(ground: str, why: str) -> Suspicion:
        return Suspicion(stakes.application, member.person, ground, why)

    if stakes.holder in member.holders:
        return suspect(
            RecusalGround.HOLDER, f"A ou a eu un rôle dans la collectivité {stakes.holder_name}."
        )
    if member.employer:
        if is_same(member.employer, stakes.holder_name):
            return suspect(RecusalGround.EMPLOYER, f"Employeur déclaré : {member.employer}.")
        for name in stakes.named:
            if is_same(member.employer, name):
                return suspect(
                    RecusalGround.OPERATOR,
                    f"Son employeur, {member.employer}, est cité : « {name} ».",
                )
    if stakes.departement in member.departements:
        return suspect(RecusalGround.DEPARTEMENT, f"Même département ({stakes.departement}).")
    return None
