"""What a person must verify before a dossier is admissible, clause by clause (§ 4.3).

The rules of the call judge what is declared; these are what only a reader can tell.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from reviews.models import Check
from reviews.models.instruction import Verdict


@dataclass(frozen=True)
class Point:
    """One point: its clause, what to look at, the rules that speak of the same thing."""

    clause: str
    title: str
    question: str
    paragraph: str
    rules: tuple[str, ...] = ()


POINTS: tuple[Point, ...] = (
    Point(
        "C-4.3a",
        "Porteur et signataire",
        "La personne qui a déposé représente bien la collectivité : mandat, ou délégation jointe et "
        "datée.",
        "4.3",
        ("PORTEUR_ELIGIBLE", "REPRESENTANT"),
    ),
    Point(
        "C-4.3b",
        "Projet précédent terminé",
        "Un ancien lauréat a terminé son premier projet : la date déclarée concorde avec ce que la "
        "MILDECA sait.",
        "4.3",
        ("PROJET_PRECEDENT_CLOS",),
    ),
    Point(
        "C-4.3c",
        "Pas de fonctionnement courant",
        "Aucune charge ne finance le fonctionnement propre d’une structure, même rattachée à une "
        "action.",
        "4.3",
        ("BUDGET_EQUILIBRE",),
    ),
    Point(
        "C-4.3d",
        "Pas de postes pérennes",
        "Les recrutements tiennent au projet et à sa durée ; les agents en poste ne sont pas "
        "financés par l’aide.",
        "4.3",
        ("RECRUTEMENTS_BORNES",),
    ),
    Point(
        "C-4.3h",
        "Opérateurs sans lien",
        "Les opérateurs nommés n’ont aucun lien avec le tabac, l’alcool, le cannabis, les jeux "
        "vidéo ou les jeux d’argent.",
        "4.3",
        ("OPERATEURS_SANS_LIEN",),
    ),
    Point(
        "C-3c",
        "Actions concrètes dans chaque axe",
        "L’action de chaque axe est concrète : des séances, des lieux, des personnes.",
        "3",
        ("AXES_COUVERTS",),
    ),
    Point(
        "C-3a",
        "Territoire et public précis",
        "Le territoire est désigné et le public chiffré ; rien ne reste vague.",
        "3",
        ("TERRITOIRE_ET_PUBLIC",),
    ),
    Point(
        "C-4.1c",
        "Coût complet et vraisemblable",
        "Les montants répondent aux actions ; les cofinancements annoncés sont plausibles.",
        "4.1",
        ("BUDGET_EQUILIBRE", "BUDGET_ANNUEL_CONCORDANT", "PLAFOND"),
    ),
    Point(
        "C-4.1j",
        "Pièces lisibles et au bon nom",
        "Les pièces s’ouvrent ; le RIB est celui de la collectivité ou de son comptable.",
        "4.1",
        ("PIECES_OBLIGATOIRES",),
    ),
)
CLAUSES = {point.clause: point for point in POINTS}


@dataclass(frozen=True)
class Line:
    """A point with what was found: `check` is None until somebody looked."""

    point: Point
    check: Check | None

    @property
    def verdict(self) -> Verdict:
        """What was found."""
        return Verdict(self.check.verdict) if self.check else Verdict.UNCHECKED


def lines(checks: Iterable[Check]) -> list[Line]:
    """Every point with its check, in order."""
    found: Mapping[str, Check] = {check.clause: check for check in checks}
    return [Line(point, found.get(point.clause)) for point in POINTS]


def unverified(checks: Iterable[Check]) -> list[str]:
    """Titles of the points that are not found sound: not looked at, or a problem."""
    return [line.point.title for line in lines(checks) if line.verdict != Verdict.OK]
