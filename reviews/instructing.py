"""The instruction at work: checks, notes, admissible or not, to the committee, one or many at once.

Each change of state goes through the dossier's life (`applications.workflow`). A dossier closed to
the person by a conflict of interest does not exist for them here either.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from applications.enums import ApplicationStatus
from applications.models import Application
from applications.workflow import LIFE
from reviews.checklist import CLAUSES, unverified
from reviews.models import Check, Note
from reviews.models.instruction import Verdict
from reviews.permissions import as_instructor
from workflow.engine import NotAllowed, Refused


class Stale(Refused):
    """A colleague wrote on the same point since the page was opened; `current` is what they wrote."""

    def __init__(self, current: Check | Note | None) -> None:
        who = f"{current.checked_by}" if isinstance(current, Check) else "Un collègue"
        if isinstance(current, Note):
            who = f"{current.written_by}"
        super().__init__(
            f"{who} a écrit ici entre-temps : relisez ce qui est enregistré, puis recommencez. "
            "Votre texte reste affiché."
        )
        self.current = current


@dataclass(frozen=True)
class Ground:
    """Why a dossier is inadmissible: a clause, and the words that its holder reads."""

    clause: str
    text: str

    def as_json(self) -> dict[str, str]:
        """Plain data for the journal."""
        return {"clause": self.clause, "text": self.text.strip()}


def read_by(application: Application, by: User) -> Application:
    """The dossier locked, for an instructor to whom it is not closed.

    Raises NotAllowed, or Refused once its holder withdrew it: it is read, and no more worked on.
    """
    fresh = None
    if as_instructor(application, by):
        rows = Application.objects.read_as_agent_even_withdrawn(by).filter(pk=application.pk)
        fresh = rows.select_for_update(of=("self",)).first()
    if fresh is None:
        raise NotAllowed("Seule l’instruction de la MILDECA fait cela.")
    if fresh.status == ApplicationStatus.WITHDRAWN:
        raise Refused("Le porteur a retiré ce dossier : il se lit encore, et ne change plus.")
    return fresh


def set_check(
    application: Application, *, clause: str, verdict: str, note: str, version: int, by: User
) -> Check:
    """Write what was found on a point, over the version read (0: nobody had looked).

    Raises NotAllowed, Stale, or Refused (unknown point, a problem without a word).
    """
    if clause not in CLAUSES or verdict not in Verdict.values:
        raise Refused("Ce point n’est pas dans la liste des vérifications.")
    if verdict == Verdict.PROBLEM and not note.strip():
        raise Refused("Dites en quelques mots quel est le problème.")
    values = {
        "verdict": verdict,
        "note": note.strip(),
        "checked_by": by,
        "checked_at": timezone.now(),
    }
    with transaction.atomic():
        fresh = read_by(application, by)
        known = Check.objects.filter(application=fresh, clause=clause)
        if version == 0 and not known.exists():
            return Check.objects.create(application=fresh, clause=clause, version=1, **values)
        if not known.filter(version=version).update(version=version + 1, **values):
            raise Stale(known.select_related("checked_by").first())
        return known.get()


def add_note(
    application: Application,
    *,
    text: str,
    by: User,
    section: str = "",
    unit: str = "",
    label: str = "",
) -> Note:
    """Write an internal note. Raises NotAllowed or Refused."""
    with transaction.atomic():
        return Note.objects.create(
            application=read_by(application, by),
            section=section,
            unit=unit,
            label=label[:300],
            text=text.strip(),
            written_by=by,
            written_at=timezone.now(),
        )


def change_note(note: Note, *, text: str, version: int, by: User) -> Note:
    """Reword a note; an empty text removes it. Raises NotAllowed, Stale or Refused."""
    with transaction.atomic():
        read_by(note.application, by)
        rows = Note.objects.filter(pk=note.pk)
        same = rows.filter(version=version)
        if not text.strip():
            done = same.delete()[0]
        else:
            done = same.update(
                text=text.strip(),
                version=version + 1,
                written_by=by,
                written_at=timezone.now(),
            )
        if not done:
            raise Stale(rows.select_related("written_by").first())
        return rows.first() or note


def admit(application: Application, *, by: User, reason: str = "") -> Application:
    """Declare a dossier admissible. Raises NotAllowed, or Refused naming what is not verified."""
    with transaction.atomic():
        fresh = read_by(application, by)
        points = unverified(Check.objects.filter(application=fresh))
        return LIFE.perform(fresh, "admit", by=by, reason=reason, unverified=points)


def refuse(application: Application, *, by: User, grounds: Iterable[Ground]) -> Application:
    """Declare a dossier inadmissible, on grounds sent to its holder as they are.

    Raises NotAllowed or Refused.
    """
    said = [ground.as_json() for ground in grounds if ground.text.strip()]
    if any(ground["clause"] and ground["clause"] not in CLAUSES for ground in said):
        raise Refused("Choisissez une clause de la liste.")
    with transaction.atomic():
        return LIFE.perform(read_by(application, by), "refuse", by=by, grounds=said)


def send_to_committee(application: Application, *, by: User) -> Application:
    """Present an admissible dossier to the committee. Raises NotAllowed or Refused."""
    with transaction.atomic():
        return LIFE.perform(read_by(application, by), "send_to_committee", by=by)


@dataclass(frozen=True)
class Said:
    """What became of one dossier of a bulk step."""

    application: Application
    is_done: bool
    reasons: tuple[str, ...] = ()


def each(
    applications: Iterable[Application], step: Callable[[Application], Application]
) -> list[Said]:
    """Perform a step on each dossier, in a transaction of its own; say what became of each."""
    outcomes = []
    for application in applications:
        try:
            outcomes.append(Said(step(application), True))
        except Refused as refusal:
            outcomes.append(Said(application, False, tuple(refusal.reasons)))
        except IntegrityError:
            reason = "Un collègue agissait sur ce dossier au même instant : recommencez."
            outcomes.append(Said(application, False, (reason,)))
    return outcomes
