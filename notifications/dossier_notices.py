"""What is said of a dossier: filed, taken back, withdrawn, infected, near its deadline."""

from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse

from accounts.enums import Role
from accounts.models import Organisation, User
from applications import deadlines
from applications.desk import blockers_of
from applications.dossier import deadline_of, read
from applications.enums import ApplicationStatus, SectionKey
from applications.models import Application, Call, Extension, Snapshot
from notifications.audiences import address_of_actor, application_of, holding, team_of
from notifications.rule import Message
from workflow.models import Event

SHOWN_BLOCKERS = 3


def contact_of(call: Call) -> tuple[str, str]:
    """The sentence that says whom to ask, and the address a holder's answer goes to."""
    contact = call.texts.contact
    parts = [contact.service, contact.address, contact.email, contact.phone]
    return f"Pour toute question : {', '.join(filter(None, parts))}.", contact.email


def _recap(application: Application) -> str:
    return reverse("applications:recap", args=[application.reference])


def filed(event: Event) -> Message:
    """The acknowledgement of receipt: number, instant, SHA-256, where the documents are."""
    application = application_of(event)
    snapshot = Snapshot.objects.get(receipt_number=event.payload["receipt"])
    received = deadlines.both(snapshot.filed_at, application.departement)
    question, reply_to = contact_of(application.call)
    texts = application.call.texts
    silence = texts.silence_text if texts.silence_text_is_validated else ""
    return Message(
        title=f"Dossier {application.reference} déposé",
        body=f"Le dossier {application.reference} {application.holder.of_name} est déposé. "
        "L’accusé de réception et le dossier sont à télécharger, en PDF, dans le portail.",
        url=reverse("applications:receipt", args=[application.reference, snapshot.number]),
        action="Voir l’accusé de réception",
        facts=(
            ("Accusé de réception", snapshot.receipt_number),
            ("Reçu le", received),
            ("Déposé par", f"{snapshot.signatory_name}, {snapshot.signatory_role}"),
            ("Empreinte SHA-256 du contenu", snapshot.sha256),
        ),
        more=tuple(filter(None, (silence, question))),
        reply_to=reply_to,
    )


def received(event: Event) -> Message:
    """A dossier came in, for those who follow it for the State."""
    application = application_of(event)
    return Message(
        title=f"{application.holder.name} a déposé son dossier",
        body=f"Le dossier {application.reference}, {application.departement}, est déposé : "
        f"« {application.title} ».",
        url=_recap(application),
        action="Lire le dossier",
        reply_to=contact_of(application.call)[1],
    )


def taken_back(event: Event) -> Message:
    """The dossier is a draft again, and must be filed again."""
    application = application_of(event)
    limit = deadlines.both(deadline_of(application), application.departement)
    question, reply_to = contact_of(application.call)
    return Message(
        title=f"Dossier {application.reference} repris : il n’est plus déposé",
        body=f"{event.actor_name} a repris le dossier {application.reference} "
        f"{application.holder.of_name} pour le modifier. Pour être étudié, il doit être déposé à "
        f"nouveau avant la date limite : {limit}.",
        url=_recap(application),
        action="Ouvrir le dossier",
        more=(question,),
        reply_to=reply_to,
    )


def taken_back_from_the_state(event: Event) -> Message:
    """Those who had begun to work on the dossier stop: it is being changed."""
    application = application_of(event)
    return Message(
        title=f"{application.holder.name} reprend son dossier",
        body=f"Le dossier {application.reference}, {application.departement}, n’est plus déposé : "
        "la collectivité le modifie. Elle peut le déposer à nouveau jusqu’à la date limite ; il "
        "reviendra alors dans vos listes.",
        url=reverse("applications:filed"),
        action="Voir les dossiers déposés",
    )


def withdrawn(event: Event) -> Message:
    """The dossier is withdrawn for good."""
    application = application_of(event)
    question, reply_to = contact_of(application.call)
    return Message(
        title=f"Dossier {application.reference} retiré",
        body=f"{event.actor_name} a retiré le dossier {application.reference} "
        f"{application.holder.of_name}. Il ne sera pas étudié.",
        url=_recap(application),
        action="Relire le dossier",
        facts=(("Motif", event.reason),),
        more=(question,),
        reply_to=reply_to,
    )


def withdrawn_from_instruction(event: Event) -> Message:
    """MILDECA stops working on the dossier, and still reads it."""
    application = application_of(event)
    return Message(
        title=f"{application.holder.name} retire son dossier",
        body=f"{event.actor_name} a retiré le dossier {application.reference}, "
        f"{application.departement} : il n’est plus étudié. Sa fiche se lit encore, et n’est plus "
        "modifiable.",
        url=reverse("reviews:sheet", args=[application.reference]) + "?volet=journal",
        action="Ouvrir la fiche",
        facts=(("Motif", event.reason),),
        reply_to=address_of_actor(event),
    )


def withdrawn_from_prefecture(event: Event) -> Message:
    """The prefecture has no opinion to give any more."""
    application = application_of(event)
    return Message(
        title=f"{application.holder.name} retire son dossier",
        body=f"{event.actor_name} a retiré le dossier {application.reference} : il n’est plus "
        "étudié et quitte vos listes. L’avis de la préfecture n’est plus attendu.",
        url=reverse("applications:filed"),
        action="Voir les dossiers déposés",
        facts=(("Motif", event.reason),),
        reply_to=contact_of(application.call)[1],
    )


