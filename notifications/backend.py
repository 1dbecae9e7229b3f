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
        """Store the messages; a worker delivers them. Returns how many were stored."""
        count = 0
        for message in email_messages:
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
                    subject=message.subject,
                    text_body=message.body,
                    html_body=html,
                    reply_to=", ".join(message.reply_to),
                    message_id=make_msgid(domain=MESSAGE_DOMAIN),
                )
            count += 1
        return count
