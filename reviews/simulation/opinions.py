"""The opinions of a simulated edition: each prefecture ranks the dossiers of its département (C-5c)."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from random import Random

from applications.models import Application
from reviews import opining
from reviews.enums import Stance
from reviews.models import Opinion
from reviews.opinion_content import OpinionContent
from reviews.simulation import people
from reviews.simulation.telling import Say, silent, told
from reviews.workflow import OPINION


def give(
    dossiers: Iterable[Application],
    quality: dict[int, float],
    *,
    random: Random,
    say: Say = silent,
    at: datetime | None = None,
) -> int:
    """Prepare and give an opinion on each dossier, the best first in its département."""
    ordered = sorted(dossiers, key=lambda a: (a.departement_id, -quality[a.pk], a.pk))
    # After the ranks that the call's other dossiers have, given or only written.
    ranks: Counter[str] = Counter()
    for known in Opinion.objects.filter(call__in={a.call_id for a in ordered}):
        taken = OpinionContent.model_validate(known.content).rank or 0
        ranks[known.departement_id] = max(ranks[known.departement_id], taken)
    for application in told(ordered, "Avis rendus", say):
        ranks[application.departement_id] += 1
        rank = ranks[application.departement_id]
        _give(application, quality[application.pk], rank, random, at)
    return len(ordered)


def _give(
    application: Application, quality: float, rank: int, random: Random, at: datetime | None
) -> Opinion:
    chief = people.project_chief(application.departement)
    stance = _stance(quality)
    share = Decimal(random.choice((40, 50, 60, 75, 100))) / 100
    content = OpinionContent(
        stance=stance,
        rank=rank,
        recommended_amount=(application.requested_amount * share).quantize(Decimal(1)),
        context="Des points de deal sont actifs dans le quartier ; le CLSPD se réunit.",
        partners=["parquet", "ddpn", "dasen"],
        holder_capacity="La collectivité a un coordonnateur et l’habitude des projets partenariaux.",
        risks="Le recrutement du référent est à confirmer." if stance in Stance.EXPLAINED else "",
    )
    snapshot = application.snapshots.order_by("number").last()
    if snapshot is None:
        raise ValueError(f"{application} n’est pas déposé.")
    opinion = opining.save(opining.blank(application, snapshot), content, version=0, by=chief)
    OPINION.perform(opinion, "prepare", by=chief, at=at)
    return OPINION.perform(opinion, "give", by=chief, at=at)


def _stance(quality: float) -> str:
    if quality > 3.8:
        return Stance.VERY_FAVOURABLE
    if quality > 2.6:
        return Stance.FAVOURABLE
    return Stance.RESERVED if quality > 1.6 else Stance.UNFAVOURABLE
