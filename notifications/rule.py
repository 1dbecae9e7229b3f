"""A row of the table of notices, and what a notice says."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import TextChoices

from accounts.models import User
from limits_portal.french import typeset
from workflow.models import Event


class Topic(TextChoices):
    """What a person may choose to hear of, otherwise than mail by mail."""

    TEAM = "team", "L’équipe de la collectivité"
    DEADLINES = "deadlines", "Les rappels d’échéance"
    FOLLOW = "follow", "Le suivi des dossiers déposés"
    CONVENTIONS = "conventions", "Les échanges sur le texte des conventions"


@dataclass(frozen=True)
class Message:
    """What a notice says, whoever reads it: the same words in the portal, in text and in HTML.

    `url` is the very place it is about, `action` what its button says; `facts` are figures worth
    keeping, `items` a list, `more` what a mail adds after the button.
    """

    title: str
    body: str
    url: str
    action: str = "Ouvrir dans le portail"
    facts: tuple[tuple[str, str], ...] = ()
    items: tuple[str, ...] = ()
    more: tuple[str, ...] = ()
    reply_to: str = ""

    def __post_init__(self) -> None:
        """Set the sentences as French wants them, whichever mail or page shows them."""
        object.__setattr__(self, "title", typeset(self.title))
        object.__setattr__(self, "body", typeset(self.body))
        object.__setattr__(self, "items", tuple(typeset(item) for item in self.items))
        object.__setattr__(self, "more", tuple(typeset(text) for text in self.more))


@dataclass(frozen=True)
class Rule:
    """One row: on this event, these people get this notice, in the portal and by mail.

    `because` ends the sentence « Vous recevez ce courriel parce que… ». Without a topic the
    notice is owed: nobody can turn its mail off.
    """

    event: str
    code: str
    to: Callable[[Event], Iterable[User]]
    message: Callable[[Event], Message]
    because: str
    topic: Topic | None = None
    is_mailed: bool = True
