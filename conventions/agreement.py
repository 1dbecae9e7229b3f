"""Who agrees to what: each article by each party, as it reads (C-5f).

A text that changes leaves the agreement behind by itself: it was given to a fingerprint.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import transaction

from accounts.models import User
from conventions.desks import take
from conventions.enums import ActStatus, Party
from conventions.models import Acceptance, Act
from conventions.reading import Article, Reading
from workflow.engine import Refused, record


@dataclass(frozen=True)
class Agreement:
    """An article of a version, and the parties that agree to it as it reads."""

    article: Article
    parties: frozenset[Party]

    @property
    def is_complete(self) -> bool:
        """Whether all three do."""
        return len(self.parties) == len(Party)

    @property
    def missing(self) -> list[Party]:
        """Those that do not yet, in the order of signature."""
        return [party for party in Party if party not in self.parties]


def agreements(reading: Reading, acceptances: Iterable[Acceptance]) -> list[Agreement]:
    """The articles of a version in order, each with the parties that agree to it."""
    marks = reading.fingerprints
    given: dict[str, set[Party]] = {code: set() for code in marks}
    for row in acceptances:
        if marks.get(row.article) == row.fingerprint:
            given[row.article].add(Party(row.party))
    return [
        Agreement(article, frozenset(given[article["code"]]))
        for article in reading.version.articles
    ]


def agree(act: Act, *, by: User, seen: int, article: str = "") -> int:
    """Agree to an article as it reads in version `seen`, or to all of them; return how many.

    Raises NotAllowed, Refused or Stale.
    """
    with transaction.atomic():
        hand = take(act, by, seen=seen)
        if hand.act.status != ActStatus.NEGOTIATING:
            raise Refused("On donne son accord une fois le texte mis en discussion.")
        reading = Reading(hand.version)
        marks = reading.fingerprints
        if article and article not in marks:
            raise Refused("Cet article n’est plus dans le texte.")
        wanted = {article: marks[article]} if article else marks
        given = set(
            Acceptance.objects.filter(act=hand.act, party=hand.party).values_list(
                "article", "fingerprint"
            )
        )
        fresh = {code: mark for code, mark in wanted.items() if (code, mark) not in given}
        if not fresh:
            return 0
        keep(hand.act, hand.party, fresh, by=by)
        rows = agreements(reading, Acceptance.objects.filter(act=hand.act))
        record(
            "act.agree",
            subject=hand.act,
            by=by,
            role=hand.role,
            payload={
                "version": hand.version.number,
                "party": hand.party,
                "articles": sorted(fresh),
                "is_complete": all(row.is_complete for row in rows),
            },
            is_locked=True,
        )
        return len(fresh)


def keep(act: Act, party: Party, marks: Mapping[str, str], *, by: User) -> None:
    """Write a party's agreement to these articles, over what it had agreed to before."""
    Acceptance.objects.filter(act=act, party=party, article__in=list(marks)).delete()
    Acceptance.objects.bulk_create(
        Acceptance(act=act, article=code, party=party, fingerprint=mark, accepted_by=by)
        for code, mark in marks.items()
    )


def left(act: Act) -> list[Agreement]:
    """Articles of the last version to which somebody does not agree yet."""
    rows = agreements(Reading(act.last_version()), Acceptance.objects.filter(act=act))
    return [row for row in rows if not row.is_complete]
