"""A whole, believable dossier: the four-axis plan of a town like Loos, on the call's own costs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from applications.call_content import CallContent, ExampleAction
from applications.content import (
    ActionContent,
    Budget,
    BudgetLine,
    Commitments,
    Content,
    Deliverable,
    Identity,
    Indicator,
    ObjectiveText,
    PartnerLine,
    Partnership,
    Person,
    Project,
    PublicLine,
    StaffLine,
    Team,
    Territory,
)
from applications.demo.measures import MEASURES, Measure
from applications.enums import (
    FundingState,
    IndicatorKind,
    PartnerState,
    PublicKind,
    StaffKind,
    TerritoryScale,
)
from applications.examples import action_from

ZERO = Decimal(0)


@dataclass(frozen=True)
class Town:
    """What changes from one demonstration dossier to the next."""

    name: str
    quarter: str
    population: int  # inhabitants of the quarter
    starts_on: date
    years: int
    kind: str = "commune"  # or « epci »


def plan(texts: CallContent, town: Town) -> list[ActionContent]:
    """Return the plan's actions, each started from its example of the call."""
    examples = {example.code: example for example in texts.examples}
    return [_action(examples[measure.example], measure, town) for measure in MEASURES]


def _action(example: ExampleAction, measure: Measure, town: Town) -> ActionContent:
    years = town.years
    is_delegated = bool(example.operator) and not example.operator.startswith("La collectivité")
    last = town.starts_on.replace(year=town.starts_on.year + years)
    return action_from(example, years=years).model_copy(
        update={
            "public_kinds": list(measure.kinds),
            "beneficiaries_count": measure.count,
            "has_operator": is_delegated,
            "operator_name": example.operator if is_delegated else "",
            "operator_is_independent": is_delegated,
            "starts_on": town.starts_on,
            "ends_on": date.fromordinal(last.toordinal() - 1),
            "expected_results": measure.result,
            "deliverables": [
                Deliverable(title="Bilan annuel de l'action", due_on=last, amount=ZERO)
            ],
            "indicators": [
                Indicator(
                    label=measure.indicator,
                    kind=IndicatorKind.QUANTITATIVE,
                    unit="nombre",
                    baseline="0",
                    source="Feuilles de présence",
                    targets=list(measure.targets[:years]),
                ),
                Indicator(
                    label=measure.perceived,
                    kind=IndicatorKind.QUALITATIVE,
                    unit="entretiens",
                    baseline="État initial à établir au démarrage",
                    source="Entretiens et questionnaires",
                    targets=["En progrès"] * years,
                ),
            ],
            "costs": _years(measure.costs, years),
            "requested": _years(measure.requested, years),
            "delegated_amount": Decimal(sum(measure.requested[:years])) if is_delegated else None,
        }
    )


def _years(amounts: Sequence[int], years: int) -> list[Decimal]:
    return [Decimal(amount) for amount in amounts[:years]]


def budget(actions: Sequence[tuple[int, ActionContent]], *, years: int) -> Budget:
    """Return a balanced budget: a line an action, MILDECA's share, CAF, the town for the rest."""
    expenses = [
        BudgetLine(
            account="622" if content.has_operator else "641",
            label=content.title[:120],
            action=action_id,
            amounts=content.costs,
        )
        for action_id, content in actions
    ]
    requested = [
        sum((c.requested[y] for _, c in actions if y < len(c.requested)), ZERO)
        for y in range(years)
    ]
    costs = [sum((c.costs[y] for _, c in actions if y < len(c.costs)), ZERO) for y in range(years)]
    caf = [Decimal(5_000)] * years
    own = [costs[y] - requested[y] - caf[y] for y in range(years)]
    return Budget(
        expenses=expenses,
        resources=[
            BudgetLine(
                account="74-social",
                label="CAF",
                funder="Caisse d'allocations familiales",
                state=FundingState.REQUESTED,
                amounts=caf,
            ),
            BudgetLine(
                account="own",
                label="Budget de la collectivité",
                funder="La collectivité",
                state=FundingState.OBTAINED,
                amounts=own,
            ),
        ],
        requested=requested,
        no_running_costs=True,
    )


