"""One door to every change made in the room: the session is locked, its revision rises.

Under the lock, a session that closes and an amount being written come one after the other; the
revision tells every page that looks on that it is behind.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from accounts.models import User
from reviews.models import Recusal, Sitting
from reviews.permissions import as_instructor
from workflow.engine import NotAllowed, Refused, record


class Stale(Refused):
    """What was written over had been changed by somebody else since it was read."""


@dataclass
class Room:
    """The session, locked, while a change is made."""

    sitting: Sitting
    by: User
    role: str

    def tell(self, name: str, payload: dict[str, Any]) -> None:
        """Write one row of the journal."""
        record(
            name, subject=self.sitting, by=self.by, role=self.role, payload=payload, is_locked=True
        )


@contextmanager
def moving(sitting: Sitting, by: User, *statuses: str) -> Iterator[Room]:
    """Lock the session, in one of these states, for a change by an instructor.

    Raises NotAllowed, or Refused when the session is in another state.
    """
    role = as_instructor(sitting, by)
    if role is None:
        raise NotAllowed("Seule l’instruction de la MILDECA tient la séance.")
    with transaction.atomic():
        fresh = Sitting.objects.select_for_update(of=("self",)).get(pk=sitting.pk)
        if fresh.status not in statuses:
            raise Refused(
                f"La séance est « {fresh.get_status_display().lower()} » : "
                "cette modification n’est plus possible."
            )
        yield Room(fresh, by, role)
        fresh.revision += 1
        fresh.save(update_fields=["revision"])


def refuse_the_recused(sitting: Sitting, by: User) -> None:
    """Refuse an act on the whole list to somebody to whom a dossier of it is closed (A4).

    What filling or comparing gives the others would tell what that dossier receives.
    """
    closed = Recusal.objects.filter(
        person=by, lifted_at=None, application__deliberations__sitting=sitting
    )
    if closed.exists():
        raise NotAllowed(
            "Vous vous êtes déporté d’un dossier de cette séance : un collègue peut faire cette "
            "opération, qui porte sur toute la liste."
        )
