"""A complete, valid `Dossier` for tests: two years, four axes, 90 000 € asked of 120 000 €.

`valid_dossier()` conforms to every rule and every warning, and is complete. A test changes the
one thing it speaks of: `valid_dossier(budget=budget(requested=[…]))`, or `changed(dossier,
"project.duration_years", 4)`. All pure values: no database.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from applications.content import (
    ActionContent,
    Attachment,
    Budget,
    BudgetLine,
    Commitments,
    Content,
    Deliverable,
    Dossier,
    Holder,
    Identity,
    Indicator,
    ObjectiveText,
    PartnerLine,
    Partnership,
    Person,
    PlanAction,
    Project,
    PublicLine,
    StaffLine,
    Team,
    Terms,
    Territory,
)

Model = TypeVar("Model", bound=Content)
PARIS = ZoneInfo("Europe/Paris")
OPENS_AT = datetime(2024, 2, 29, 0, 0, 0, tzinfo=PARIS)
CLOSES_AT = datetime(2024, 4, 30, 23, 59, 59, tzinfo=PARIS)
AXES = [
    ("piloter", "Piloter et mobiliser autour de LIMIT'S"),
    ("proteger", "Protéger les plus jeunes"),
    ("attractivite", "Lutter contre l'attractivité des réseaux criminels"),
    ("alternatives", "Proposer des alternatives et occuper le terrain"),
]
OBJECTIVES = [
    ("partenariat", "Créer une dynamique partenariale"),
    ("entree", "Prévenir l'entrée dans les réseaux"),
    ("image", "Lutter contre l'image positive des réseaux"),
    ("detection", "Mieux détecter les jeunes"),
    ("espace", "Repenser l'occupation de l'espace public"),
]
ACTORS = [(f"acteur-{n}", f"Catégorie d'acteurs {n}") for n in range(1, 9)]
COMMITMENTS = [
    ("copil", "Réunir au moins deux comités de pilotage par an."),
    ("communication", "Mentionner la MILDECA."),
    ("reseau", "Rejoindre le réseau et publier les livrables."),
]


def euros(*amounts: int | str) -> list[Decimal]:
    """Yearly amounts: `euros(10_000, "5000.50")`."""
    return [Decimal(amount).quantize(Decimal("0.01")) for amount in amounts]


def terms(**fields: Any) -> Terms:
    """The terms of LIMIT'S 2024, with two required documents."""
    defaults: dict[str, Any] = {
        "slug": "limits-2024",
        "title": "LIMIT'S 2024",
        "opens_at": OPENS_AT,
        "closes_at": CLOSES_AT,
        "ceiling": Decimal("240000.00"),
        "durations": [2, 3],
        "admits_epci": True,
        "axes": AXES,
        "objectives": OBJECTIVES,
        "actor_categories": ACTORS,
        "required_documents": [("deliberation", "Délibération"), ("rib", "RIB")],
        "commitments": COMMITMENTS,
        "referent_fte_min": Decimal("0.3"),
        "large_perimeter_population": 20_000,
        "low_cofinancing_share": Decimal("0.2"),
        "actor_majority_share": Decimal("0.5"),
        "copil_per_year": 2,
    }
    return Terms(**(defaults | fields))


def person(last_name: str = "Exemple", **fields: str) -> Person:
    """Somebody with every field filled."""
    defaults = {
        "last_name": last_name,
        "first_name": "Camille",
        "function": "Maire",
        "phone": "03 20 00 00 00",
        "email": "camille@example.org",
    }
    return Person(**(defaults | fields))


def action(rank: int, axis: str, **fields: Any) -> PlanAction:
    """A complete action: 15 000 € a year over two years, of which 11 250 € asked."""
    defaults: dict[str, Any] = {
        "title": f"Action {rank}",
        "axis": axis,
        "description": "Ce que nous ferons, avec qui et comment.",
        "public_kinds": ["youth"],
        "beneficiaries_count": 40,
        "has_operator": False,
        "starts_on": date(2024, 10, 1),
        "ends_on": date(2026, 6, 30),
        "expected_results": "Moins de jeunes exposés.",
        "deliverables": [
            Deliverable(
                id=f"l{rank}",
                title="Bilan",
                due_on=date(2026, 6, 30),
                amount=Decimal(500),
            )
        ],
        "indicators": [
            Indicator(
                id=f"q{rank}",
                label="Jeunes suivis",
                kind="quantitative",
                unit="jeunes",
                targets=["20", "40"],
            ),
            Indicator(
                id=f"s{rank}",
                label="Confiance ressentie",
                kind="qualitative",
                targets=["en hausse", "durable"],
            ),
        ],
        "costs": euros(15_000, 15_000),
        "requested": euros(11_250, 11_250),
    }
    return PlanAction(id=rank, position=rank, content=ActionContent(**(defaults | fields)))


