"""The life of a person's link to an organisation, on one screen (design/product.md, People).

demandé → validé | refusé; and retiré from either live state, at once effective: what a person
may do is read from their links at each request.
"""

from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.enums import MembershipStatus as S
from accounts.enums import Role
from accounts.models import Invitation, Membership, Organisation, User
from accounts.permissions import as_decider, as_oneself, as_remover
from workflow.engine import Outcome, Refused, Step, Transition, Workflow, record
from workflow.models import Event

MAX_PENDING = 5
# Reason of the two steps of a change of role.
ROLE_CHANGE = "Changement de rôle"


def is_explained(membership: Membership, step: Step) -> list[str]:
    """A refusal says why, for the person who asked."""
    return [] if step.reason.strip() else ["Indiquez le motif : la personne le lira."]


def is_invited(membership: Membership, step: Step) -> list[str]:
    """Only accounts.invitations gives this fact, once it has checked the invitation."""
    invitation = step.facts.get("invitation")
    if (
        not isinstance(invitation, Invitation)
        or invitation.accepted_at is None
        or invitation.organisation_id != membership.organisation_id
        or invitation.email.lower() != step.by.email
        or invitation.role != membership.role
    ):
        return ["Cette invitation n'est pas valable."]
    return []


def leaves_an_administrator(membership: Membership, step: Step) -> list[str]:
    """Somebody must still be able to give roles."""
    if membership.role != Role.ADMINISTRATOR or administrators_besides(membership.user_id):
        return []
    return ["C'est le dernier administrateur : nommez-en un autre d'abord."]


def administrators_besides(user_id: int) -> bool:
    """Whether another active administrator exists; locks their links until the commit."""
    links = Membership.objects.select_for_update(of=("self",)).filter(
        role=Role.ADMINISTRATOR, status=S.VALIDATED, user__is_active=True
    )
    return any(link.user_id != user_id for link in links)


def date_decision(membership: Membership, step: Step) -> Outcome:
    """Note who decided, and when."""
    membership.decided_at, membership.decided_by = step.at, step.by
    return Outcome(fields=("decided_at", "decided_by"), payload=_facts(membership))


def date_invitation(membership: Membership, step: Step) -> Outcome:
    """The one who invited decided: they are named as such."""
    invitation: Invitation = step.facts["invitation"]
    membership.decided_at, membership.decided_by = step.at, invitation.invited_by
    payload = _facts(membership) | {
        "invitation": invitation.pk,
        "invited_by": str(invitation.invited_by),
    }
    return Outcome(fields=("decided_at", "decided_by"), payload=payload)


def close_link(membership: Membership, step: Step) -> Outcome:
    """Void the invitations the person sent for this organisation, and those sent to them."""
    sent = membership.organisation.invitations.waiting()
    for invitation in sent.filter(invited_by=membership.user) | sent.filter(
        email__iexact=membership.user.email
    ):
        invitation.revoked_at = step.at
        invitation.save(update_fields=["revoked_at"])
        record("invitation.revoke", subject=invitation, by=step.by, role=step.role, at=step.at)
    return date_decision(membership, step)


def refusals(user: User) -> list[Event]:
    """The refusals of this person's requests, with their reasons, the last one of each.

    Only where nothing has been asked again since.
    """
    last: dict[int, Membership] = {}
    for link in user.memberships.filter(role__in=Role.HOLDER_ROLES).order_by("pk"):
        last[link.organisation_id] = link
    refused = [link.pk for link in last.values() if link.status == S.REFUSED]
    return list(
        Event.objects.filter(
            subject_type=Membership._meta.label_lower,
            subject_id__in=refused,
            name="membership.refuse",
        )
    )


def _facts(membership: Membership) -> dict[str, Any]:
    return {
        "user": membership.user_id,
        "organisation": membership.organisation_id,
        "organisation_name": membership.organisation.name,
        "role": membership.role,
        "delegation": membership.delegation,
    }


