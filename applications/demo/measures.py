"""The measures of the demonstration plan: the call's own costed actions, and a few estimates.

Every amount marked « appel » is the call's (C-A2); the others are the demonstration's own. The
sums are stated in the README and asserted by tests/applications/test_demo.py.
"""

from dataclasses import dataclass

from applications.enums import PublicKind


@dataclass(frozen=True)
class Measure:
    """An action of the plan: the example it comes from, its yearly cost, MILDECA's share."""

    example: str
    costs: tuple[int, ...]  # euros by project year
    requested: tuple[int, ...]
    count: int  # beneficiaries
    kinds: tuple[str, ...]
    indicator: str
    targets: tuple[str, ...]
    perceived: str  # the qualitative indicator
    result: str


MEASURES: tuple[Measure, ...] = (
    Measure(
        "referent-limits",
        (15_000, 15_000, 15_000),
        (5_000, 5_000, 5_000),
        40,
        (PublicKind.PROFESSIONALS,),
        "Réunions du groupe ressources",
        ("6", "6", "6"),
        "Qualité de la coopération entre partenaires",
        "Les partenaires se connaissent, partagent leurs constats et agissent ensemble.",
    ),
    Measure(
        "formation-cps-prisme",
        (9_270, 9_270, 0),  # appel : 9 270 € pour 6 journées, une session par an
        (9_270, 9_270, 0),
        24,
        (PublicKind.PROFESSIONALS,),
        "Professionnels formés",
        ("12", "12", "0"),
        "Usage des outils six mois après la formation",
        "Les professionnels au contact des 9-16 ans savent monter un projet de CPS.",
    ),
    Measure(
        "psfp",
        (14_000, 14_000, 14_000),  # appel : 42 000 € sur trois ans
        (14_000, 14_000, 14_000),
        30,
        (PublicKind.PARENTS, PublicKind.YOUTH),
        "Familles accompagnées",
        ("10", "10", "10"),
        "Évolution ressentie du climat familial",
        "Trente familles ont suivi les quatorze séances du programme.",
    ),
    Measure(
        "ateliers-des-parents",
        (12_500, 12_500, 0),  # appel : 12 500 € pour 3 groupes de 6 séances
        (10_000, 10_000, 0),
        60,
        (PublicKind.PARENTS,),
        "Parents participants",
        ("30", "30", "0"),
        "Confiance des parents dans leurs compétences éducatives",
        "Les parents reprennent le dialogue avec leurs enfants et s'entraident.",
    ),
    Measure(
        "entretiens-familles",
        (6_000, 6_000, 6_000),  # appel : 600 € par famille, dix familles par an
        (6_000, 6_000, 6_000),
        30,
        (PublicKind.PARENTS,),
        "Familles reçues en entretien",
        ("10", "10", "10"),
        "Maintien du lien entre parents et enfants",
        "Les parents confrontés à l'implication d'un enfant ne restent plus seuls.",
    ),
    Measure(
        "theatre-forum",
        (11_700, 11_700, 11_700),  # appel : 11 700 € pour 7 représentations
        (9_000, 9_000, 9_000),
        840,
        (PublicKind.YOUTH,),
        "Collégiens de 6e et de 5e touchés",
        ("280", "280", "280"),
        "Représentations du trafic avant et après la pièce",
        "Les collégiens mesurent les risques et la manipulation derrière l'argent facile.",
    ),
    Measure(
        "justice-et-nous",
        (4_000, 4_000, 4_000),
        (3_000, 3_000, 3_000),
        150,
        (PublicKind.YOUTH,),
        "Élèves de 4e ayant préparé un procès reconstitué",
        ("50", "50", "50"),
        "Connaissance de la justice et de ses métiers",
        "Le sentiment d'impunité recule chez les élèves participants.",
    ),
    Measure(
        "journees-de-l-ambition",
        (6_000, 6_000, 6_000),
        (4_000, 4_000, 4_000),
        360,
        (PublicKind.YOUTH,),
        "Lycéens participants",
        ("120", "120", "120"),
        "Projets d'orientation exprimés par les élèves",
        "Les élèves rencontrent des parcours de réussite auxquels s'identifier.",
    ),
    Measure(
        "et-toi-en-2024",
        (9_000, 9_000, 9_000),
        (6_000, 6_000, 6_000),
        900,
        (PublicKind.YOUTH, PublicKind.RESIDENTS),
        "Habitants présents",
        ("200", "300", "400"),
        "Place retrouvée dans l'espace public",
        "Le pied de la tour est occupé par les habitants, non par le trafic.",
    ),
)
