"""Who writes: the pen passes from party to party, and one knows since when (C-5f)."""

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from conventions.desks import take
from conventions.enums import ActStatus, Party
from conventions.models import Act
from workflow.engine import NotAllowed, Refused, record


def hand_over(act: Act, *, to: str, by: User, note: str = "") -> Act:
    """Pass the pen to another party, with a word for it.

    The party that holds it gives it; MILDECA may take it from another, and says why. Raises
    NotAllowed or Refused.
    """
    if to not in Party.values:
        raise Refused("Choisissez à qui passer la plume.")
    with transaction.atomic():
        hand = take(act, by)
        fresh = hand.act
        if fresh.status != ActStatus.NEGOTIATING:
            raise Refused("La plume passe une fois le texte mis en discussion.")
        is_taken = not hand.holds_the_pen
        if is_taken and (hand.party, to) != (Party.MILDECA, Party.MILDECA):
            raise NotAllowed("La partie qui tient la plume la passe, ou la MILDECA la reprend.")
        if to == fresh.pen:
            raise Refused(f"La partie « {Party(to).label} » tient déjà la plume.")
        if is_taken and not note.strip():
            raise Refused("Dites pourquoi la MILDECA reprend la plume.")
        source = fresh.pen
        fresh.pen, fresh.pen_since = Party(to), timezone.now()
        fresh.save(update_fields=["pen", "pen_since"])
        record(
            "act.hand_over",
            subject=fresh,
            by=by,
            role=hand.role,
            reason=note.strip(),
            # Who gives it, or takes it: « by » is « from » unless MILDECA takes it back.
            payload={
                "from": source,
                "to": to,
                "by": hand.party,
                "version": hand.version.number,
            },
            is_locked=True,
        )
    return fresh
