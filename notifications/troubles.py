"""What went wrong with a mail: whose trouble it is, whether it may pass, and the words for it."""

import smtplib
from dataclasses import dataclass

from celery.exceptions import SoftTimeLimitExceeded

from notifications.models import Email
from notifications.smtp import Unreachable

Kind = Email.Trouble
# Replies outside 400-499 that a server may take back: silence, and a full mailbox.
TRANSIENT_CODES = {-1, 101, 111, 552}


@dataclass(frozen=True)
class Trouble:
    """Why a try failed; `is_transient` when the same mail may pass later."""

    kind: Email.Trouble
    is_transient: bool
    words: str

    @property
    def is_of_the_server(self) -> bool:
        """Whether other mails would meet it too."""
        return self.kind in {Kind.UNREACHABLE, Kind.SILENT, Kind.SENDER}


def read(error: Exception) -> Trouble:
    """Say what an exception of a try means.

    A server that refuses our name or our password is to be repaired: the mails wait for it.
    """
    if isinstance(error, Unreachable):
        return Trouble(Kind.UNREACHABLE, True, str(error))
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, text = next(iter(error.recipients.values()))
        return _answered(Kind.ADDRESS, code, text)
    if isinstance(error, smtplib.SMTPSenderRefused):
        later = is_transient_code(error.smtp_code)
        words = _reply(error.smtp_code, error.smtp_error)
        return Trouble(Kind.LATER if later else Kind.SENDER, True, words)
    if isinstance(error, smtplib.SMTPResponseException):
        return _answered(Kind.CONTENT, error.smtp_code, error.smtp_error)
    if isinstance(error, OSError | SoftTimeLimitExceeded):
        return Trouble(Kind.SILENT, True, str(error) or type(error).__name__)
    # A forged header is a ValueError; anything else is a fault of ours, that a release may mend.
    is_ours = not isinstance(error, ValueError)
    return Trouble(Kind.MALFORMED, is_ours, f"{type(error).__name__} : {error}")


def is_transient_code(code: int) -> bool:
    """Whether an SMTP reply invites to try again."""
    return 400 <= code < 500 or code in TRANSIENT_CODES


def _answered(kind: Email.Trouble, code: int, text: bytes | str) -> Trouble:
    if is_transient_code(code):
        return Trouble(Kind.LATER, True, _reply(code, text))
    return Trouble(kind, False, _reply(code, text))


def _reply(code: int, text: bytes | str) -> str:
    words = text.decode(errors="replace") if isinstance(text, bytes) else text
    return f"{code} {' '.join(words.split())}".strip()
