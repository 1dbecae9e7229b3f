"""Who is told of what about a person's link to a collectivité."""

from collections.abc import Iterable

from django.urls import reverse

from accounts.enums import MembershipStatus, Role
from accounts.models import Invitation, Membership, User
from accounts.permissions import WRITER_VOUCHES_FOR
from accounts.workflow import ROLE_CHANGE
from limits_portal.french import inside, moment
from notifications.rule import Message
from workflow.models import Event


def _link(event: Event) -> Membership:
    return Membership.objects.select_related("organisation__departement", "user").get(
        pk=event.subject_id
    )


def deciders(event: Event) -> Iterable[User]:
    """Members who may validate the request; the prefecture's people where there are none.

    Nobody when the request is decided already: an invitation or a change of role.
    """
    link = _link(event)
    if link.status != MembershipStatus.PENDING:
        return User.objects.none()
    validated = Membership.objects.filter(status=MembershipStatus.VALIDATED)
    roles = Role.HOLDER_EDITORS if link.role in WRITER_VOUCHES_FOR else {Role.REPRESENTATIVE}
    members = validated.filter(organisation=link.organisation, role__in=roles)
    if not members.exists():
        members = validated.filter(
            role__in=Role.PREFECTURE_ROLES,
            organisation__departement__in=link.organisation.departement_codes,
        )
    people = User.objects.filter(is_active=True, pk__in=members.values("user"))
    return people.exclude(pk=link.user_id)


def person(event: Event) -> Iterable[User]:
    """The person the link is about, when somebody else decided."""
    link = _link(event)
    is_silent = link.user_id == event.actor_id or not link.user.is_active
    # A change of role is told once, by the link it makes.
    if is_silent or (event.name == "membership.remove" and event.reason == ROLE_CHANGE):
        return []
    return [link.user]


def inviter(event: Event) -> Iterable[User]:
    """The member whose invitation was accepted."""
    author = _link(event).decided_by
    return [author] if author is not None and author.is_active else []


def _message(event: Event, title: str, body: str, *, url: str = "", reply_to: str = "") -> Message:
    link = _link(event)
    team = reverse("accounts:team", args=[link.organisation_id])
    action = "Rejoindre une collectivité" if url else "Ouvrir l’équipe"
    return Message(title=title, body=body, url=url or team, action=action, reply_to=reply_to)


def requested(event: Event) -> Message:
    """Somebody asks to join."""
    link = _link(event)
    role = inside(link.get_role_display())
    return _message(
        event,
        f"{link.user} demande à rejoindre « {link.organisation} »",
        f"{link.user} ({link.user.email}) demande le rôle de {role}. Vérifiez que cette personne "
        "travaille bien pour la collectivité, puis validez ou refusez sa demande.",
        # Whoever must answer may ask the person first.
        reply_to=link.user.email,
    )


def validated(event: Event) -> Message:
    """The link is validated, or its role changed."""
    link = _link(event)
    role = inside(link.get_role_display())
    if event.reason == ROLE_CHANGE:
        title = f"Votre rôle dans « {link.organisation} » a changé"
        return _message(event, title, f"{event.actor_name} vous a donné le rôle de {role}.")
    return _message(
        event,
        f"Vous faites partie de l’équipe de « {link.organisation} »",
        f"{event.actor_name} a validé votre demande, avec le rôle de {role}. Vous voyez désormais "
        "tous les dossiers de cette collectivité.",
    )


def refused(event: Event) -> Message:
    """The request is refused, and why."""
    link = _link(event)
    return _message(
        event,
        f"Votre demande pour « {link.organisation} » est refusée",
        f"{event.actor_name} a refusé votre demande. Motif : {event.reason}",
        url=reverse("accounts:join"),
    )


def removed(event: Event) -> Message:
    """The link is removed by somebody else."""
    link = _link(event)
    return _message(
        event,
        f"Vous ne faites plus partie de l’équipe de « {link.organisation} »",
        f"{event.actor_name} a mis fin à votre rattachement : vous n’avez plus accès aux dossiers "
        "de cette collectivité.",
        url=reverse("accounts:join"),
    )


def joined(event: Event) -> Message:
    """The invitation was accepted."""
    link = _link(event)
    return _message(
        event,
        f"{link.user} a rejoint « {link.organisation} »",
        f"{link.user} a accepté votre invitation, avec le rôle de "
        f"{inside(link.get_role_display())}.",
    )


def still_waiting(event: Event) -> Message:
    """A request to join has been waiting for days."""
    link = _link(event)
    return _message(
        event,
        f"{link.user} attend votre réponse",
        f"{link.user} ({link.user.email}) a demandé à rejoindre « {link.organisation} » il y a "
        f"{event.payload['days']} jours. Validez ou refusez cette demande.",
        # Whoever must answer may ask the person first.
        reply_to=link.user.email,
    )


def _invitation(event: Event) -> Invitation:
    return Invitation.objects.select_related("organisation", "invited_by").get(pk=event.subject_id)


def invitation_author(event: Event) -> Iterable[User]:
    """Whoever sent the invitation, as long as it waits for an answer."""
    invitation = _invitation(event)
    is_answered = not Invitation.objects.waiting().filter(pk=invitation.pk).exists()
    author = invitation.invited_by
    return [] if is_answered or not author.is_active else [author]


def invitation_waits(event: Event) -> Message:
    """An invitation has not been answered and will end soon."""
    invitation = _invitation(event)
    return Message(
        title=f"Votre invitation à {invitation.email} reste sans réponse",
        body=f"Elle s’éteindra le {moment(invitation.expires_at)}. Vérifiez l’adresse, prévenez "
        "votre collègue, ou renvoyez l’invitation depuis la page de l’équipe.",
        url=reverse("accounts:team", args=[invitation.organisation_id]),
        action="Ouvrir l’équipe",
        reply_to=invitation.email,
    )
