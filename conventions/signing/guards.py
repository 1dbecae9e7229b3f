"""What must be true for a signature to be kept: French sentences, or an empty list (C-5g, F14)."""

from conventions import mandates
from conventions.enums import Party, SignatureWay
from conventions.models import Act, Issue, Signature
from conventions.parties import organisation_of
from conventions.permissions import SIGNING_ROLES, parties_of
from workflow.engine import Step

CHANGED = (
    "Une nouvelle version a été émise, ou une autre partie vient de signer. "
    "Relisez le document avant de le signer."
)
ANOTHER_PERSON = (
    "Une copie numérisée est certifiée par une autre personne que celle qui l’a déposée, déclarée ou "
    "signée."
)


def of_the_standing_issue(act: Act, step: Step) -> list[str]:
    """The signer read this very document: act, issue and SHA-256 (security.md, F14)."""
    issue = standing_issue(act)
    read = (step.facts.get("issue"), step.facts.get("sha256"))
    if issue is None or (issue.pk, last_sha256(issue)) != read:
        return [CHANGED]
    return []


def in_turn(act: Act, step: Step) -> list[str]:
    """The parties sign in the call's order, each once."""
    issue = standing_issue(act)
    expected = next_to_sign(issue) if issue is not None else None
    party = _signature(step).party
    if expected is None:
        return ["Toutes les parties ont déjà signé."]
    if party != expected:
        return [
            f"C’est d’abord à la partie « {expected.label} » de signer, avant "
            f"« {Party(party).label} »."
        ]
    return []


def for_a_party_of_theirs(act: Act, step: Step) -> list[str]:
    """One signs, or brings a signature, for one's own party; MILDECA brings any paper."""
    signature = _signature(step)
    held = parties_of(act.convention, signature.recorded_by)
    if signature.party in held:
        return []
    if signature.way == SignatureWay.PAPER and Party.MILDECA in held:
        return []
    return [f"Vous ne pouvez pas signer pour la partie « {Party(signature.party).label} »."]


def by_the_right_person(act: Act, step: Step) -> list[str]:
    """A signature in the portal is the signatory's own act; a paper one is certified by another."""
    signature = _signature(step)
    if signature.way != SignatureWay.PAPER:
        if step.by != signature.recorded_by:
            return ["Cette signature doit être enregistrée par celui qui l’apporte."]
        mandate = signature.mandate
        if signature.way != SignatureWay.PORTAL:
            return []
        if parties_of(act.convention, step.by).get(Party(signature.party)) not in SIGNING_ROLES:
            return ["Votre rôle ne vous permet pas de signer pour cette partie."]
        if mandate and mandate.person_id != step.by.pk:
            return ["Cette habilitation est celle d’une autre personne."]
        return []
    signatory = signature.mandate.person_id if signature.mandate else None
    if step.by.pk in (signature.recorded_by_id, signatory):
        return [ANOTHER_PERSON]
    if Party.MILDECA not in parties_of(act.convention, step.by):
        return ["La copie numérisée est certifiée par la MILDECA."]
    return []


def under_a_mandate(act: Act, step: Step) -> list[str]:
    """The signatory, still one of the party, may sign on that day: act that gives it, dates."""
    signature = _signature(step)
    organisation = organisation_of(act.convention, signature.party)
    if signature.mandate is None:
        return [
            f"Aucune habilitation à signer pour « {organisation} » n’est enregistrée à cette date."
        ]
    if not mandates.covers(signature.mandate, organisation, mandates.day_of(signature.signed_at)):
        return [
            f"L’habilitation de {signature.mandate.person} ne couvre pas cette signature : "
            "vérifiez l’organisation et les dates."
        ]
    if signature.mandate.person not in mandates.may_be_given_to(organisation):
        return [
            f"{signature.mandate.person} ne fait plus partie des signataires : rien n’est signé."
        ]
    return []


def others_are_to_sign(act: Act, _step: Step) -> list[str]:
    """At least one other party signs after this one."""
    return [] if remaining(act) > 1 else ["Cette signature est la dernière."]


def is_last_to_sign(act: Act, _step: Step) -> list[str]:
    """All the other parties signed."""
    return [] if remaining(act) == 1 else ["Une autre partie doit encore signer."]


SIGNATURE = (
    of_the_standing_issue,
    in_turn,
    for_a_party_of_theirs,
    by_the_right_person,
    under_a_mandate,
)
"""Every signature, whatever its way and its rank."""


def standing_issue(act: Act) -> Issue | None:
    """The issue that may be signed, if there is one."""
    return act.issues.filter(voided_at=None).first()


def last_sha256(issue: Issue) -> str:
    """SHA-256 of the document as it stands: sealed, or with the signatures so far."""
    revision = issue.revisions.last()
    return revision.sha256 if revision else ""


def next_to_sign(issue: Issue) -> Party | None:
    """Whose turn it is; None when all have signed. Signatures fetched with it are not again."""
    signed = {signature.party for signature in issue.signatures.all()}
    return next((Party(party) for party in issue.order if party not in signed), None)


def remaining(act: Act) -> int:
    """How many parties have still to sign the standing issue."""
    issue = standing_issue(act)
    return len(issue.order) - issue.signatures.count() if issue else 0


def _signature(step: Step) -> Signature:
    signature: Signature = step.facts["signature"]
    return signature
