"""Comments on the text, and the wordings they propose: accepted or refused by who holds the pen."""

from django.db import transaction

from accounts.models import User
from conventions.desks import take, take_pen
from conventions.enums import ActStatus
from conventions.models import Act, Remark
from conventions.reading import article_of
from conventions.versions import refuse_wrong_wording
from conventions.workflow import REMARK
from workflow.engine import Refused, record


def remark(
    act: Act,
    *,
    by: User,
    seen: int,
    text: str,
    article: str = "",
    proposed_body: str = "",
) -> Remark:
    """Comment on an article (or on the whole text), with another wording or without.

    Raises NotAllowed, Refused or Stale.
    """
    proposed = proposed_body.strip()
    if not text.strip():
        raise Refused("Écrivez votre commentaire.")
    with transaction.atomic():
        hand = take(act, by, seen=seen)
        if hand.act.status != ActStatus.NEGOTIATING:
            raise Refused("On commente le texte une fois qu’il est mis en discussion.")
        known = article_of(hand.version, article) if article else None
        if article and known is None:
            raise Refused("Cet article n’est plus dans le texte.")
        if known is not None and proposed == known["body"].strip():
            # Left as it was: a comment alone.
            proposed = ""
        if proposed:
            if known is None:
                raise Refused("Une rédaction se propose pour un article précis.")
            if known.get("is_locked"):
                raise Refused(
                    f"L’article « {known['title']} » n’est pas négociable : commentez-le sans "
                    "proposer de rédaction."
                )
            refuse_wrong_wording(proposed)
        row = Remark.objects.create(
            act=hand.act,
            version=hand.version,
            article=article,
            party=hand.party,
            author=by,
            text=text.strip(),
            proposed_body=proposed,
        )
        record(
            "act.comment",
            subject=hand.act,
            by=by,
            role=hand.role,
            payload={
                "remark": row.pk,
                "party": hand.party,
                "article": article,
                "proposes": bool(proposed),
            },
            is_locked=True,
        )
    return row


def answer(row: Remark, *, by: User, accept: bool, seen: int, words: str = "") -> Remark:
    """Accept a remark, which writes the wording it proposes, or refuse it and say why.

    Raises NotAllowed, Refused or Stale.
    """
    with transaction.atomic():
        hand = take_pen(row.act, by, seen=seen)
        return REMARK.perform(
            row, "accept" if accept else "refuse", by=by, reason=words.strip(), hand=hand
        )


def withdraw(row: Remark, *, by: User) -> Remark:
    """Take a remark of one's party back while nobody answered. Raises NotAllowed or Refused."""
    with transaction.atomic():
        take(row.act, by)
        return REMARK.perform(row, "withdraw", by=by)
