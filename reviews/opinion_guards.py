"""What may refuse an opinion: each guard answers in French sentences (C-5c)."""

from django.db import connection

from limits_portal.french import euros
from reviews.enums import Stance
from reviews.models import Opinion
from reviews.opining import AWAITED
from reviews.opinion_content import OpinionContent
from workflow.engine import Step

# First key of the advisory lock under which the ranks of one call are given.
RANK_LOCK = 7213


def content_of(opinion: Opinion) -> OpinionContent:
    """What the opinion says."""
    return OpinionContent.model_validate(opinion.content)


def is_awaited(opinion: Opinion, step: Step) -> list[str]:
    """Refuse once the dossier is decided, refused or withdrawn."""
    if opinion.application.status in AWAITED:
        return []
    return ["Aucun avis n’est attendu sur ce dossier dans son état actuel."]


def is_complete(opinion: Opinion, step: Step) -> list[str]:
    """Refuse an opinion that lacks what makes it one; each sentence says what to add."""
    said = content_of(opinion)
    missing = []
    if not said.stance:
        missing.append("Choisissez le sens de l’avis.")
    if said.stance and said.stance != Stance.UNFAVOURABLE:
        if said.rank is None:
            missing.append("Indiquez le rang du dossier dans le département.")
        if said.recommended_amount is None:
            missing.append("Indiquez le montant que vous conseillez.")
    if not said.context.strip():
        missing.append("Décrivez le contexte local en quelques phrases.")
    if not said.holder_capacity.strip():
        missing.append("Dites si la collectivité a les moyens de conduire ce projet.")
    if said.stance in Stance.EXPLAINED and not said.risks.strip():
        missing.append("Un avis réservé ou défavorable dit pourquoi : remplissez « Risques ».")
    return missing


def within_what_was_asked(opinion: Opinion, step: Step) -> list[str]:
    """Refuse to recommend more than what was asked, or than the ceiling (C-4.2b)."""
    amount = content_of(opinion).recommended_amount
    asked = opinion.application.requested_amount
    limit = min(asked, opinion.application.call.ceiling_amount)
    if amount is None or amount <= limit:
        return []
    return [
        f"Le montant conseillé est de {euros(limit)} au plus : la collectivité en demande {euros(asked)}."
    ]


def as_it_was_read(opinion: Opinion, step: Step) -> list[str]:
    """Refuse when the text or the dossier changed since the page was shown (`version`, `filing`)."""
    version, filing = step.facts.get("version"), step.facts.get("filing")
    if version not in (None, opinion.version):
        return ["Le texte de l’avis a changé depuis l’affichage de cette page. Relisez-le."]
    last = opinion.application.snapshots.order_by("number").last()
    if last is not None and filing not in (None, last.number):
        return [
            f"La collectivité a déposé à nouveau son dossier (dépôt n° {last.number}). Relisez-le "
            "avant de continuer."
        ]
    return []


def rank_is_free(opinion: Opinion, step: Step) -> list[str]:
    """Refuse a rank that another dossier of the département holds; ranks are given one at a time."""
    rank = content_of(opinion).rank
    if rank is None:
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [RANK_LOCK, opinion.call_id])
    given = taken(opinion)
    if rank not in given:
        return []
    return [
        f"Le rang {rank} est déjà donné à {given[rank]} : choisissez le rang {next_free(given)}, "
        f"ou rendez d’abord un nouvel avis sur {given[rank]}."
    ]


def taken(opinion: Opinion) -> dict[int, str]:
    """Ranks given in the département for this call, with the holder of each; its own left out."""
    others = (
        Opinion.objects.standing()
        .filter(call=opinion.call_id, departement=opinion.departement_id, rank__isnull=False)
        .exclude(application=opinion.application_id)
        .order_by("rank")
    )
    names = others.values_list("rank", "application__holder__name")
    return {rank: name for rank, name in names if rank is not None}


def next_free(given: dict[int, str]) -> int:
    """The first rank that nobody holds."""
    return next(rank for rank in range(1, len(given) + 2) if rank not in given)
