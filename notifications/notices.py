"""Who is told of what: one table, event → notice → recipients → channels (ADR 0002).

A notice is written from the event alone (journal row and its payload), so that a mail says what
happened then, whatever the dossier became since. Its text is `templates/notifications/<code>.txt`; the
HTML is drawn from it.
"""

from collections.abc import Iterable

from django.db.models import Q
from django.urls import reverse

from accounts.enums import MembershipStatus, Role
from accounts.models import Membership, User
from applications import deadlines
from applications.enums import SectionKey
from applications.models import Application, Snapshot
from notifications import membership_notices as links
from notifications.rule import Message, Rule
from workflow.models import Event


def team(event: Event) -> Iterable[User]:
    """The holder's validated members, and whoever acted, if their account is active."""
    application = Application.objects.get(pk=event.subject_id)
    members = Membership.objects.filter(
        organisation=application.holder_id,
        status=MembershipStatus.VALIDATED,
        role__in=Role.HOLDER_ROLES,
    )
    return User.objects.filter(is_active=True).filter(
        Q(pk__in=members.values("user")) | Q(pk=event.actor_id or 0)
    )


def _application(event: Event) -> Application:
    return Application.objects.select_related("call", "holder", "departement").get(
        pk=event.subject_id
    )


def filed(event: Event) -> Message:
    """The acknowledgement of receipt: number, instant, SHA-256, where the documents are."""
    application = _application(event)
    snapshot = Snapshot.objects.select_related("application__departement").get(
        receipt_number=event.payload["receipt"]
    )
    return Message(
        title=f"Dossier {application.reference} déposé",
        body=f"Accusé de réception {snapshot.receipt_number}, "
        f"reçu le {deadlines.both(snapshot.filed_at, application.departement)}.",
        url=reverse("applications:receipt", args=[application.reference, snapshot.number]),
        values={
            "application": application,
            "snapshot": snapshot,
            "received": deadlines.both(snapshot.filed_at, application.departement),
            "contact": application.call.texts.contact,
            "silence": application.call.texts.silence_text,
        },
    )


def taken_back(event: Event) -> Message:
    """The dossier is a draft again, and must be filed again."""
    application = _application(event)
    limit = deadlines.both(application.call.closes_at, application.departement)
    return Message(
        title=f"Dossier {application.reference} repris : il n’est plus déposé",
        body=f"{event.actor_name} a repris le dossier pour le modifier. Pour être étudié, il doit "
        "être déposé à nouveau avant la date limite.",
        url=reverse("applications:recap", args=[application.reference]),
        values={"application": application, "actor": event.actor_name, "limit": limit},
    )


def withdrawn(event: Event) -> Message:
    """The dossier is withdrawn for good."""
    application = _application(event)
    return Message(
        title=f"Dossier {application.reference} retiré",
        body=f"{event.actor_name} a retiré le dossier. Motif : {event.reason}",
        url=reverse("applications:recap", args=[application.reference]),
        values={
            "application": application,
            "actor": event.actor_name,
            "reason": event.reason,
            "contact": application.call.texts.contact,
        },
    )


def infected(event: Event) -> Message:
    """The antivirus found something in an attachment: it is given to nobody (C-4.1j)."""
    application = _application(event)
    name = event.payload["name"]
    return Message(
        title=f"Un fichier du dossier {application.reference} est infecté",
        body=f"L’antivirus a trouvé un programme malveillant dans « {name} ». Ce fichier n’est "
        "transmis à personne ; le dossier ne pourra être déposé qu’une fois ce fichier retiré.",
        url=reverse("applications:section", args=[application.reference, SectionKey.DOCUMENTS]),
        values={"application": application, "name": name},
    )


RULES: tuple[Rule, ...] = (
    Rule("application.submit", "application-filed", team, filed),
    Rule("application.take_back", "application-taken-back", team, taken_back),
    Rule("application.withdraw", "application-withdrawn", team, withdrawn),
    Rule("application.document_infected", "document-infected", team, infected),
    Rule("membership.requested", "membership-requested", links.deciders, links.requested),
    Rule("membership.validate", "membership-decided", links.person, links.validated),
    Rule("membership.refuse", "membership-decided", links.person, links.refused),
    Rule("membership.remove", "membership-decided", links.person, links.removed),
    Rule("membership.join", "membership-joined", links.inviter, links.joined, is_mailed=False),
)


def rules_for(event: Event) -> list[Rule]:
    """Return the rows of the table that this event concerns."""
    return [rule for rule in RULES if rule.event == event.name]
