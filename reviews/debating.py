"""What the room says of a dossier: notes, second marks, votes, and which one is spoken of (C-5d)."""

from collections.abc import Mapping

from django.utils import timezone

from accounts.models import User
from reviews import attending, quorum
from reviews.enums import SittingStatus
from reviews.models import Deliberation, SecondMark, Sitting, Vote
from reviews.moving import Stale, moving
from workflow.engine import Refused


def speak_of(deliberation: Deliberation, *, by: User) -> Sitting:
    """Make it the dossier the room speaks of: the projected view follows."""
    with moving(deliberation.sitting, by, SittingStatus.OPEN) as room:
        if room.sitting.current_id == deliberation.application_id:
            return room.sitting
        room.sitting.current_id = deliberation.application_id
        room.sitting.save(update_fields=["current"])
    return room.sitting


def note(
    deliberation: Deliberation,
    *,
    notes: str,
    marks: Mapping[int, int | None],
    votes: Mapping[int, str],
    is_discussed: bool,
    version: int,
    by: User,
) -> Deliberation:
    """Write the whole of what is said of one dossier: notes, second marks and votes by seat.

    A vote is heard from those who take part in this dossier, or from who holds their mandate; a
    second mark from those in the room. Raises NotAllowed; Stale when somebody else wrote since
    `version`; Refused for somebody who is recused, absent, or when the quorum of this dossier is
    not reached.
    """
    with moving(deliberation.sitting, by, SittingStatus.OPEN) as room:
        fresh = Deliberation.objects.select_related("application").get(pk=deliberation.pk)
        if fresh.version != version:
            raise Stale("Un collègue a enregistré ce dossier entre-temps : ses mots sont à côté.")
        members = attending.members(room.sitting)
        recused = attending.recused_seats(room.sitting).get(fresh.application_id, set())
        heard = quorum.voices(members, recused)
        given = {seat: choice for seat, choice in votes.items() if choice}
        if set(given) - set(heard):
            raise Refused("Un vote est noté pour un membre absent ou qui s’est déporté.")
        second = {seat: value for seat, value in marks.items() if value is not None}
        if any(heard.get(seat) != seat for seat in second):
            raise Refused("Une seconde note est donnée par un membre absent ou qui s’est déporté.")
        found = attending.quorum_of(room.sitting, recused)
        if given and not found.is_reached:
            raise Refused(
                f"Le quorum n’est pas atteint pour ce dossier ({found.counted} sur "
                f"{found.in_office}, il en faut {found.needed}) : il ne se vote pas."
            )
        fresh.notes = notes.strip()
        if is_discussed != (fresh.discussed_at is not None):
            fresh.discussed_at = timezone.now() if is_discussed else None
        fresh.version += 1
        fresh.save(update_fields=["notes", "discussed_at", "version"])
        fresh.votes.all().delete()
        Vote.objects.bulk_create(
            Vote(deliberation=fresh, seat_id=seat, choice=choice) for seat, choice in given.items()
        )
        fresh.second_marks.all().delete()
        SecondMark.objects.bulk_create(
            SecondMark(deliberation=fresh, seat_id=seat, value=value)
            for seat, value in second.items()
        )
        room.tell(
            "sitting.deliberated",
            {
                "application": fresh.application.reference,
                "votes": len(given),
                "second_marks": len(second),
                "is_discussed": is_discussed,
            },
        )
    return fresh
