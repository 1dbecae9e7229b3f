"""By when a convention must be signed, and how far that is (C-5g). Pure."""

from datetime import date

from applications.models import Call
from conventions import terms


def signature_due_on(call: Call) -> date:
    """The last day to sign: the one the call's terms give, else 30 September of its year.

    `call` comes with its terms (`select_related("convention_terms")`).
    """
    return terms.of(call).sign_before or date(call.year, 9, 30)


def in_words(due_on: date, today: date) -> str:
    """« 12 jours », « aujourd’hui », « 3 jours de retard »."""
    days = (due_on - today).days
    if days == 0:
        return "aujourd’hui"
    count = f"{abs(days)} jour{'s' if abs(days) > 1 else ''}"
    return f"{count} de retard" if days < 0 else count
