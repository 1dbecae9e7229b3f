"""Opinions of the demonstration's prefecture on the open edition: one given, one prepared."""

from datetime import datetime
from decimal import Decimal
from random import Random

from accounts.models import User
from applications.models import Application, Call
from limits_portal.french import PARIS
from reviews import opining
from reviews.demo.committee import WORTH
from reviews.opinion_content import FundingLine, OpinionContent
from reviews.simulation import opinions
from reviews.workflow import OPINION

GIVEN_IN_2024 = datetime(2024, 5, 15, 11, 0, tzinfo=PARIS)
GIVEN, PREPARED = "59512", "200043396"  # codes of the holders in the register
SAID = {
    GIVEN: OpinionContent(
        stance="very_favourable",
        rank=1,
        recommended_amount=Decimal(120_000),
        context="Deux points de deal installés depuis 2022 aux abords du collège. Le CLSPD se "
        "réunit chaque trimestre ; le GPD y associe les bailleurs.",
        partners=["parquet", "ddpn", "dasen", "pjj"],
        partners_text="Le Parquet et la DDPN participent au groupe de travail ; la DASEN ouvre "
        "deux collèges au programme.",
        funding=[
            FundingLine(id="fipd", source="FIPD, programme D", amount=Decimal(18_000)),
            FundingLine(id="cite", source="Cité éducative", amount=Decimal(25_000)),
        ],
        holder_capacity="Une coordinatrice du CLSPD expérimentée, un élu très impliqué, des "
        "associations déjà conventionnées.",
        risks="Recrutement de l’éducateur à confirmer avant l’été.",
        recommendations="Demander un calendrier des ateliers par établissement.",
    ),
    PREPARED: OpinionContent(
        stance="favourable",
        rank=2,
        recommended_amount=Decimal(100_000),
        context="Le trafic se déplace vers les petites communes de l’agglomération, que le "
        "projet couvre utilement.",
        partners=["parquet", "ggd", "ars"],
        holder_capacity="Service prévention de deux agents ; l’appui des maires est acquis.",
        recommendations="Resserrer le projet sur deux quartiers la première année.",
    ),
}


def load_past(call: Call) -> None:
    """The past edition's opinions, one a prefecture, given before the committee read."""
    dossiers = list(call.applications.filter(status__in=opining.AWAITED, opinions=None))
    worth = {a.pk: float(WORTH.get(a.holder.code, 3)) for a in dossiers}
    opinions.give(dossiers, worth, random=Random(2024), at=GIVEN_IN_2024)  # noqa: S311 – fiction, the same each time


def load(call: Call, people: dict[str, User]) -> None:
    """Write the opinions, unless somebody already has."""
    for code, said in SAID.items():
        application = Application.objects.filter(call=call, holder__code=code).first()
        if (
            application is None
            or application.status not in opining.AWAITED
            or application.opinions.exists()
        ):
            continue
        limit = min(application.requested_amount, call.ceiling_amount)
        amount = min(said.recommended_amount or limit, limit)
        content = said.model_copy(update={"recommended_amount": amount})
        blank = opining.blank(application, application.snapshots.latest("number"))
        opinion = opining.save(blank, content, version=0, by=people["flora"])
        opinion = OPINION.perform(opinion, "prepare", by=people["flora"])
        if code == GIVEN:
            OPINION.perform(opinion, "give", by=people["fabien"])
