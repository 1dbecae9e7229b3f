"""What has not left yet, and whether anything moves: for the banner, the page and the probe."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet, Subquery

from accounts.models import User
from notifications.models import Email, Notice, Setback
from workflow.models import Event

# Something due for longer than this stands still: each tick comes within seconds.
PATIENCE = timedelta(minutes=5)
# An event that failed so many times will not pass by itself.
STUBBORN = 3
OF_THE_SERVER = (Email.Trouble.UNREACHABLE, Email.Trouble.SILENT, Email.Trouble.SENDER)


@dataclass(frozen=True)
class Alarm:
    """One sentence to administrators, on every page; `is_grave` when nothing leaves at all."""

    text: str
    is_grave: bool


@dataclass(frozen=True)
class Backlog:
    """How many mails are in each state, since when, and why the failed ones are."""

    waiting: int
    oldest_at: datetime | None
    held: int
    failed: int
    events: int
    oldest_event_at: datetime | None
    last_sent_at: datetime | None
    failures: list[tuple[str, str, int]]  # reason, its words, how many


def due(now: datetime) -> QuerySet[Email]:
    """Mails that should have left by then."""
    return Email.objects.filter(delivery__in=Email.UNSENT, next_attempt_at__lte=now)


def refused_by_the_server(now: datetime) -> QuerySet[Email]:
    """Mails whose only trouble, for too long, is the mail server."""
    return Email.objects.filter(
        delivery=Email.Status.WAITING,
        trouble__in=OF_THE_SERVER,
        first_tried_at__lte=now - PATIENCE,
    )


def sent_lately(now: datetime) -> QuerySet[Email]:
    """Mails that left so little ago that the server cannot be said to be away."""
    return Email.objects.filter(delivery=Email.Status.SENT, sent_at__gt=now - PATIENCE)


def untold() -> QuerySet[Event]:
    """Events nobody was told of yet, those that failed left aside."""
    failed = Setback.objects.filter(event_id=OuterRef("pk"))
    return Event.objects.filter(~Exists(failed), dispatched_at=None)


def news(user: User, *, now: datetime) -> tuple[int, list[Alarm]]:
    """Unread notices of an administrator, and what they must know on any page: one query."""
    limit = now - PATIENCE
    unread = Notice.objects.filter(recipient=OuterRef("pk"), read_at=None).order_by()
    row = User.objects.filter(pk=user.pk).values(
        unread=Subquery(unread.values("recipient").annotate(n=Count("pk")).values("n")),
        overdue=Exists(due(limit)),
        refused=Exists(refused_by_the_server(now)) & ~Exists(sent_lately(now)),
        untold=Exists(untold().filter(happened_at__lte=limit)),
        held=Exists(Email.objects.filter(delivery=Email.Status.HELD)),
        broken=Exists(Setback.objects.filter(attempts__gte=STUBBORN)),
    )
    found: dict[str, Any] = dict(row.get())
    return found["unread"] or 0, list(_sentences(found))


def _sentences(found: dict[str, Any]) -> Iterator[Alarm]:
    """One grave sentence alone, or the lesser ones."""
    if found["overdue"] or found["untold"]:
        words = "personne ne prend les courriels. Vérifiez les ouvriers, l’horloge et Redis."
        yield Alarm(f"File d’envoi à l’arrêt : {words}", is_grave=True)
        return
    if found["refused"]:
        words = "le serveur de courriels n’en prend aucun. Tout repartira avec lui."
        yield Alarm(f"File d’envoi à l’arrêt : {words}", is_grave=True)
        return
    if found["broken"]:
        yield Alarm("Des événements n’ont pu être annoncés à personne.", is_grave=False)
    if found["held"]:
        words = "Des courriels sont retenus : une adresse en recevait trop en une heure."
        yield Alarm(words, is_grave=False)


def backlog() -> Backlog:
    """Everything an administrator sees at the top of the page of the mails."""
    unsent = Email.objects.exclude(delivery=Email.Status.SENT)
    states = unsent.aggregate(
        waiting=Count("pk", filter=Q(delivery=Email.Status.WAITING)),
        held=Count("pk", filter=Q(delivery=Email.Status.HELD)),
        failed=Count("pk", filter=Q(delivery=Email.Status.FAILED)),
        oldest_at=Min("created_at", filter=Q(delivery=Email.Status.WAITING)),
    )
    events = untold().aggregate(events=Count("pk"), oldest_event_at=Min("happened_at"))
    sent = Email.objects.filter(delivery=Email.Status.SENT).order_by("-sent_at")
    labels = dict(Email.Trouble.choices)
    reasons = (
        unsent.filter(delivery=Email.Status.FAILED)
        .values_list("trouble")
        .annotate(count=Count("pk"))
        .order_by("-count", "trouble")
    )
    return Backlog(
        **states,
        **events,
        last_sent_at=sent.values_list("sent_at", flat=True).first(),
        failures=[(code, labels.get(code, "Raison inconnue"), count) for code, count in reasons],
    )
