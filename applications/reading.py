"""Who reads a filed dossier beside its team, its prefecture and the instruction, and to whom it is closed.

The reviews know who sits on the committee and who is in conflict of interest; they stand above
this app, so they add their questions here, once, at start (ADR 0009). Everything that reads
dossiers asks `Application.objects.visible_to`, so a closure acts everywhere at once.
"""

from collections.abc import Callable

from django.db.models import Q

from accounts.models import User

# Which filed dossiers, in the words of a queryset of `Application`; None for none.
Question = Callable[[User], Q | None]

OPENINGS: list[Question] = []
CLOSURES: list[Question] = []


def opened_to(user: User) -> Q | None:
    """Filed dossiers that somebody above lets this agent read."""
    return _any_of(OPENINGS, user)


def closed_to(user: User) -> Q | None:
    """Filed dossiers closed to this agent, whatever their roles let them read."""
    return _any_of(CLOSURES, user)


def _any_of(questions: list[Question], user: User) -> Q | None:
    found = None
    for question in questions:
        answer = question(user)
        if answer is not None:
            found = answer if found is None else found | answer
    return found