def infected(event: Event) -> Message:
    """The antivirus found something in an attachment: it is given to nobody (C-4.1j)."""
    application = application_of(event)
    name = event.payload["name"]
    question, reply_to = contact_of(application.call)
    return Message(
        title=f"Un fichier du dossier {application.reference} est infecté",
        body=f"L’antivirus a trouvé un programme malveillant dans le fichier « {name} ». Ce "
        "fichier n’est transmis à personne ; le dossier ne pourra être déposé qu’une fois ce "
        "fichier retiré.",
        url=reverse("applications:section", args=[application.reference, SectionKey.DOCUMENTS]),
        action="Retirer le fichier",
        more=(
            "Joignez ensuite un fichier sain, et faites vérifier le poste d’où vient celui-ci.",
            question,
        ),
        reply_to=reply_to,
    )


def extended(event: Event) -> Message:
    """A later deadline was granted to one holder, by name."""
    call = Call.objects.get(pk=event.subject_id)
    holder = Organisation.objects.select_related("departement").get(pk=event.payload["holder"])
    extension = call.extensions.filter(holder=holder).first()
    question, reply_to = contact_of(call)
    limit = "retirée depuis"
    if extension is not None and holder.departement is not None:
        limit = deadlines.both(extension.closes_at, holder.departement)
    return Message(
        title=f"Date limite prolongée pour {holder.name}",
        body=f"La MILDECA accorde une prolongation pour déposer le dossier {holder.of_name} à "
        f"l’appel « {call.title} ».",
        url=reverse("applications:list"),
        action="Ouvrir mes dossiers",
        facts=(("Nouvelle date limite", limit), ("Motif", event.reason)),
        more=(question,),
        reply_to=reply_to,
    )


def extended_team(event: Event) -> list:
    """The team of the holder to whom the extension was granted."""
    return team_of(event.payload["holder"])


def moved(event: Event) -> Message:
    """The call closes on another day than it did: in Paris time, then as clocks say overseas."""
    call = Call.objects.get(pk=event.subject_id)
    question, reply_to = contact_of(call)
    drafts = _drafts_concerned(event).select_related("departement")
    overseas = sorted(
        {local for draft in drafts if (local := deadlines.local(call.closes_at, draft.departement))}
    )
    return Message(
        title=f"Nouvelle date limite : {call.title}",
        body=f"La MILDECA a changé la date limite de dépôt de l’appel « {call.title} ». Votre "
        "dossier n’est pas encore déposé.",
        url=reverse("applications:list"),
        action="Ouvrir mes dossiers",
        facts=(
            ("Nouvelle date limite", deadlines.exact(call.closes_at)),
            *((("Soit, outre-mer", " ; ".join(overseas)),) if overseas else ()),
            ("Au lieu du", deadlines.exact(_closed_at(event))),
        ),
        more=(
            "Si une prolongation vous a été accordée, la plus tardive des deux dates vaut pour vous.",
            question,
        ),
        reply_to=reply_to,
    )


def _closed_at(event: Event) -> datetime:
    """When the call closed before the change."""
    return datetime.fromisoformat(event.payload["before"]["closes_at"])


def _drafts_concerned(event: Event) -> QuerySet[Application]:
    """The drafts whose deadline moves with the call's: not those extended past both dates."""
    new = datetime.fromisoformat(event.payload["after"]["closes_at"])
    spared = Extension.objects.filter(
        call=event.subject_id, closes_at__gte=max(new, _closed_at(event))
    )
    return Application.objects.filter(
        call=event.subject_id, status=ApplicationStatus.DRAFT
    ).exclude(holder__in=spared.values("holder"))


def writing_for_it(event: Event) -> list[User]:
    """Editors of the drafts whose deadline moves; nobody for another change of the call."""
    if "closes_at" not in event.payload.get("after", {}):
        return []
    return holding(Role.HOLDER_EDITORS, organisation__in=_drafts_concerned(event).values("holder"))


def deadline_near(event: Event) -> Message:
    """A draft that is not filed, and what still blocks it."""
    application = application_of(event)
    content = read(application, at=event.happened_at)
    blockers = blockers_of(application, content)
    shown = tuple(blocker.text for blocker in blockers[:SHOWN_BLOCKERS])
    more = len(blockers) - len(shown)
    if more > 0:
        shown += (f"et {more} autre{'s' if more > 1 else ''} point{'s' if more > 1 else ''}",)
    limit = deadlines.both(deadline_of(application), application.departement)
    question, reply_to = contact_of(application.call)
    missing = "Avant de déposer :" if shown else "Rien ne manque : il reste à le déposer."
    return Message(
        title=f"{event.payload['left']} pour déposer le dossier {application.reference}",
        body=f"Le dossier {application.holder.of_name} n’est pas encore déposé. La date limite "
        f"est le {limit}. {missing}",
        url=reverse("applications:recap", args=[application.reference]),
        action="Reprendre le dossier",
        items=shown,
        more=(question,),
        reply_to=reply_to,
    )


def draft_expires(event: Event) -> Message:
    """A draft never filed will be erased, a year after the deadline it missed."""
    application = application_of(event)
    return Message(
        title=f"Le brouillon {application.reference} sera effacé le {event.payload['day']}",
        body=f"Le dossier {application.holder.of_name} pour l’appel « {application.call.title} » "
        f"n’a jamais été déposé : il sera effacé le {event.payload['day']}, un an après la "
        "clôture. Si vous voulez en garder quelque chose, imprimez son récapitulatif.",
        url=_recap(application),
        action="Ouvrir le récapitulatif",
    )