def budget(**fields: Any) -> Budget:
    """120 000 € over two years: 90 000 € asked, 30 000 € of the holder and of the CAF."""
    defaults: dict[str, Any] = {
        "expenses": [
            BudgetLine(id=f"c{rank}", account="604", action=rank, amounts=euros(15_000, 15_000))
            for rank in range(1, 5)
        ],
        "resources": [
            BudgetLine(
                id="r1",
                account="own",
                funder="Commune",
                state="obtained",
                amounts=euros(10_000, 10_000),
            ),
            BudgetLine(
                id="r2",
                account="74-social",
                funder="CAF",
                state="requested",
                amounts=euros(5_000, 5_000),
            ),
        ],
        "requested": euros(45_000, 45_000),
        "no_running_costs": True,
    }
    return Budget(**(defaults | fields))


def attachment(rank: int, category: str, scan: str = "clean") -> Attachment:
    """A joined PDF."""
    return Attachment(
        id=rank,
        category=category,
        name=f"{category}.pdf",
        size=10_000,
        content_type="application/pdf",
        sha256="0" * 64,
        scan=scan,
    )


def valid_dossier(**fields: Any) -> Dossier:
    """A complete dossier of a commune that conforms to everything, judged in mid-April 2024."""
    defaults: dict[str, Any] = {
        "reference": "LIMITS-2024-0001",
        "terms": terms(),
        "holder": Holder(
            id=1,
            kind="commune",
            name="Loos",
            code="59360",
            siren="215903600",
            departement="59",
            population=22_567,
        ),
        "judged_at": datetime(2024, 4, 15, 12, 0, tzinfo=PARIS),
        "identity": Identity(
            siret="21590360000017",
            address="Hôtel de ville",
            postcode="59120",
            city="Loos",
            departement="59",
            representative=person(),
            contact=person("Modèle", function="Coordinatrice du CLSPD"),
            has_previous_award=False,
        ),
        "territory": Territory(
            scale="quarter",
            name="Les Oliveaux",
            description="Le principal point de deal s'y trouve.",
            population=8_000,
            is_qpv=False,
            publics=[PublicLine(id="p1", kind="youth", age_min=9, age_max=16, headcount=300)],
        ),
        "project": Project(
            title="Grandir ici",
            summary="Un plan sur quatre axes.",
            diagnosis="Ce que nous observons.",
            starts_on=date(2024, 9, 1),
            duration_years=2,
            objectives=[
                ObjectiveText(code=code, is_pursued=True, text="Comment, chez nous.")
                for code, _title in OBJECTIVES[:2]
            ],
            expected_results="Moins de jeunes recrutés.",
        ),
        "actions": [action(rank, code) for rank, (code, _) in enumerate(AXES, start=1)],
        "partnership": Partnership(
            partners=[
                PartnerLine(
                    id=f"pa{rank}",
                    category=code,
                    name=f"Partenaire {rank}",
                    role="Repérage",
                    state="agreed",
                )
                for rank, (code, _) in enumerate(ACTORS[:5], start=1)
            ],
            governance_body="clspd",
            governance="Un comité de pilotage et un comité technique.",
            copil_per_year=2,
            elected_referent=person("Ensemble", function="Adjointe à la jeunesse"),
            council_involvement="Le conseil a voté le projet.",
        ),
        "team": Team(
            referent=person("Modèle", function="Coordinatrice du CLSPD"),
            referent_fte=Decimal("0.3"),
            referent_in_clspd=True,
            staff=[
                StaffLine(
                    id="s1",
                    function="Chargé de mission",
                    kind="recruited",
                    headcount=1,
                    fte=Decimal("0.5"),
                    starts_on=date(2024, 9, 1),
                    ends_on=date(2026, 8, 31),
                    cost=Decimal(20_000),
                )
            ],
            material_means="Un local au centre social.",
        ),
        "budget": budget(),
        "documents": [attachment(1, "deliberation"), attachment(2, "rib")],
        "commitments": Commitments(
            commitments=[code for code, _ in COMMITMENTS],
            account_holder="Trésorerie de Loos",
            iban="FR7630001007941234567890185",
            bic="BDFEFRPPCCT",
            signed_at_place="Loos",
        ),
    }
    return Dossier(**(defaults | fields))


def empty_dossier(**fields: Any) -> Dossier:
    """A dossier as it is just after it is opened, nothing answered."""
    valid = valid_dossier()
    defaults: dict[str, Any] = {
        "terms": valid.terms,
        "holder": valid.holder,
        "judged_at": valid.judged_at,
    }
    return Dossier(**(defaults | fields))


def changed(model: Model, path: str, value: Any) -> Model:
    """Copy of a content with one thing changed: `changed(dossier, "project.title", "")`.

    An index may stand in the path: « actions.0.content.title ».
    """
    name, _, rest = path.partition(".")
    if not rest:
        return model.model_copy(update={name: value})
    current = getattr(model, name)
    if isinstance(current, list):
        index, _, rest = rest.partition(".")
        items = list(current)
        items[int(index)] = changed(items[int(index)], rest, value) if rest else value
        return model.model_copy(update={name: items})
    return model.model_copy(update={name: changed(current, rest, value)})
