"""What deserves a second look and never forbids filing."""

from decimal import Decimal

from applications.budgeting import totals
from applications.content import Dossier
from applications.eligibility.finding import (
    Severity,
    Verdict,
    conforming,
    listed,
    rule,
    to_check,
)
from applications.enums import SectionKey, TerritoryScale
from limits_portal.french import number, percent

# Category of attachment that carries the council's vote (C-4.3g).
DELIBERATION = "deliberation"


def ratio(share: Decimal) -> str:
    """« 19,96 % »: not rounded up to the threshold it fails."""
    value = (share * 100).quantize(Decimal("0.01"))
    return percent(share) if value == value.to_integral_value() else f"{number(value)}\u00a0%"


@rule(
    "REFERENT_ETP",
    "Temps du référent LIMIT'S",
    demand="Un référent LIMIT'S est désigné, pour 0,3 à 0,5 équivalent temps plein.",
    clause="C-A1a",
    paragraph="annexe, 1",
    section=SectionKey.TEAM,
    severity=Severity.WARNING,
)
def REFERENT_ETP(dossier: Dossier) -> Verdict:
    """Compare the referent's time with the call's advice."""
    team, least = dossier.team, dossier.terms.referent_fte_min
    if not team.referent.last_name.strip():
        return to_check("Aucun référent LIMIT'S n'est nommé.", "referent.last_name")
    if team.referent_fte is None:
        return to_check(
            f"Indiquez le temps consacré par {team.referent.full_name}.", "referent_fte"
        )
    if team.referent_fte < least:
        return to_check(
            f"{_fte(team.referent_fte)} ETP : l'appel conseille au moins {_fte(least)} ETP.",
            "referent_fte",
        )
    return conforming(f"{team.referent.full_name}, {_fte(team.referent_fte)} ETP.")


def _fte(value: Decimal) -> str:
    return f"{value.normalize():f}".replace(".", ",")


@rule(
    "PERIMETRE_LARGE",
    "Périmètre resserré",
    demand="Un territoire relativement restreint est conseillé : un quartier, ou quelques "
    "quartiers proches.",
    clause="C-A1c",
    paragraph="annexe, 1",
    section=SectionKey.TERRITORY,
    severity=Severity.WARNING,
)
def PERIMETRE_LARGE(dossier: Dossier) -> Verdict:
    """Compare the perimeter's population with the call's threshold."""
    territory, limit = dossier.territory, dossier.terms.large_perimeter_population
    population = territory.population
    if population is None and territory.scale in {
        TerritoryScale.COMMUNE,
        TerritoryScale.COMMUNES,
    }:
        population = dossier.holder.population or None
    if population is None:
        return to_check("Indiquez la population du territoire visé.", "population")
    if population > limit:
        return to_check(
            f"{number(population)} habitants : au-dessus de {number(limit)}, il sera plus "
            "difficile de mobiliser tous les acteurs. Un périmètre plus restreint est conseillé.",
            "population",
        )
    return conforming(f"{number(population)} habitants.")


@rule(
    "COFINANCEMENT_FAIBLE",
    "Cofinancement",
    demand="Des cofinancements montrent la bonne coordination du projet ; leur absence n'empêche "
    "jamais de déposer.",
    clause="C-4.2d",
    paragraph="4.2",
    section=SectionKey.BUDGET,
    severity=Severity.WARNING,
)
def COFINANCEMENT_FAIBLE(dossier: Dossier) -> Verdict:
    """Compare the share that MILDECA does not pay with the call's threshold."""
    share = totals(dossier.budget).cofinancing_share
    if share is None:
        return to_check("Le budget ne compte encore aucune ressource.", "resources")
    if share < dossier.terms.low_cofinancing_share:
        return to_check(
            f"{ratio(share)} des ressources viennent d'autres financeurs que la MILDECA ; sous "
            f"{percent(dossier.terms.low_cofinancing_share)}, le comité y sera attentif.",
            "resources",
        )
    return conforming(f"{ratio(share)} des ressources viennent d'autres financeurs.")


@rule(
    "ACTEURS_PEU_MOBILISES",
    "Mobilisation des acteurs",
    demand="Le projet mobilise une majorité des catégories d'acteurs qui peuvent y contribuer.",
    clause="C-2.2c",
    paragraph="2.2",
    section=SectionKey.PARTNERSHIP,
    severity=Severity.WARNING,
)
def ACTEURS_PEU_MOBILISES(dossier: Dossier) -> Verdict:
    """Count the categories with a partner: half of them is not yet a majority."""
    known = {code for code, _title in dossier.terms.actor_categories}
    mobilised = {line.category for line in dossier.partnership.partners} & known
    if not known:
        return conforming("L'appel ne propose pas de catégories d'acteurs.")
    count = f"{len(mobilised)} catégorie{'s' if len(mobilised) > 1 else ''} d'acteurs sur"
    if Decimal(len(mobilised)) <= dossier.terms.actor_majority_share * len(known):
        return to_check(
            f"{count} {len(known)} : l'appel souhaite une majorité d'acteurs mobilisés.",
            "partners",
        )
    return conforming(f"{count} {len(known)}.")


@rule(
    "ELUS_PEU_IMPLIQUES",
    "Implication des élus",
    demand="Les projets portés par le maire ou le président et son conseil sont privilégiés : un "
    "élu référent est nommé, la délibération est jointe ou l'implication du conseil est décrite.",
    clause="C-4.3g",
    paragraph="4.3",
    section=SectionKey.PARTNERSHIP,
    severity=Severity.WARNING,
)
def ELUS_PEU_IMPLIQUES(dossier: Dossier) -> Verdict:
    """Look for a named elected referent and for the council's part."""
    partnership = dossier.partnership
    named = bool(partnership.elected_referent.last_name.strip())
    voted = any(
        document.category == DELIBERATION and document.scan != "infected"
        for document in dossier.documents
    )
    told = bool(partnership.council_involvement.strip())
    missing = []
    if not named:
        missing.append("nommez un élu référent")
    if not voted and not told:
        missing.append("joignez la délibération ou décrivez l'implication du conseil")
    if missing:
        return to_check(
            f"L'implication des élus est privilégiée : {listed(missing)}.",
            "council_involvement" if named else "elected_referent.last_name",
        )
    proof = "délibération jointe" if voted else "implication du conseil décrite"
    return conforming(f"{partnership.elected_referent.full_name}, élu référent ; {proof}.")
