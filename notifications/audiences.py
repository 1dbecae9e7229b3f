"""Who is told: people by what they are to a dossier, a call or the portal."""

from collections.abc import Iterable

from django.db.models import Q

from accounts.enums import MembershipStatus, Role
from accounts.models import Membership, Organisation, User
from applications.enums import ApplicationStatus
from applications.models import Application
from workflow.models import Event


def application_of(event: Event) -> Application:
    """The dossier an event is about, with what the texts name."""
    return Application.objects.select_related("call", "holder", "departement").get(
        pk=event.subject_id
    )


def holding(roles: Iterable[str], **where: object) -> "list[User]":
    """Active people who hold one of these roles, by a validated link."""
    links = Membership.objects.filter(
        role__in=list(roles), status=MembershipStatus.VALIDATED, **where
    )
    return list(User.objects.filter(is_active=True, pk__in=links.values("user")).order_by("pk"))


def team_of(holder: Organisation | int, *, roles: Iterable[str] = Role.HOLDER_ROLES) -> list[User]:
    """The validated members of a collectivité."""
    return holding(roles, organisation=holder)


def team(event: Event) -> list[User]:
    """The holder's validated members, and whoever acted for it, if their account is active.

    Whoever acted for the State is told by other means.
    """
    application = Application.objects.get(pk=event.subject_id)
    members = Membership.objects.filter(
        organisation=application.holder_id,
        status=MembershipStatus.VALIDATED,
        role__in=Role.HOLDER_ROLES,
    )
    actor = event.actor_id if event.acting_role in Role.HOLDER_ROLES else None
    return list(
        User.objects.filter(is_active=True)
        .filter(Q(pk__in=members.values("user")) | Q(pk=actor or 0))
        .order_by("pk")
    )


def writers(event: Event) -> list[User]:
    """Those who can write the draft: editors of the holder, and whoever opened it.

    Nobody once it is filed: what was due by the clock is no longer true when it is told late.
    """
    application = Application.objects.get(pk=event.subject_id)
    if application.status != ApplicationStatus.DRAFT:
        return []
    editors = Membership.objects.filter(
        role__in=Role.HOLDER_EDITORS, organisation=application.holder
    )
    standing = editors.filter(status=MembershipStatus.VALIDATED)
    opener = editors.filter(status=MembershipStatus.PENDING, user=application.created_by_id)
    return list(
        User.objects.filter(is_active=True)
        .filter(Q(pk__in=standing.values("user")) | Q(pk__in=opener.values("user")))
        .order_by("pk")
    )


def instructors(event: Event) -> list[User]:
    """MILDECA's instructors."""
    return holding([Role.INSTRUCTOR])


def presidents(event: Event) -> list[User]:
    """MILDECA's president."""
    return holding([Role.PRESIDENT])


def readers_for_the_state(event: Event) -> list[User]:
    """Instructors who may read the dossier, and the prefecture's people of its département."""
    application = Application.objects.get(pk=event.subject_id)
    prefecture = holding(
        Role.PREFECTURE_ROLES, organisation__departement=application.departement_id
    )
    people = {person.pk: person for person in (*instructors(event), *prefecture)}
    return [
        person
        for person in people.values()
        if Application.objects.visible_to(person).filter(pk=application.pk).exists()
    ]


def unless_closed(people: Iterable[User], application: int) -> list[User]:
    """Those to whom no conflict of interest closes the dossier, whatever its state (A4)."""
    rows = Application.objects.filter(pk=application)
    return [person for person in people if rows.not_closed_to(person).exists()]


def was_filed(event: Event) -> bool:
    """Whether the dossier was filed until this event: the State may have begun to work on it."""
    return event.source in ApplicationStatus.FILED


def instructors_until_then(event: Event) -> list[User]:
    """Instructors who read the dossier until this event took it away from them."""
    return unless_closed(instructors(event), event.subject_id) if was_filed(event) else []


def prefecture_until_then(event: Event) -> list[User]:
    """The prefecture's people who read the dossier until this event took it away from them."""
    if not was_filed(event):
        return []
    application = Application.objects.get(pk=event.subject_id)
    people = holding(Role.PREFECTURE_ROLES, organisation__departement=application.departement_id)
    return unless_closed(people, application.pk)


def state_until_then(event: Event) -> list[User]:
    """Instructors and prefecture who read the dossier until this event."""
    people = (*instructors_until_then(event), *prefecture_until_then(event))
    return list({person.pk: person for person in people}.values())


def address_of_actor(event: Event) -> str:
    """Where an answer reaches whoever acted; empty for what nobody did."""
    found = User.objects.filter(pk=event.actor_id or 0, is_active=True).values_list(
        "email", flat=True
    )
    return found.first() or ""
