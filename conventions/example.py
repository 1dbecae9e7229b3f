"""A made-up convention, to show how an article of a call's model will read."""

from datetime import date
from decimal import Decimal

from django.conf import settings
from django.utils import timezone

from applications.content import (
    Commitments,
    Dossier,
    Holder,
    Partnership,
    Person,
    Project,
    PublicLine,
    Team,
    Territory,
)
from applications.dossier import terms_of
from applications.enums import PublicKind
from applications.models import Call
from applications.period import last_day
from conventions import terms
from conventions.instalments import schedule
from conventions.state import PartyState, State, meetings

YEARLY = (Decimal(40_000), Decimal(30_000))
TOWN = "Exempleville"


def example(call: Call) -> State:
    """The state of a convention of this call that nobody signed: names and figures are invented."""
    said = terms.of(call)
    start = date(call.year, 10, 1)
    end = last_day(start, len(YEARLY)) or start
    total = sum(YEARLY, Decimal(0))
    return State(
        reference="EXEMPLE-0001-C",
        call=call.title,
        ceiling=max(call.ceiling_amount, total),
        dossier=_dossier(call, start),
        receipt="AR-EXEMPLE-0001-1",
        filed_at=timezone.now(),
        decision=1,
        decided_on=date(call.year, 6, 14),
        is_epci=False,
        governance_body="conseil local de sécurité et de prévention de la délinquance",
        holder=PartyState(
            designation=f"la commune d’{TOWN}",
            name=TOWN,
            represented_by="Camille Exemple",
            function="maire",
            address=["1 place de la Mairie"],
        ),
        prefecture=PartyState(
            designation="la préfecture de l’Exemple",
            name="Préfecture de l’Exemple",
            function="préfet de l’Exemple",
        ),
        mildeca=PartyState(designation="la MILDECA", name=settings.OPERATOR, function="président"),
        departement_of="de l’Exemple",
        starts_on=start,
        ends_on=end,
        months=12 * len(YEARLY),
        cost=total * 2,
        agreed=total,
        yearly=list(YEARLY),
        instalments=schedule(YEARLY, said.payments),
        imputation=said.imputation,
        ordonnateur=said.ordonnateur,
        comptable_assignataire=said.comptable_assignataire,
        tribunal_administratif=said.tribunal_administratif,
        deliberation_number="2024-31",
        deliberation_on=date(call.year, 6, 27),
        copil=meetings((start, end), 2),
        preamble=said.preamble,
    )


def _dossier(call: Call, start: date) -> Dossier:
    person = Person(last_name="Modèle", first_name="Dominique", function="Coordinatrice du CLSPD")
    return Dossier(
        reference="EXEMPLE-0001",
        terms=terms_of(call),
        holder=Holder(kind="commune", name=TOWN),
        judged_at=timezone.now(),
        territory=Territory(
            name="quartier de la Gare",
            publics=[PublicLine(kind=PublicKind.YOUTH, age_min=10, age_max=17, headcount=250)],
        ),
        project=Project(title="Grandir ici", starts_on=start, duration_years=len(YEARLY)),
        partnership=Partnership(elected_referent=person),
        team=Team(referent=person, referent_fte=Decimal("0.4")),
        commitments=Commitments(
            account_holder=f"Trésorerie d’{TOWN}",
            iban="FR7630001007941234567890185",
            bic="BDFEFRPPCCT",
        ),
    )
