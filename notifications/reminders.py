"""Reminders: what is due by the clock becomes an event of the journal, once.

Each row of SCHEDULE looks for what is due now. A reminder has a key (« rappel:J-7:dossier 12 »),
claimed in the database with its event: two beats, or a beat that comes back, give it once. It is
due at 9 h in Paris and stale a day later, so that what could not be said in time is not said late.
The rows of the reviews and of the conventions are added here.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import product
from typing import Any

from django.db import models, transaction

from accounts.enums import MembershipStatus, OrganisationKind
from accounts.models import Invitation, Membership, Organisation
from applications.dossier import deadline_of
from applications.enums import ApplicationStatus
from applications.expiry import expires_on
from applications.models import Application, Call, CompletionRequest
from conventions import board
from conventions.deadlines import signature_due_on
from conventions.enums import ConventionStatus
from conventions.models import Act, Convention
from limits_portal.french import PARIS, long_date
from notifications.models import Reminder
from reviews import opinion_wall, terms
from reviews.progress import missing_of
from reviews.terms import opinion_due_on
from workflow.engine import record

HOUR = time(9)
PATIENCE = timedelta(hours=24)
# Days before the deadline, and what the subject says.
BEFORE_THE_DEADLINE = (
    (30, "Il reste 30 jours"),
    (7, "Il reste 7 jours"),
    (2, "Il reste 2 jours"),
    (0, "Dernier jour"),
)
REQUEST_WAITS = (3, 7)  # days after which those who can answer are reminded
INVITATION_ENDS = timedelta(days=2)
BEFORE_AN_ANSWER = (3, 0)  # days before the day asked
AROUND_THE_DAY = (7, 2, -1)  # days before opinions, or readings, are due; the day after
# Days before the last day to sign a convention, that day, the day after, a fortnight after.
AROUND_THE_SIGNATURE = (30, 15, 7, 2, 0, -1, -15)
EXPIRY_NOTICE = timedelta(days=30)


@dataclass(frozen=True)
class Due:
    """One reminder that could be given: its key, what it is about, when it was due."""

    event: str
    key: str
    subject: models.Model
    at: datetime
    payload: dict[str, Any] = field(default_factory=dict)


def nine_o_clock(day: date) -> datetime:
    """Nine in the morning in Paris, whatever the season."""
    return datetime.combine(day, HOUR, tzinfo=PARIS)


def deadlines(now: datetime) -> Iterator[Due]:
    """Drafts not filed, at J-30, J-7, J-2 and on the last day of their own deadline (C-4.1k)."""
    farthest = now + timedelta(days=BEFORE_THE_DEADLINE[0][0] + 1)
    drafts = (
        Application.objects.filter(status=ApplicationStatus.DRAFT, call__is_published=True)
        .filter(
            models.Q(call__closes_at__range=(now - PATIENCE, farthest))
            | models.Q(call__extensions__closes_at__range=(now - PATIENCE, farthest))
        )
        .select_related("call", "holder")
        .distinct()
    )
    for application in drafts.iterator(chunk_size=500):
        closes_at = deadline_of(application)
        last_day = closes_at.astimezone(PARIS).date()
        for days, left in BEFORE_THE_DEADLINE:
            at = nine_o_clock(last_day - timedelta(days=days))
            if application.created_at <= at and now < closes_at:
                yield Due(
                    "application.deadline_reminder",
                    f"rappel:J-{days}:{last_day.isoformat()}:dossier {application.pk}",
                    application,
                    at,
                    {"left": left, "closes_at": closes_at},
                )


def requests(now: datetime) -> Iterator[Due]:
    """Requests to join a collectivité that nobody has answered."""
    waiting = Membership.objects.filter(
        status=MembershipStatus.PENDING,
        requested_at__range=(now - timedelta(days=max(REQUEST_WAITS) + 2), now),
    )
    for link in waiting.iterator(chunk_size=500):
        asked_on = link.requested_at.astimezone(PARIS).date()
        for days in REQUEST_WAITS:
            yield Due(
                "membership.waiting_reminder",
                f"rappel:{days} jours:rattachement {link.pk}",
                link,
                nine_o_clock(asked_on + timedelta(days=days)),
                {"days": days},
            )


def invitations(now: datetime) -> Iterator[Due]:
    """Invitations that end in two days without an answer."""
    ending = Invitation.objects.waiting().filter(
        expires_at__range=(now, now + INVITATION_ENDS + PATIENCE)
    )
    for invitation in ending.iterator(chunk_size=500):
        at = invitation.expires_at - INVITATION_ENDS
        yield Due(
            "invitation.waiting_reminder",
            f"rappel:fin {invitation.expires_at.isoformat()}:invitation {invitation.pk}",
            invitation,
            at,
        )


def drafts(now: datetime) -> Iterator[Due]:
    """Drafts never filed that will be erased in a month."""
    today = now.astimezone(PARIS).date()
    old = Application.objects.filter(
        status=ApplicationStatus.DRAFT,
        call__closes_at__lt=now - timedelta(days=300),
        snapshots=None,
    ).select_related("call", "holder")
    for application in old.iterator(chunk_size=500):
        day = expires_on(deadline_of(application))
        if today < day:
            yield Due(
                "application.expiry_reminder",
                f"rappel:effacement {day.isoformat()}:dossier {application.pk}",
                application,
                nine_o_clock(day - EXPIRY_NOTICE),
                {"day": long_date(day)},
            )


def completions(now: datetime) -> Iterator[Due]:
    """Requests to complete a dossier, three days before the day asked and on that day."""
    today = now.astimezone(PARIS).date()
    near = today + timedelta(days=max(BEFORE_AN_ANSWER) + 1)
    standing = CompletionRequest.objects.standing().filter(due_on__range=(today, near))
    for request in standing.select_related("application").iterator(chunk_size=500):
        for days in BEFORE_AN_ANSWER:
            at = nine_o_clock(request.due_on - timedelta(days=days))
            if request.asked_at <= at:
                yield Due(
                    "application.completion_reminder",
                    f"rappel:J-{days}:complément {request.pk}",
                    request.application,
                    at,
                    {"request": request.pk, "due_on": request.due_on},
                )


def opinions(now: datetime) -> Iterator[Due]:
    """Prefectures whose opinions are missing, seven and two days before the day, and the day after."""
    today = now.astimezone(PARIS).date()
    for call in opinion_wall.calls():
        due_on = opinion_due_on(call)
        days = (due_on - today).days if due_on else None
        # A beat after midnight still says what was due the day before.
        wanted = [d for d in AROUND_THE_DAY if days in (d, d - 1)]
        if due_on is None or not wanted:
            continue
        missing: dict[str, list[str]] = {}
        for application in opinion_wall.awaited(call):
            missing.setdefault(application.departement_id, []).append(application.reference)
        prefectures = Organisation.objects.filter(
            kind=OrganisationKind.PREFECTURE, departement__in=list(missing)
        )
        for prefecture, left in product(prefectures, wanted):
            yield Due(
                "opinion.reminder",
                f"rappel:J-{left}:{due_on.isoformat()}:avis {call.pk}/{prefecture.pk}",
                prefecture,
                nine_o_clock(due_on - timedelta(days=left)),
                {
                    "call": call.slug,
                    "due_on": due_on.isoformat(),
                    "missing": missing[str(prefecture.departement_id)],
                },
            )


def readings(now: datetime) -> Iterator[Due]:
    """Members with readings missing, a week and two days before the day set, and the day after."""
    today = now.astimezone(PARIS).date()
    calls = Call.objects.filter(seats__left_at=None, seats__isnull=False).defer("content")
    for call in calls.distinct():
        due_on = terms.of(call).reviews_due_on
        if due_on is None or abs((due_on - today).days) > AROUND_THE_DAY[0] + 1:
            continue
        for seat in call.seats.filter(left_at=None):
            if not missing_of(seat):
                continue
            for days in AROUND_THE_DAY:
                yield Due(
                    "seat.reading_reminder",
                    f"rappel:J{-days:+d}:{due_on.isoformat()}:siège {seat.pk}",
                    seat,
                    nine_o_clock(due_on - timedelta(days=days)),
                    {"call": call.pk},
                )


def signatures(now: datetime) -> Iterator[Due]:
    """Conventions not signed yet, told to whose desk they are on (C-5g)."""
    today = now.astimezone(PARIS).date()
    waiting = board.located(
        Convention.objects.filter(status=ConventionStatus.PREPARING), Act.objects.all()
    ).exclude(desk__in=("", board.PORTAL))
    acts = {act.pk: act for act in Act.objects.filter(pk__in=waiting.values("hand"))}
    for convention in waiting.select_related("application__call__convention_terms"):
        due_on = signature_due_on(convention.application.call)
        for days in AROUND_THE_SIGNATURE:
            # A beat after midnight still says what was due the day before.
            if (due_on - today).days in (days, days - 1):
                yield Due(
                    "act.signature_reminder",
                    f"rappel:J{-days:+d}:{due_on.isoformat()}:convention {convention.pk}",
                    acts[convention.hand],
                    nine_o_clock(due_on - timedelta(days=days)),
                    {"desk": convention.desk},
                )


SCHEDULE: tuple[Callable[[datetime], Iterable[Due]], ...] = (
    deadlines,
    requests,
    invitations,
    drafts,
    completions,
    opinions,
    readings,
    signatures,
)


def give_due(*, now: datetime) -> int:
    """Give every reminder that is due and not stale; return how many were given by this call."""
    due = [d for row in SCHEDULE for d in row(now) if d.at <= now < d.at + PATIENCE]
    keys = [d.key for d in due]
    given = set(Reminder.objects.filter(key__in=keys).values_list("key", flat=True))
    return sum(give(d) for d in due if d.key not in given)


def give(due: Due) -> bool:
    """Claim the key and write the event, together; False when somebody else has given it."""
    with transaction.atomic():
        # Waits for whoever holds the key, then finds it taken: never two events.
        _, is_claimed = Reminder.objects.get_or_create(key=due.key)
        if is_claimed:
            record(
                due.event,
                subject=due.subject,
                payload={**due.payload, "due_at": due.at, "stale_at": due.at + PATIENCE},
            )
    return is_claimed
