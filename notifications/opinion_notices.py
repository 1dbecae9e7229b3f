"""What is said of the prefecture's opinion: prepared, given, missing, the dossier completed since (C-5c)."""

from datetime import date

from django.urls import reverse

from accounts.enums import Role
from accounts.models import Organisation, User
from applications.models import Application, Call
from limits_portal.french import long_date
from notifications.audiences import application_of, holding, instructors
from notifications.rule import Message
from reviews.models import Opinion
from reviews.opinion_wall import awaited
from workflow.models import Event


def _opinion(event: Event) -> Opinion:
    return Opinion.objects.select_related("application__holder", "departement").get(
        pk=event.subject_id
    )


def _page(application: Application) -> str:
    return reverse("reviews:opinion", args=[application.reference])


def _may_read(people: list[User], application: Application, but: int | None) -> list[User]:
    """Those to whom the dossier is not closed, whoever acted left aside."""
    readable = Application.objects.filter(pk=application.pk)
    return [
        person for person in people if person.pk != but and readable.visible_to(person).exists()
    ]


def chiefs(event: Event) -> list[User]:
    """The chefs de projet of the département, but the one who prepared the opinion."""
    opinion = _opinion(event)
    people = holding([Role.PREFECTURE_CHIEF], organisation__departement=opinion.departement_id)
    return _may_read(people, opinion.application, event.actor_id)


def readers(event: Event) -> list[User]:
    """Instructors who may read the dossier."""
    return _may_read(instructors(event), _opinion(event).application, event.actor_id)


def _missing(event: Event) -> list[Application]:
    """Dossiers whose opinion the event asks for, and still lacks."""
    prefecture = Organisation.objects.get(pk=event.subject_id)
    call = Call.objects.get(slug=event.payload["call"])
    return [
        application
        for application in awaited(call, str(prefecture.departement_id))
        if application.reference in event.payload["missing"]
    ]


def of_the_prefecture(event: Event) -> list[User]:
    """The people of a prefecture, while one of the opinions asked for is missing."""
    if not _missing(event):
        return []
    return holding(Role.PREFECTURE_ROLES, organisation=event.subject_id)


def who_gave_an_opinion(event: Event) -> list[User]:
    """The people of the prefecture, when its opinion on the completed dossier is given."""
    application = application_of(event)
    if not Opinion.objects.standing().filter(application=application).exists():
        return []
    people = holding(Role.PREFECTURE_ROLES, organisation__departement=application.departement_id)
    return _may_read(people, application, None)


def prepared(event: Event) -> Message:
    """An opinion waits for its chief."""
    application = _opinion(event).application
    return Message(
        title=f"Avis à rendre : {application.holder.name}",
        body=f"{event.actor_name} a préparé l’avis sur le dossier {application.reference}. "
        "Relisez-le, puis rendez-le.",
        url=_page(application),
        action="Relire l’avis",
    )


def given(event: Event) -> Message:
    """An opinion came in; what it says is read in the portal."""
    opinion = _opinion(event)
    application = opinion.application
    return Message(
        title=f"Avis rendu : {application.holder.name}",
        body=f"La préfecture {opinion.departement.of_name} a rendu son avis sur le dossier "
        f"{application.reference}.",
        url=_page(application),
        action="Lire l’avis",
    )


def missing(event: Event) -> Message:
    """Opinions are missing: those of the event, less those given since."""
    call = Call.objects.get(slug=event.payload["call"])
    rows = [f"{a.reference} – {a.holder.name}" for a in _missing(event)]
    due_on = event.payload.get("due_on")
    limit = f" Ils sont attendus pour le {long_date(date.fromisoformat(due_on))}." if due_on else ""
    title = "1 avis à rendre" if len(rows) == 1 else f"{len(rows)} avis à rendre"
    return Message(
        title=f"{title} : {call.title}",
        body=f"La MILDECA attend les avis de la préfecture sur les dossiers de votre "
        f"département.{limit} Cinq minutes par dossier suffisent.",
        url=reverse("reviews:opinions"),
        action="Ouvrir les avis",
        items=tuple(rows),
    )


def completed(event: Event) -> Message:
    """The dossier changed since the opinion was given."""
    application = application_of(event)
    return Message(
        title=f"{application.holder.name} a complété son dossier depuis votre avis",
        body=f"Votre avis sur le dossier {application.reference} porte sur un dépôt antérieur. Il "
        "reste valable ; vous pouvez en rendre un nouveau.",
        url=_page(application),
        action="Revoir l’avis",
    )
