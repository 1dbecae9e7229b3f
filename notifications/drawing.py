"""A notice as a mail: the same words as text and as HTML, kept as they will leave."""

from dataclasses import dataclass

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from accounts.models import User
from notifications import preferences
from notifications.rule import Message, Rule


@dataclass(frozen=True)
class Drawn:
    """What a mail is made of."""

    subject: str
    text: str
    html: str
    unsubscribe: str  # address that turns its topic off; empty when it is owed


def draw(rule: Rule, message: Message, person: User) -> Drawn:
    """Draw one notice for one person."""
    unsubscribe = preferences.unsubscribe_address(person, rule.topic) if rule.topic else ""
    values = {
        "message": message,
        "address": settings.BASE_URL + message.url,
        "because": rule.because,
        "reply_to": message.reply_to,
        "preferences": settings.BASE_URL + reverse("notifications:preferences"),
        "unsubscribe": unsubscribe,
    }
    return Drawn(
        subject=one_line(message.title),
        text=render_to_string("mail/notice.txt", values).strip() + "\n",
        html=render_to_string("mail/notice.html", values).strip() + "\n",
        unsubscribe=unsubscribe,
    )


def one_line(text: str) -> str:
    """A subject is one line, whatever was typed in a name."""
    return " ".join(text.split())[:300]
