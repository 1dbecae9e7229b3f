"""What is said of a decision: to decide, sent back, published (C-5e)."""

from django.urls import reverse

from accounts.enums import Role
from accounts.models import User
from applications.models import Application
from conventions.models import Convention
from limits_portal.french import euros
from notifications.audiences import address_of_actor, application_of, holding, instructors, team
from notifications.dossier_notices import contact_of
from notifications.rule import Message
from reviews.enums import Outcome
from reviews.models import Award, Decision
from workflow.models import Event


def _decision(event: Event) -> Decision:
    return Decision.objects.select_related("call").get(pk=event.subject_id)


def _page(decision: Decision) -> str:
    return reverse("reviews:decision", args=[decision.call.slug, decision.number])


def result(event: Event) -> Message:
    """What was decided of a dossier; the page and the letter say the rest."""
    application = application_of(event)
    award = Award.objects.get(
        decision__call=application.call,
        decision__number=event.payload["decision"],
        application=application,
    )
    question, reply_to = contact_of(application.call)
    title, body = {
        Outcome.SELECTED: (
            "Votre projet est retenu",
            f"La MILDECA retient le projet {application.holder.of_name} et lui accorde "
            f"{euros(award.amount)}. Une convention va être préparée avec vous et la préfecture.",
        ),
        Outcome.RESERVE: (
            "Votre projet est sur la liste complémentaire",
            f"Le projet {application.holder.of_name} est au rang {award.reserve_rank} de la liste "
            "complémentaire : il sera financé si des crédits se libèrent.",
        ),
        Outcome.REJECTED: (
            "Votre projet n’est pas retenu",
            f"La MILDECA n’a pas retenu le projet {application.holder.of_name}. La décision dit "
            "ses atouts et ce qui l’aurait renforcé.",
        ),
    }[Outcome(award.outcome)]
    return Message(
        title=title,
        body=body,
        url=reverse("reviews:result", args=[application.reference]),
        action="Lire la décision",
        facts=(("Dossier", f"{application.reference} – {application.title}"),),
        more=(question,),
        reply_to=reply_to,
    )


def to_validate(event: Event) -> Message:
    """A list waits for the president."""
    decision = _decision(event)
    return Message(
        title=f"Une décision à valider : {decision.call.title}",
        body=f"{event.actor_name} vous propose la décision n° {decision.number}.",
        url=_page(decision),
        action="Relire la liste",
        reply_to=address_of_actor(event),
    )


def sent_back(event: Event) -> Message:
    """The president wants the list changed."""
    decision = _decision(event)
    return Message(
        title=f"Décision n° {decision.number} à revoir",
        body=f"{event.actor_name} renvoie la décision de l’appel « {decision.call.title} ».",
        url=_page(decision),
        action="Ouvrir la liste",
        facts=(("À revoir", event.reason),),
        reply_to=address_of_actor(event),
    )


def published(event: Event) -> Message:
    """Results are out, for the prefectures that followed the dossiers."""
    decision = _decision(event)
    return Message(
        title=f"Résultats publiés : {decision.call.title}",
        body="La MILDECA a publié sa décision. Les résultats des dossiers de votre département "
        "sont dans la liste des dossiers déposés.",
        url=reverse("applications:filed"),
        action="Voir les dossiers",
        reply_to=contact_of(decision.call)[1],
    )


def prefectures_concerned(event: Event) -> list[User]:
    """People of the prefectures whose département has a dossier in the decision."""
    departements = (
        Award.objects.filter(decision=event.subject_id)
        .values_list("application__departement", flat=True)
        .distinct()
    )
    return holding(Role.PREFECTURE_ROLES, organisation__departement__in=list(departements))


def gave_up(event: Event) -> Message:
    """The team's own dossier is given up: by whom, and why."""
    application = application_of(event)
    question, reply_to = contact_of(application.call)
    return Message(
        title=f"Dossier {application.reference} : renonciation enregistrée",
        body=f"{event.actor_name} a renoncé, pour {application.holder.name}, à la suite du dossier "
        f"{application.reference}. La MILDECA en est prévenue.",
        url=reverse("applications:recap", args=[application.reference]),
        action="Relire le dossier",
        facts=(("Motif", event.reason),),
        more=(question,),
        reply_to=reply_to,
    )


def given_up(event: Event) -> Message:
    """A laureate gives up: money may go to the reserve."""
    application = application_of(event)
    return Message(
        title=f"{application.holder.name} renonce",
        body=f"{event.actor_name} renonce pour le dossier {application.reference}. Une décision "
        "complémentaire peut servir la liste complémentaire.",
        url=reverse("reviews:decisions"),
        action="Ouvrir les décisions",
        facts=(("Motif", event.reason),),
    )


def instructors_concerned(event: Event) -> list[User]:
    """Instructors who may read the dossier."""
    return [
        person
        for person in instructors(event)
        if Application.objects.visible_to(person).filter(pk=event.subject_id).exists()
    ]


def team_that_saw_no_text(event: Event) -> list[User]:
    """The holder's team, whose convention is given up before its text went round."""
    is_seen = Convention.objects.filter(
        application=event.subject_id, circulated_at__isnull=False
    ).exists()
    return [] if is_seen else team(event)


def lapsed(event: Event) -> Message:
    """The award is given up with a convention that its holder had not read."""
    application = application_of(event)
    question, reply_to = contact_of(application.call)
    return Message(
        title=f"Dossier {application.reference} : l’aide est abandonnée",
        body=f"La MILDECA a abandonné la convention qu’elle préparait pour {application.holder.name}. "
        f"L’aide décidée pour le dossier {application.reference} ne sera pas versée.",
        url=reverse("applications:recap", args=[application.reference]),
        action="Relire le dossier",
        facts=(("Motif", event.reason),),
        more=(question,),
        reply_to=reply_to,
    )
