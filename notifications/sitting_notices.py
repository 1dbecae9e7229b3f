"""What is said of a session of the committee: convened, closed, its minutes to sign (C-5d)."""

from django.urls import reverse

from accounts.models import User
from limits_portal.french import moment
from notifications.rule import Message
from reviews.models import Recusal, Sitting
from workflow.models import Event

# What a mail names of an agenda; the page says the rest.
NAMED = 40


def _sitting(event: Event) -> Sitting:
    return Sitting.objects.select_related("call", "chair__person").get(pk=event.subject_id)


def members(event: Event) -> list[User]:
    """The members in office of the session's committee."""
    sitting = _sitting(event)
    return list(
        User.objects.filter(
            is_active=True, seats__call=sitting.call_id, seats__left_at=None
        ).order_by("pk")
    )


def members_convened(event: Event) -> list[User]:
    """The members, while the session is still to be held."""
    return members(event) if _sitting(event).status in ("convened", "open") else []


def signatory(event: Event) -> list[User]:
    """Whoever presided, while the minutes wait for their signature."""
    sitting = _sitting(event)
    if sitting.status != "closed" or sitting.chair is None or not sitting.chair.person.is_active:
        return []
    return [sitting.chair.person]


def convened(event: Event) -> Message:
    """When, where, with which agenda; a second convocation says that no quorum is asked.

    A dossier from which a member is recused is named to nobody: the mail is the same for all.
    """
    sitting = _sitting(event)
    closed = Recusal.objects.filter(lifted_at=None).values("application")
    agenda = list(
        sitting.deliberations.exclude(application__in=closed)
        .select_related("application__holder")
        .order_by("position")
    )
    named = [
        f"{line.application.holder.name} ({line.application.reference})" for line in agenda[:NAMED]
    ]
    again = "" if sitting.needs_quorum else " C’est une seconde convocation : aucun quorum exigé."
    return Message(
        title=f"Vous êtes convoqué au comité : {sitting.call.title}",
        body=f"Le comité se réunit le {moment(sitting.held_at)}"
        f"{f', {sitting.place}' if sitting.place else ''}.{again} "
        "Les dossiers vous sont ouverts dès que votre déclaration d’intérêts est signée.",
        url=reverse("reviews:sitting", args=[sitting.pk]),
        action="Voir l’ordre du jour",
        items=tuple(named),
    )


def to_sign(event: Event) -> Message:
    """The minutes wait for whoever presided."""
    sitting = _sitting(event)
    return Message(
        title=f"Un procès-verbal à signer : {sitting.call.title}",
        body=f"La séance du {moment(sitting.held_at)} est close. Relisez le procès-verbal, puis "
        "signez-le.",
        url=reverse("reviews:minutes", args=[sitting.pk]),
        action="Relire le procès-verbal",
    )


def signed(event: Event) -> Message:
    """The minutes are signed: the members may read them."""
    sitting = _sitting(event)
    return Message(
        title=f"Le procès-verbal est signé : {sitting.call.title}",
        body=f"Le procès-verbal de la séance du {moment(sitting.held_at)} est signé par "
        f"{event.actor_name}.",
        url=reverse("reviews:minutes", args=[sitting.pk]),
        action="Lire le procès-verbal",
    )
