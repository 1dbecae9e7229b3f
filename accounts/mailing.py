"""The account's mails in the frame of all the portal's mails: the same words, as HTML."""

from dataclasses import dataclass

from django.template.loader import render_to_string

SIGNATURE = "L’équipe de LIMIT"


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of a mail; one that is an address alone becomes the mail's button."""

    text: str

    @property
    def is_address(self) -> bool:
        """Whether it is nothing but one of our addresses."""
        return self.text.startswith(("http://", "https://")) and len(self.text.split()) == 1


def framed(subject: str, text: str) -> str:
    """The same words in the frame of all the portal's mails; the last two lines are the frame's own."""
    paragraphs = [Paragraph(part.strip()) for part in text.split("\n\n") if part.strip()]
    if paragraphs and paragraphs[-1].text.startswith(SIGNATURE):
        paragraphs.pop()
    values = {"subject": subject, "paragraphs": paragraphs}
    return render_to_string("mail/account.html", values).strip() + "\n"
