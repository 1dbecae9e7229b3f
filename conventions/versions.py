"""Writing the text: every version is whole, numbered under the act's lock, and kept (C-5f)."""

from typing import Any

from django.db import transaction

from accounts.models import User
from conventions.agreement import keep
from conventions.articles import MAX_BODY
from conventions.desks import Hand, take_pen
from conventions.enums import Party
from conventions.models import Act, Version
from conventions.placeholders import known_names
from conventions.reading import Article, Reading, article_of
from workflow.engine import Refused, record


def propose_version(
    act: Act,
    *,
    by: User,
    articles: list[Article] | None = None,
    visas: list[dict[str, Any]] | None = None,
    summary: str = "",
    seen: int | None = None,
) -> Version:
    """Write the next version of the text, for the party that holds the pen.

    What is not given stays as it is. Articles keep their codes and their order; a locked one is
    MILDECA's to change, before the text goes round. Raises NotAllowed, Refused or Stale.
    """
    with transaction.atomic():
        hand = take_pen(act, by, seen=seen)
        wanted = hand.version.articles if articles is None else articles
        signed_under = hand.version.visas if visas is None else visas
        _refuse_wrong_articles(hand, wanted)
        if signed_under != hand.version.visas and hand.party != Party.MILDECA:
            raise Refused("Les visas sont rédigés par la MILDECA : proposez-les en commentaire.")
        if (wanted, signed_under) == (hand.version.articles, hand.version.visas):
            raise Refused("Ce texte est déjà celui de la dernière version : rien n’a changé.")
        return write(hand, by=by, articles=wanted, visas=signed_under, summary=summary)


def write(
    hand: Hand,
    *,
    by: User,
    articles: list[Article] | None = None,
    visas: list[dict[str, Any]] | None = None,
    state: dict[str, Any] | None = None,
    summary: str = "",
    agreed_by: tuple[Party, ...] = (),
) -> Version:
    """Keep a version of an act already locked. Whoever writes an article agrees to it."""
    last = hand.version
    version = Version.objects.create(
        act=hand.act,
        number=last.number + 1,
        state=last.state if state is None else state,
        visas=last.visas if visas is None else visas,
        articles=last.articles if articles is None else articles,
        summary=summary.strip()[:300],
        party=hand.party,
        made_by=by,
    )
    before, after = Reading(last).fingerprints, Reading(version).fingerprints
    changed = {code: mark for code, mark in after.items() if before.get(code) != mark}
    for party in {hand.party, *agreed_by}:
        keep(hand.act, party, changed, by=by)
    record(
        "act.write",
        subject=hand.act,
        by=by,
        role=hand.role,
        payload={
            "version": version.number,
            "party": hand.party,
            "articles": sorted(changed),
            "summary": version.summary,
        },
        is_locked=True,
    )
    return version


def reworded(version: Version, code: str, *, body: str, title: str = "") -> list[Article]:
    """The articles of a version with another wording for one of them. Raises Refused."""
    article = article_of(version, code)
    if article is None:
        raise Refused("Cet article n’est plus dans le texte.")
    changed = article | {"body": body.strip(), "title": title.strip() or article["title"]}
    return [changed if entry is article else entry for entry in version.articles]


def refuse_wrong_wording(body: str) -> None:
    """Raise Refused for a wording that no document could hold."""
    if not body.strip():
        raise Refused("Un article ne peut pas être vide.")
    if len(body) > MAX_BODY:
        raise Refused(f"Un article tient en {MAX_BODY} caractères.")
    try:
        known_names(body)
    except ValueError as error:
        raise Refused(f"{error} Laissez les noms d’origine.") from error


def _refuse_wrong_articles(hand: Hand, wanted: list[Article]) -> None:
    known = {article["code"]: article for article in hand.version.articles}
    if [article["code"] for article in wanted] != list(known):
        raise Refused("Les articles gardent leur ordre : ni ajout, ni suppression.")
    for article in wanted:
        before = known[article["code"]]
        if {k: v for k, v in article.items() if k not in ("title", "body")} != {
            k: v for k, v in before.items() if k not in ("title", "body")
        }:
            raise Refused("Seuls le titre et le texte d’un article se négocient.")
        if article == before:
            continue
        if before.get("is_locked") and hand.act.has_locks:
            raise Refused(f"L’article « {before['title']} » n’est pas négociable.")
        refuse_wrong_wording(article["body"])
