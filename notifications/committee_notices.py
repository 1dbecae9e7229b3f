"""What is said to the committee, and of it: readings to do, missing, reopened; conflicts (C-5d).

A notice names the dossier only to who may read it, and never a mark.
"""

from django.urls import reverse

from accounts.models import User
from applications.models import Application, Call
from limits_portal.french import PARIS, long_date
from notifications.audiences import application_of, unless_closed, was_filed
from notifications.rule import Message
from reviews import terms
from reviews.models import Assignment, Seat
from reviews.progress import missing_of
from workflow.models import Event


def _call(event: Event) -> Call:
    return Call.objects.defer("content").get(pk=event.subject_id)


def newly_assigned(event: Event) -> list[User]:
    """The members to whom a sharing-out gave a dossier that is still theirs to read."""
    seats = {seat for _, seat in event.payload["added"]}
    rows = Assignment.objects.filter(seat__in=seats, ended_at=None).values("seat__person")
    return list(User.objects.filter(pk__in=rows, is_active=True).order_by("pk"))


def assigned(event: Event) -> Message:
    """There are dossiers to read, by when; the desk says which."""
    call = _call(event)
    due_on = terms.of(call).reviews_due_on
    by = f", avant le {long_date(due_on)}" if due_on else ""
    return Message(
        title="Des dossiers vous sont attribués",
        body=f"La MILDECA vous confie la lecture de dossiers de l’appel « {call.title} »{by}. "
        "Chacun se lit et se note sur une même page.",
        url=reverse("reviews:readings"),
        action="Voir mes lectures",
    )


def reader(event: Event) -> list[User]:
    """The member whose reading it is, if the dossier is still theirs to read."""
    rows = Assignment.objects.filter(
        seat=event.payload["seat"], application=event.payload["application"], ended_at=None
    )
    return list(User.objects.filter(pk__in=rows.values("seat__person"), is_active=True))


def given(event: Event) -> Message:
    """One dossier more to read."""
    application = application_of(event)
    return Message(
        title=f"Un dossier de plus à lire : {application.holder.name}",
        body=f"La MILDECA vous confie la lecture du dossier {application.reference}.",
        url=reverse("reviews:readings"),
        action="Voir mes lectures",
    )


def readers_until_then(event: Event) -> list[User]:
    """The members who were reading a filed dossier when this event took it away from them."""
    if not was_filed(event):
        return []
    rows = Assignment.objects.filter(
        application=event.subject_id,
        ended_at=None,
        seat__left_at=None,
        seat__declared_at__isnull=False,
    )
    people = User.objects.filter(pk__in=rows.values("seat__person"), is_active=True).order_by("pk")
    return unless_closed(people, event.subject_id)


def withdrawn(event: Event) -> Message:
    """A reading is of no use any more; why the holder withdraws is between it and the State."""
    application = application_of(event)
    return Message(
        title=f"Une lecture de moins : {application.holder.name}",
        body=f"La collectivité a retiré le dossier {application.reference} : il n’est plus étudié. "
        "Vous n’avez plus à le lire, et il a quitté vos lectures.",
        url=reverse("reviews:readings"),
        action="Voir mes lectures",
    )


def _seat(event: Event) -> Seat:
    return Seat.objects.select_related("person", "call").get(pk=event.subject_id)


def member_missing(event: Event) -> list[User]:
    """The member, while they sit and something is still missing."""
    seat = _seat(event)
    is_late = seat.left_at is None and seat.person.is_active and missing_of(seat)
    return [seat.person] if is_late else []


def missing(event: Event) -> Message:
    """How many readings are missing, by when."""
    seat = _seat(event)
    count, due_on = missing_of(seat), terms.of(seat.call).reviews_due_on
    plural = "s" if count > 1 else ""
    when = ""
    if due_on is not None:
        is_late = due_on < event.happened_at.astimezone(PARIS).date()
        when = f" La date prévue {'était' if is_late else 'est'} le {long_date(due_on)}."
    return Message(
        title=f"Il vous reste {count} lecture{plural} à rendre",
        body=f"Comité de l’appel « {seat.call.title} » : {count} lecture{plural} "
        f"n’{'ont' if count > 1 else 'a'} pas encore été rendue{plural}.{when}",
        url=reverse("reviews:readings"),
        action="Reprendre mes lectures",
    )


def conflict(event: Event) -> Message:
    """A member is in conflict of interest: another reader is to be found."""
    application = application_of(event)
    person = User.objects.get(pk=event.payload["person"])
    return Message(
        title=f"Conflit d’intérêts déclaré : {application.holder.name}",
        body=f"{person} ne prend pas part au dossier {application.reference}. Il lui est fermé, "
        "sa lecture est annulée : donnez le dossier à un autre membre.",
        url=reverse("reviews:assignments", args=[application.call.slug]),
        action="Attribuer le dossier",
    )


def reopened(event: Event) -> Message:
    """A reading is to be filed again, and why."""
    application = Application.objects.select_related("holder").get(pk=event.payload["application"])
    return Message(
        title=f"Votre lecture {application.holder.of_name} est rouverte",
        body=f"La MILDECA vous rend la lecture du dossier {application.reference} : "
        f"{event.reason} Reprenez-la, puis rendez-la de nouveau.",
        url=reverse("reviews:grid", args=[application.reference]),
        action="Reprendre ma lecture",
    )
