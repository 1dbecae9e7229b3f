"""What is said during the instruction: completed, admissible or not, messages both ways.

Internal notes and checks are in no event and in no notice; a message's own text stays in the
portal, where only those who read the thread find it.
"""

from datetime import date

from django.urls import reverse

from accounts.models import User
from applications.models import Application, CompletionRequest, Snapshot
from limits_portal.french import long_date
from notifications import audiences
from notifications.audiences import application_of
from notifications.dossier_notices import contact_of
from notifications.rule import Message
from workflow.models import Event


def those_asked(event: Event) -> list[User]:
    """The team, while the request still waits for an answer."""
    standing = CompletionRequest.objects.standing().filter(pk=event.payload["request"])
    return audiences.team(event) if standing.exists() else []


def _due(event: Event) -> str:
    return long_date(date.fromisoformat(event.payload["due_on"]))


def _page(application: Application) -> str:
    return reverse("applications:complete", args=[application.reference])


def asked(event: Event) -> Message:
    """What is to complete, and by when."""
    application = application_of(event)
    question, reply_to = contact_of(application.call)
    remarks = event.payload["remarks"]
    return Message(
        title=f"Dossier {application.reference} à compléter avant le {_due(event)}",
        body=f"La MILDECA vous demande de compléter le dossier {application.holder.of_name}. "
        f"{event.payload['message']} Seuls ces points se modifient ; le représentant de la "
        "collectivité renvoie ensuite le dossier :".replace("  ", " "),
        url=_page(application),
        action="Voir ce qui est demandé",
        facts=(("Répondre avant le", f"{_due(event)} inclus"),),
        items=tuple(f"{remark['label']} : {remark['text']}" for remark in remarks),
        more=(question,),
        reply_to=reply_to,
    )


def near(event: Event) -> Message:
    """The day asked comes near, and nothing was answered."""
    application = application_of(event)
    return Message(
        title=f"Le complément du dossier {application.reference} est attendu le {_due(event)}",
        body=f"La MILDECA attend la réponse {application.holder.of_name} avant le {_due(event)} "
        "inclus. Elle n’est pas encore envoyée.",
        url=_page(application),
        action="Compléter le dossier",
    )


def sent(event: Event) -> Message:
    """The receipt of the completed dossier, for its team."""
    application = application_of(event)
    snapshot = Snapshot.objects.get(receipt_number=event.payload["receipt"])
    question, reply_to = contact_of(application.call)
    return Message(
        title=f"Complément du dossier {application.reference} envoyé",
        body=f"Le dossier complété {application.holder.of_name} est reçu par la MILDECA. La date "
        "du dépôt initial ne change pas.",
        url=reverse("applications:receipt", args=[application.reference, snapshot.number]),
        action="Voir l’accusé de réception",
        facts=(
            ("Accusé de réception", snapshot.receipt_number),
            ("Envoyé par", f"{snapshot.signatory_name}, {snapshot.signatory_role}"),
            ("Empreinte SHA-256 du contenu", snapshot.sha256),
        ),
        more=(question,),
        reply_to=reply_to,
    )


def answered(event: Event) -> Message:
    """An answer came, for those who instruct."""
    application = application_of(event)
    late = ", après la date demandée" if event.payload.get("is_late") else ""
    return Message(
        title=f"{application.holder.name} a complété son dossier{late}",
        body=f"Le dossier {application.reference} est complété. La fiche montre ce qui a changé, "
        "mot à mot.",
        url=reverse("reviews:compare", args=[application.reference]),
        action="Voir ce qui a changé",
    )


def closed(event: Event) -> Message:
    """A request is closed without its answer."""
    application = application_of(event)
    return Message(
        title=f"Dossier {application.reference} : plus rien à compléter",
        body=f"La MILDECA a clos sa demande de complément. Le dossier {application.holder.of_name} "
        "est étudié tel qu’il a été déposé.",
        url=reverse("applications:recap", args=[application.reference]),
        action="Relire le dossier",
        facts=(("Motif", event.reason),),
    )


def admitted(event: Event) -> Message:
    """The dossier is admissible; why, if points were left aside, is internal."""
    application = application_of(event)
    return Message(
        title=f"Le dossier {application.reference} est recevable",
        body=f"Le dossier {application.holder.of_name} est déclaré recevable. Il va être présenté au "
        "comité de sélection ; les résultats seront publiés tous en même temps.",
        url=reverse("applications:recap", args=[application.reference]),
        action="Relire le dossier",
    )


def refused(event: Event) -> Message:
    """The dossier is inadmissible, and why, in the very words of the instruction."""
    application = application_of(event)
    question, reply_to = contact_of(application.call)
    grounds = tuple(ground["text"] for ground in event.payload.get("grounds") or [])
    return Message(
        title=f"Le dossier {application.reference} n’est pas recevable",
        body=f"Le dossier {application.holder.of_name} ne remplit pas les conditions de l’appel à "
        "projets. Il ne sera pas présenté au comité, pour le motif suivant :",
        url=reverse("applications:journal", args=[application.reference]),
        action="Ouvrir le journal du dossier",
        items=grounds or (event.reason,),
        more=(question,),
        reply_to=reply_to,
    )


def _files(event: Event) -> str:
    count = event.payload.get("files") or 0
    return f" avec {count} fichier{'s' if count > 1 else ''}" if count else ""


def message_to_team(event: Event) -> Message:
    """MILDECA wrote to the team; the text is read in the portal."""
    application = application_of(event)
    return Message(
        title=f"La MILDECA vous écrit au sujet du dossier {application.reference}",
        body=f"Un message{_files(event)} attend votre équipe. Il se lit, et "
        "vous y répondez, dans le portail.",
        url=reverse("reviews:thread", args=[application.reference]),
        action="Lire le message",
    )


def message_to_instruction(event: Event) -> Message:
    """The holder wrote to the instruction."""
    application = application_of(event)
    return Message(
        title=f"{application.holder.name} vous écrit (dossier {application.reference})",
        body=f"{event.actor_name} a envoyé un message{_files(event)} à l’instruction.",
        url=reverse("reviews:sheet", args=[application.reference]) + "?volet=messages",
        action="Lire le message",
    )
