"""Inviting a colleague: a signed link, bound to an address, for seven days, used once.

Opening the link changes nothing (mail scanners open links); accepting is a POST by the person
logged in with that address. Nothing here depends on whether the address has an account.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from accounts.enums import MembershipStatus
from accounts.mailing import framed
from accounts.models import Invitation, Membership, Organisation, User
from accounts.permissions import deciding_role
from accounts.workflow import admit
from workflow.engine import NotAllowed, Refused, record

# One salt for one use: a token made for anything else is no invitation.
SALT = "accounts.invitation"
LIFETIME = timedelta(days=7)
MAX_WAITING = 20


class Gone(Refused):
    """The invitation was used, revoked, replaced or is too old."""

    def __init__(self) -> None:
        super().__init__(
            "Cette invitation n'est plus valable : elle a déjà servi, a été annulée ou a plus de "
            "sept jours. Demandez à votre collègue de vous en envoyer une autre."
        )


@dataclass(frozen=True)
class Opened:
    """An invitation whose link is good, and the role in which its author still invites."""

    invitation: Invitation
    inviting_role: str


def token(invitation: Invitation) -> str:
    """The signed text of the link: which invitation, until when; sending again makes it void."""
    return signing.Signer(salt=SALT).sign_object([invitation.pk, _version(invitation)])


def _version(invitation: Invitation) -> int:
    return int(invitation.expires_at.timestamp() * 1000)


def read(text: str, *, lock: bool = False) -> Opened:
    """The invitation of a link. Raises signing.BadSignature (not ours) or Gone.

    Its author must still be allowed to give that role: an invitation from somebody who left
    the collectivité opens nothing.
    """
    pk, version = signing.Signer(salt=SALT).unsign_object(text)
    rows = Invitation.objects.select_related("organisation__departement", "invited_by")
    if lock:
        rows = rows.select_for_update(of=("self",))
    invitation = rows.waiting().filter(pk=pk, expires_at__gt=timezone.now()).first()
    if invitation is None or _version(invitation) != version:
        raise Gone
    role = deciding_role(invitation.invited_by, invitation.organisation, invitation.role)
    if role is None or not invitation.invited_by.is_active:
        raise Gone
    return Opened(invitation, role)


def invite(
    *, organisation: Organisation, email: str, role: str, delegation: str = "", by: User
) -> Invitation:
    """Invite somebody into a collectivité and write the mail.

    Raises NotAllowed (not this person, not this role) or Refused (a member already, an
    invitation waiting, too many of them).
    """
    email = email.strip().lower()
    acting = _acting_role(by, organisation, role)
    with transaction.atomic():
        # One invitation at a time for a collectivité.
        organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
        waiting = Invitation.objects.waiting().filter(organisation=organisation)
        if Membership.objects.filter(
            organisation=organisation, user__email=email, status=MembershipStatus.VALIDATED
        ).exists():
            raise Refused("Cette personne fait déjà partie de l'équipe.")
        if waiting.filter(email=email).exists():
            raise Refused(
                "Une invitation est déjà en attente pour cette adresse : vous pouvez la renvoyer "
                "depuis la page de l'équipe."
            )
        if waiting.count() >= MAX_WAITING:
            raise Refused(
                f"{MAX_WAITING} invitations sont déjà en attente : annulez celles qui ne servent "
                "plus."
            )
        invitation = Invitation.objects.create(
            organisation=organisation,
            email=email,
            role=role,
            delegation=delegation,
            invited_by=by,
            expires_at=timezone.now() + LIFETIME,
        )
        _journal("invitation.create", invitation, by, acting)
        _write_mail(invitation)
    return invitation


def resend(invitation: Invitation, *, by: User) -> Invitation:
    """Send again, in one's own name, for seven more days; the former link is void.

    Raises NotAllowed or Gone.
    """
    with transaction.atomic():
        fresh, acting = _locked(invitation, by)
        fresh.expires_at = timezone.now() + LIFETIME
        fresh.invited_by = by
        fresh.save(update_fields=["expires_at", "invited_by"])
        _journal("invitation.resend", fresh, by, acting)
        _write_mail(fresh)
    return fresh


def revoke(invitation: Invitation, *, by: User) -> Invitation:
    """Make the link void. Raises NotAllowed or Gone."""
    with transaction.atomic():
        fresh, acting = _locked(invitation, by)
        fresh.revoked_at = timezone.now()
        fresh.save(update_fields=["revoked_at"])
        _journal("invitation.revoke", fresh, by, acting)
    return fresh


def accept(text: str, *, by: User) -> Membership:
    """Use the invitation: the person becomes a validated member.

    Raises signing.BadSignature, Gone, NotAllowed (another address) or Refused (a member).
    """
    with transaction.atomic():
        opened = read(text, lock=True)
        invitation = opened.invitation
        if not is_for(invitation, by):
            raise NotAllowed("Cette invitation a été envoyée à une autre adresse que la vôtre.")
        invitation.accepted_at = timezone.now()
        invitation.save(update_fields=["accepted_at"])
        _journal("invitation.accept", invitation, by, invitation.role)
        return admit(invitation, by=by)


def is_for(invitation: Invitation, user: User) -> bool:
    """Whether the invitation was sent to this person's address."""
    return invitation.email.lower() == user.email.lower()


def waiting_for(user: User) -> list[Invitation]:
    """Invitations sent to this person's address that they may still accept."""
    rows = Invitation.objects.waiting().filter(email=user.email, expires_at__gt=timezone.now())
    return list(rows.select_related("organisation__departement", "invited_by"))


def _acting_role(by: User, organisation: Organisation, role: str) -> str:
    acting = deciding_role(by, organisation, role) if organisation.is_holder else None
    if acting is None:
        raise NotAllowed("Vous ne pouvez pas donner ce rôle dans cette collectivité.")
    return acting


def _locked(invitation: Invitation, by: User) -> tuple[Invitation, str]:
    fresh = (
        Invitation.objects.waiting()
        .select_for_update(of=("self",))
        .select_related("organisation")
        .filter(pk=invitation.pk)
        .first()
    )
    if fresh is None:
        raise Gone
    return fresh, _acting_role(by, fresh.organisation, fresh.role)


def _journal(name: str, invitation: Invitation, by: User, role: str) -> None:
    facts = {"organisation": invitation.organisation_id, "role": invitation.role}
    record(name, subject=invitation, by=by, role=role, payload=facts)


def _write_mail(invitation: Invitation) -> None:
    path = reverse("accounts:invitation", args=[token(invitation)])
    context = {"invitation": invitation, "address": f"{settings.BASE_URL}{path}"}
    subject = f"{invitation.invited_by} vous invite à rejoindre « {invitation.organisation} »"
    subject = " ".join(subject.split())
    text = render_to_string("accounts/mail/invitation.txt", context)
    send_mail(
        subject=subject,
        message=text,
        from_email=None,
        recipient_list=[invitation.email],
        html_message=framed(subject, text),
    )