MEMBERSHIP = Workflow(
    "membership",
    (
        Transition("validate", "Valider", (S.PENDING,), S.VALIDATED, as_decider, (), date_decision),
        Transition(
            "join",
            "Rejoindre",
            (S.PENDING,),
            S.VALIDATED,
            as_oneself,
            (is_invited,),
            date_invitation,
        ),
        Transition(
            "refuse", "Refuser", (S.PENDING,), S.REFUSED, as_decider, (is_explained,), date_decision
        ),
        Transition(
            "remove",
            "Retirer",
            (S.PENDING, S.VALIDATED),
            S.REMOVED,
            as_remover,
            (leaves_an_administrator,),
            close_link,
        ),
    ),
)


def ask(
    *, organisation: Organisation, role: str, delegation: str = "", job_title: str = "", by: User
) -> Membership:
    """Ask to be linked to a collectivité: pending until somebody validates it.

    Raises Refused: not a commune nor an EPCI (C-4.3a), a link there already, too many requests
    waiting.
    """
    if not organisation.is_holder or role not in Role.HOLDER_ROLES:
        raise Refused("Choisissez une commune ou une intercommunalité.")
    with transaction.atomic():
        # One request at a time for a person: a double click asks once.
        person = User.objects.select_for_update().get(pk=by.pk)
        live = Membership.objects.live().filter(user=person)
        if live.filter(organisation=organisation).exists():
            raise Refused(f"Vous êtes déjà rattaché à « {organisation} », ou l'avez déjà demandé.")
        if live.filter(status=S.PENDING).count() >= MAX_PENDING:
            raise Refused(
                f"Vous avez déjà {MAX_PENDING} demandes en attente. Annulez-en une, ou attendez "
                "qu'elle soit examinée."
            )
        if job_title:
            person.job_title = by.job_title = job_title
            person.save(update_fields=["job_title"])
        return _create(person, organisation, role, delegation, by=by)


def change_role(membership: Membership, *, role: str, delegation: str = "", by: User) -> Membership:
    """Give a member another role: the former link ends, a new one is validated.

    Raises NotAllowed or Refused as the two steps do, or when nothing changes.
    """
    if (role, delegation) == (membership.role, membership.delegation):
        raise Refused("Rien ne change : choisissez un autre rôle, ou une autre délégation.")
    with transaction.atomic():
        former = MEMBERSHIP.perform(membership, "remove", by=by, reason=ROLE_CHANGE)
        new = _create(former.user, former.organisation, role, delegation, by=by)
        return MEMBERSHIP.perform(new, "validate", by=by, reason=ROLE_CHANGE)


def admit(invitation: Invitation, *, by: User) -> Membership:
    """Link the invited person to the collectivité, in the role of the invitation.

    To be called by accounts.invitations, which has checked and marked the invitation. A request
    of the same person that was waiting ends with it. Raises Refused when they are a member.
    """
    live = Membership.objects.live().filter(user=by, organisation=invitation.organisation)
    for link in live.select_for_update():
        if link.status == S.VALIDATED:
            raise Refused(f"Vous êtes déjà rattaché à « {invitation.organisation} ».")
        MEMBERSHIP.perform(link, "remove", by=by, reason="Invitation acceptée")
    link = _create(by, invitation.organisation, invitation.role, invitation.delegation, by=by)
    return MEMBERSHIP.perform(link, "join", by=by, invitation=invitation)


def _create(
    user: User, organisation: Organisation, role: str, delegation: str, *, by: User
) -> Membership:
    link = Membership.objects.create(
        user=user, organisation=organisation, role=role, delegation=delegation
    )
    record(
        "membership.requested",
        subject=link,
        by=by,
        role=role if by.pk == user.pk else "",
        target=S.PENDING,
        at=timezone.now(),
        payload=_facts(link),
    )
    return link
