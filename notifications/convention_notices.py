"""What is said of a convention's text: in discussion, the pen, remarks, agreement, its end (C-5f, C-5g).

Nothing of the text is in a mail: it is read in the portal, by those to whom it is open.
"""

from django.db import models
from django.urls import reverse

from accounts.enums import Role
from accounts.models import User
from conventions import permissions
from conventions.deadlines import in_words, signature_due_on
from conventions.desks import desk_of
from conventions.enums import ActStatus, Party
from conventions.models import Act, Remark
from limits_portal.french import PARIS, euros, long_date
from notifications.audiences import holding
from notifications.dossier_notices import contact_of
from notifications.rule import Message
from workflow.models import Event

Roles = dict[Party, tuple[str, ...]]
SIGNATORIES: Roles = {party: (role,) for party, role in permissions.SIGNATORIES.items()}
WRITERS: Roles = {
    Party.HOLDER: tuple(Role.HOLDER_EDITORS),
    Party.PREFECTURE: tuple(Role.PREFECTURE_ROLES),
    Party.MILDECA: (Role.INSTRUCTOR,),
}


def people_of(
    act: Act, *parties: str, roles: Roles = WRITERS, but: int | None = None
) -> list[User]:
    """The people of these parties who may read the text, whoever acted left aside."""
    application = act.convention.application
    found: dict[int, User] = {}
    for party in map(Party, parties):
        where: dict[str, object] = {}
        if party == Party.HOLDER:
            where["organisation"] = application.holder_id
        elif party == Party.PREFECTURE:
            where["organisation__departement"] = application.departement_id
        found |= {person.pk: person for person in holding(roles[party], **where)}
    return [
        person
        for person in found.values()
        if person.pk != but and Act.objects.visible_to(person).filter(pk=act.pk).exists()
    ]


def _acts() -> models.QuerySet[Act]:
    return Act.objects.select_related(
        "convention__application__call__convention_terms",
        "convention__application__holder",
        "convention__application__departement",
    )


def act_of(event: Event) -> Act:
    """The text that an event is about, with what the notices name."""
    return _acts().get(pk=event.subject_id)


def _remark(event: Event) -> Remark:
    return Remark.objects.get(pk=event.subject_id)


def _first_act(event: Event) -> Act:
    """The convention's own text, for what is said of the convention."""
    return _acts().get(convention=event.subject_id, number=0)


def page_of(act: Act, article: str = "") -> str:
    """Where the text is read, at one article when it is named."""
    address = reverse("conventions:act", args=[act.convention.reference, act.number])
    return f"{address}?article={article}" if article else address


def name_of(act: Act) -> str:
    """« la convention de Loos », « l’avenant n° 1 à la convention de Loos »."""
    holder = act.convention.application.holder
    if act.number:
        return f"l’avenant n° {act.number} à la convention {holder.of_name}"
    return f"la convention {holder.of_name}"


def opening(act: Act) -> str:
    """The same at the head of a sentence: « La convention de Loos »."""
    name = name_of(act)
    return f"{name[:1].upper()}{name[1:]}"


def agreeing(act: Act, participle: str) -> str:
    """The participle in the gender of the text: « signé » an amendment, « signée » a convention."""
    return participle if act.number else f"{participle}e"


# --- Who


def the_others(event: Event) -> list[User]:
    """The collectivité and the prefecture."""
    return people_of(act_of(event), Party.HOLDER, Party.PREFECTURE, but=event.actor_id)


def all_parties(event: Event) -> list[User]:
    """The three parties, whoever acted left aside."""
    return people_of(act_of(event), *Party.values, but=event.actor_id)


def of_an_amendment(event: Event) -> list[User]:
    """The three parties, when an amendment is given up: a convention's end is told by itself."""
    return all_parties(event) if act_of(event).number else []


def who_answers(event: Event) -> list[User]:
    """The party that holds the pen, when the remark is not its own."""
    act = act_of(event)
    if act.pen == event.payload["party"]:
        return people_of(act, *(p for p in Party.values if p != act.pen), but=event.actor_id)
    return people_of(act, act.pen, but=event.actor_id)


def who_remarked(event: Event) -> list[User]:
    """The party that made the remark."""
    remark = _remark(event)
    act = _acts().get(pk=remark.act_id)
    return people_of(act, remark.party, but=event.actor_id)


def when_all_agree(event: Event) -> list[User]:
    """MILDECA's instructors, once the last agreement is given."""
    if not event.payload.get("is_complete"):
        return []
    return people_of(act_of(event), Party.MILDECA, but=event.actor_id)


def parties_of_the_convention(event: Event) -> list[User]:
    """The three parties to a convention, whoever acted left aside."""
    return people_of(_first_act(event), *Party.values, but=event.actor_id)