def sections(texts: CallContent, town: Town, siret: str) -> dict[str, Content]:
    """Return the content of every section but the budget, by the name of its field."""
    mayor = "Maire" if town.kind == "commune" else "Président"
    body = next(iter(texts.governance_bodies))
    return {
        "identity": Identity(
            siret=siret,
            address="1 place de l'Hôtel-de-Ville",
            postcode="59120",
            city=town.name,
            representative=Person(
                last_name="DÉMO",
                first_name="Bob",
                function=mayor,
                phone="03 00 00 00 00",
                email="maire@example.org",
            ),
            contact=Person(
                last_name="DÉMO",
                first_name="Alice",
                function="Coordonnatrice du CLSPD",
                phone="03 00 00 00 01",
                email="clspd@example.org",
            ),
            has_previous_award=False,
        ),
        "territory": Territory(
            scale=TerritoryScale.QUARTER,
            name=town.quarter,
            description=(
                f"Le quartier {town.quarter} concentre un point de deal ancien au pied d'une tour, "
                "un collège et un lycée à moins de 500 mètres, et un tissu associatif présent mais "
                "peu coordonné. Les acteurs y sont les mêmes d'une instance à l'autre."
            ),
            population=town.population,
            is_qpv=True,
            qpv_names=town.quarter,
            publics=[
                PublicLine(
                    kind=PublicKind.YOUTH,
                    age_min=9,
                    age_max=17,
                    headcount=900,
                    description="Écoliers, collégiens et lycéens du quartier",
                ),
                PublicLine(
                    kind=PublicKind.PARENTS, headcount=120, description="Parents et familles"
                ),
                PublicLine(
                    kind=PublicKind.PROFESSIONALS,
                    headcount=64,
                    description="Professionnels au contact des jeunes",
                ),
            ],
        ),
        "project": Project(
            title=f"Éloigner les jeunes du trafic – {town.quarter}",
            summary=(
                f"Un plan partenarial pour que les jeunes du quartier {town.quarter} "
                "ne soient plus recrutés par le trafic : "
                "des adultes formés, des parents soutenus, des récits déconstruits, un espace public "
                "retrouvé."
            ),
            diagnosis=(
                "Le diagnostic partagé en CLSPD relève un recrutement dès 12 ans comme guetteur, un "
                "décrochage scolaire en hausse et des parents démunis, surtout des mères seules."
            ),
            starts_on=town.starts_on,
            duration_years=town.years,
            objectives=[
                ObjectiveText(
                    code=objective.code,
                    is_pursued=True,
                    text=(
                        f"Au quartier {town.quarter}, cet objectif se traduit par des actions "
                        "régulières, portées par les partenaires du groupe ressources et suivies "
                        "chaque semestre en comité de pilotage."
                    ),
                )
                for objective in texts.objectives
            ],
            expected_results=(
                "Moins de jeunes visibles sur le point de deal, des familles qui demandent de l'aide "
                "plus tôt, des professionnels qui se parlent."
            ),
        ),
        "partnership": Partnership(
            partners=[
                PartnerLine(
                    category=category.code,
                    name=category.title[:80],
                    role="Membre du groupe ressources, orientation des publics",
                    state=PartnerState.CONFIRMED if rank < 4 else PartnerState.AGREED,
                    contribution=ZERO,
                )
                for rank, category in enumerate(texts.actor_categories[:9])
            ],
            governance_body=body.code,
            governance=(
                "Un comité de pilotage présidé par le maire, un groupe ressources mensuel, une cellule "
                "de suivi individuel."
            ),
            copil_per_year=2,
            elected_referent=Person(
                last_name="DÉMO", first_name="Chloé", function="Adjointe à la prévention"
            ),
            council_involvement="Délibération du conseil, point d'étape annuel en séance publique.",
        ),
        "team": Team(
            referent=Person(
                last_name="DÉMO",
                first_name="Alice",
                function="Coordonnatrice du CLSPD",
                email="clspd@example.org",
                phone="03 00 00 00 01",
            ),
            referent_fte=Decimal("0.4"),
            referent_in_clspd=True,
            staff=[
                StaffLine(
                    function="Coordonnatrice du CLSPD, référente LIMIT'S",
                    kind=StaffKind.EXISTING,
                    headcount=1,
                    fte=Decimal("0.4"),
                    starts_on=town.starts_on,
                    cost=Decimal(15_000) * town.years,
                )
            ],
            material_means="Salle du centre social, minibus, matériel de projection.",
        ),
        "commitments": Commitments(
            commitments=[commitment.code for commitment in texts.commitments],
            account_holder=f"Trésorerie de {town.name}",
            iban="FR7630001007941234567890185",
            bic="BDFEFRPPCCT",
            signed_at_place=town.name,
        ),
    }
