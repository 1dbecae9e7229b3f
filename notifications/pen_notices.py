"""What is said of the pen: it passes to a party, or MILDECA takes it back (C-5f)."""

from accounts.models import User
from conventions.enums import Party
from notifications.convention_notices import act_of, name_of, page_of, people_of
from notifications.rule import Message
from workflow.models import Event


def who_gets_the_pen(event: Event) -> list[User]:
    """The party to which another passes the pen, while it holds it."""
    act = act_of(event)
    if _is_taken(event) or act.pen != event.payload["to"]:
        return []
    return people_of(act, event.payload["to"], but=event.actor_id)


def who_loses_the_pen(event: Event) -> list[User]:
    """The party from which MILDECA takes the pen back, until the pen passes again."""
    act = act_of(event)
    if not _is_taken(event) or act.pen != event.payload["to"]:
        return []
    return people_of(act, event.payload["from"], but=event.actor_id)


def _is_taken(event: Event) -> bool:
    """Whether the pen was taken back, not passed by who held it."""
    source = event.payload["from"]
    # Events of the first version do not say who acted: they are told as a pen that is passed.
    return bool(event.payload.get("by", source) != source)


def pen_handed(event: Event) -> Message:
    """The pen passes to the reader's party."""
    act = act_of(event)
    source = Party(event.payload["from"]).label
    return Message(
        title=f"À vous d’écrire : {name_of(act)}",
        body=f"{event.actor_name} ({source}) vous passe la plume. Répondez aux remarques, modifiez "
        "le texte si besoin, puis passez la plume à votre tour.",
        url=page_of(act),
        action="Ouvrir le texte",
        facts=(("Message", event.reason),) if event.reason else (),
    )


def pen_taken(event: Event) -> Message:
    """MILDECA takes the pen back from the reader's party, and says why."""
    act = act_of(event)
    return Message(
        title=f"La MILDECA reprend la plume : {name_of(act)}",
        body=f"{event.actor_name} a repris la plume pour la MILDECA. Votre partie ne peut plus "
        "modifier le texte jusqu’à ce que la plume lui revienne ; elle peut toujours faire des "
        "remarques.",
        url=page_of(act),
        action="Lire le texte",
        facts=(("Motif", event.reason),),
    )