def on_whose_desk(event: Event) -> list[User]:
    """Those who have to act on the text now: who writes, or who signs next."""
    act = act_of(event)
    party = desk_of(act)
    if party is None or act.convention.in_force_at or party != event.payload["desk"]:
        return []
    roles = SIGNATORIES if act.status == ActStatus.SIGNING else WRITERS
    return people_of(act, party, roles=roles)


# --- What


def circulated(event: Event) -> Message:
    """The text is in discussion."""
    act = act_of(event)
    question, reply_to = contact_of(act.convention.application.call)
    due_on = signature_due_on(act.convention.application.call)
    return Message(
        title=f"Le texte de {name_of(act)} est à discuter",
        body="La MILDECA a établi un premier texte. Lisez chaque article, acceptez-le, ou proposez "
        "une autre rédaction : les trois parties voient tout ce qui est proposé. La collectivité "
        "tient d’abord la plume.",
        url=page_of(act),
        action="Lire le texte",
        facts=(
            ("Montant", euros(act.last_version().amount)),
            *((("À signer avant le", f"{long_date(due_on)} inclus"),) if not act.number else ()),
        ),
        more=(question,),
        reply_to=reply_to,
    )


def remarked(event: Event) -> Message:
    """A party commented on the text."""
    act = act_of(event)
    what = "propose une autre rédaction" if event.payload["proposes"] else "a fait une remarque"
    return Message(
        title=f"Une remarque sur {name_of(act)}",
        body=f"{event.actor_name} ({Party(event.payload['party']).label}) {what}. Elle se lit, et la "
        "partie qui tient la plume y répond, dans le portail.",
        url=page_of(act, event.payload["article"]),
        action="Lire la remarque",
    )


def answered(event: Event) -> Message:
    """A remark was answered."""
    remark = _remark(event)
    act = _acts().get(pk=remark.act_id)
    outcome = "retenue" if event.target == "accepted" else "non retenue"
    return Message(
        title=f"Votre remarque sur {name_of(act)} : {outcome}",
        body=f"{event.actor_name} a répondu à la remarque de votre partie.",
        url=page_of(act, remark.article),
        action="Lire la réponse",
    )


def all_agreed(event: Event) -> Message:
    """Nothing is left to discuss: the text may be frozen."""
    act = act_of(event)
    return Message(
        title=f"Les trois parties sont d’accord sur {name_of(act)}",
        body="Tous les articles sont acceptés par les trois parties. S’il ne reste pas de remarque à "
        "traiter, le texte peut être figé et mis à la signature.",
        url=page_of(act),
        action="Figer et émettre",
    )


def reopened(event: Event) -> Message:
    """An issued document is void: the discussion is open again."""
    act = act_of(event)
    return Message(
        title=f"La discussion sur {name_of(act)} est rouverte",
        body=f"{event.actor_name} a rouvert la discussion. Le document qui était à la signature ne "
        "vaut plus, ni les signatures qu’il portait. La MILDECA tient la plume.",
        url=page_of(act),
        action="Voir le texte",
        facts=(("Motif", event.reason),),
    )


def abandoned(event: Event) -> Message:
    """An amendment is given up."""
    act = act_of(event)
    return Message(
        title=f"Abandon de {name_of(act)}",
        body="Ce texte n’ira pas plus loin. La convention reste en vigueur telle qu’elle est signée.",
        url=page_of(act),
        action="Voir le texte",
        facts=(("Motif", event.reason),),
    )


def ended(event: Event) -> Message:
    """The convention is given up before its signature, or terminated."""
    act = _first_act(event)
    is_terminated = event.name == "convention.terminate"
    question, reply_to = contact_of(act.convention.application.call)
    return Message(
        title=f"{'Résiliation' if is_terminated else 'Abandon'} de {name_of(act)}",
        body="La convention est résiliée : elle ne produit plus d’effet pour l’avenir."
        if is_terminated
        else "La convention ne sera pas signée : l’aide n’est pas acquise.",
        url=page_of(act),
        action="Voir la convention",
        facts=(("Motif", event.reason),),
        more=(question,),
        reply_to=reply_to,
    )


def to_sign_soon(event: Event) -> Message:
    """The last day to sign comes near, or is past, and the reader's party has to act."""
    act = act_of(event)
    due_on = signature_due_on(act.convention.application.call)
    today = event.happened_at.astimezone(PARIS).date()
    is_signing = act.status == ActStatus.SIGNING
    if today > due_on:
        title = f"{opening(act)} devait être {agreeing(act, 'signé')} au plus tard le "
        title += long_date(due_on)
    elif today == due_on:
        title = f"{opening(act)} : dernier jour pour signer"
    else:
        title = f"{opening(act)} : {in_words(due_on, today)} pour signer"
    return Message(
        title=title,
        body=f"La convention {'devait' if today > due_on else 'doit'} être signée par les trois "
        f"parties au plus tard le {long_date(due_on)}. Elle est sur votre bureau : "
        + ("votre signature est attendue." if is_signing else "votre partie tient la plume."),
        url=page_of(act),
        action="Ouvrir la convention",
    )
