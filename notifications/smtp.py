"""The conversation with the mail server: kept open from one mail to the next, never trusted."""

import smtplib
from contextlib import suppress

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends import smtp
from django.core.mail.message import sanitize_address


class Unreachable(Exception):
    """No conversation could be opened: the trouble is the server's, not the mail's."""


class Backend(smtp.EmailBackend):
    """Django's, with an envelope sender of its own (MAIL_RETURN_PATH), the empty one included."""

    def _send(self, email_message: EmailMessage) -> bool:
        recipients = [sanitize_address(one, "utf-8") for one in email_message.recipients()]
        sender = getattr(email_message, "return_path", "") or sanitize_address(
            email_message.from_email, "utf-8"
        )
        content = email_message.message().as_bytes(linesep="\r\n")  # type: ignore[call-arg]  # Django's stubs forget it
        assert self.connection is not None, "send_messages opens it"
        self.connection.sendmail(sender, recipients, content)
        return True


class Line:
    """One conversation, opened when first needed and opened again after any trouble."""

    def __init__(self) -> None:
        self.backend = get_connection(settings.DELIVERY_EMAIL_BACKEND)

    def send(self, message: EmailMessage) -> None:
        """Send one message. Raises Unreachable, or whatever the server answered to this one."""
        try:
            self.backend.open()
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            raise Unreachable(str(error) or type(error).__name__) from error
        try:
            self.backend.send_messages([message])
        except BaseException:
            # Whatever was being said, the next mail starts a conversation of its own.
            self.close()
            raise

    def close(self) -> None:
        """End the conversation; that the server does not answer its end changes nothing."""
        with suppress(OSError, smtplib.SMTPException):
            self.backend.close()
