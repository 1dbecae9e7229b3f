"""What is said of a signature: one's turn, who signed, all have, a paper to certify (C-5g)."""

from django.urls import reverse

from accounts.models import User
from conventions.enums import ActStatus, Party, SignatureWay
from conventions.models import Act, PaperCopy
from conventions.signing.guards import next_to_sign, standing_issue
from conventions.signing.wording import LEVELS
from limits_portal.french import euros
from notifications.convention_notices import (
    SIGNATORIES,
    WRITERS,
    act_of,
    name_of,
    opening,
    people_of,
)
from notifications.rule import Message
from workflow.models import Event


def _page(act: Act) -> str:
    return reverse("conventions:signing", args=[act.convention.reference, act.number])


# --- Who


def whose_turn(event: Event) -> list[User]:
    """Those who sign for the next party, as long as the text is at the signature."""
    act = act_of(event)
    issue = standing_issue(act)
    if act.status != ActStatus.SIGNING or issue is None:
        return []
    if issue.number != event.payload.get("issue", issue.number):
        return []
    party = next_to_sign(issue)
    return people_of(act, party, roles=SIGNATORIES) if party else []


def who_follows(event: Event) -> list[User]:
    """Those who prepared the text in the three parties, whoever acted left aside."""
    return people_of(act_of(event), *Party.values, but=event.actor_id)


def all_concerned(event: Event) -> list[User]:
    """Those who prepared the text and those who signed it."""
    act = act_of(event)
    found = {
        person.pk: person
        for roles in (WRITERS, SIGNATORIES)
        for person in people_of(act, *Party.values, roles=roles)
    }
    return list(found.values())


def who_certifies(event: Event) -> list[User]:
    """MILDECA's instructors, but whoever brought or declared the copy."""
    copy = PaperCopy.objects.filter(pk=event.payload["copy"], certified_at=None).first()
    if copy is None:
        return []
    found = people_of(act_of(event), Party.MILDECA, but=event.actor_id)
    return [person for person in found if person.pk != copy.pile.uploaded_by_id]


def who_declared(event: Event) -> list[User]:
    """Whoever declared the copy that is sent back."""
    copy = PaperCopy.objects.select_related("declared_by").get(pk=event.payload["copy"])
    person = copy.declared_by
    return [person] if person is not None and person.is_active else []


# --- What


def your_turn(event: Event) -> Message:
    """The document waits for the reader's signature."""
    act = act_of(event)
    issue = standing_issue(act)
    return Message(
        title=f"À vous de signer {name_of(act)}",
        body="Le document est figé et scellé : relisez-le page par page, puis signez-le dans le "
        "portail, avec votre propre certificat ou sur papier.",
        url=_page(act),
        action="Relire et signer",
        facts=(("Montant", euros(issue.version.amount)),) if issue else (),
        more=(
            "Votre habilitation à signer doit être enregistrée et en cours à la date de la "
            "signature.",
        ),
    )


def issued(event: Event) -> Message:
    """The document is at the signature."""
    act = act_of(event)
    issue = standing_issue(act)
    first = Party(issue.order[0]).label if issue else ""
    return Message(
        title=f"{opening(act)} est à la signature",
        body="Le document est figé et scellé. "
        + (f"Signe en premier : {first}." if first else "Il a été rappelé depuis."),
        url=_page(act),
        action="Voir le document",
    )


def signed(event: Event) -> Message:
    """A party signed; others are still to."""
    act = act_of(event)
    said = event.payload
    return Message(
        title=f"{opening(act)} : signature de la partie « {Party(said['party']).label} »",
        body=f"{said['signatory']}, {said['function']}, a signé "
        f"({LEVELS[SignatureWay(said['way'])]}).",
        url=_page(act),
        action="Voir les signatures",
    )


def all_signed(event: Event) -> Message:
    """The last party signed: the text holds."""
    act = act_of(event)
    return Message(
        title=f"Toutes les parties ont signé {name_of(act)}",
        body="L’avenant s’applique dès aujourd’hui."
        if act.number
        else "La convention est en vigueur. Téléchargez le document signé, son dossier de preuves et "
        "son archive.",
        url=_page(act),
        action="Télécharger le document signé",
        facts=(("Montant", euros(act.convention.agreed_amount)),),
    )


def to_certify(event: Event) -> Message:
    """Somebody declared a scanned copy: another person certifies it."""
    act = act_of(event)
    return Message(
        title=f"Une copie numérisée à certifier : {name_of(act)}",
        body=f"{event.actor_name} déclare que ce document est signé à la main. Vérifiez les pages, "
        "puis certifiez la copie ou renvoyez-la.",
        url=reverse("conventions:paper_copy", args=[event.payload["copy"]]),
        action="Examiner la copie",
    )


def sent_back(event: Event) -> Message:
    """A declared copy is not certified: why."""
    act = act_of(event)
    return Message(
        title=f"Copie numérisée renvoyée : {name_of(act)}",
        body=f"{event.actor_name} n’a pas certifié la copie que vous avez déclarée.",
        url=reverse("conventions:paper_declare", args=[event.payload["copy"]]),
        action="Reprendre la déclaration",
        facts=(("Motif", event.reason),),
    )
