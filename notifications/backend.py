"""Django's mail backend of the portal: writes rows, sends nothing (ADR 0002)."""

from collections.abc import Sequence
from email.utils import make_msgid
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from notifications.models import Email

MESSAGE_DOMAIN = urlsplit(settings.BASE_URL).hostname or "limits"


class OutboxBackend(BaseEmailBackend):
    """Keeps each message as one `Email` row a recipient, in the caller's transaction."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Store the messages; a worker delivers them. Returns how many were stored.

        They are those of the account: a person waits for them, so they leave before the others.
        """
        count = 0
        for message in email_messages:
            if message.attachments:
                raise ValueError("Le portail n'envoie pas de pièce jointe.")
            html = next(
                (
                    str(part.content)
                    for part in getattr(message, "alternatives", [])
                    if part.mimetype == "text/html"
                ),
                "",
            )
            for address in message.recipients():
                Email.objects.create(
                    to=address,
                    code="account",
                    is_urgent=True,
                    # A subject is one line, whatever was typed in a name.
                    subject=" ".join(str(message.subject).split())[:300],
                    text_body=str(message.body),
                    html_body=html,
                    reply_to=", ".join(message.reply_to),
                    message_id=make_msgid(domain=MESSAGE_DOMAIN),
                )
            count += 1
        return count
