"""What: the territory and its public, the objectives, the actions and what they will show."""

from applications.content import Dossier, Indicator, PlanAction, PublicLine
from applications.eligibility.finding import (
    Verdict,
    action_name,
    conforming,
    listed,
    quoted,
    rule,
    to_check,
    to_correct,
    years_named,
)
from applications.enums import IndicatorKind, PublicKind, SectionKey, TerritoryScale
from limits_portal.french import euros, number


@rule(
    "TERRITOIRE_ET_PUBLIC",
    "Territoire et public ciblés",
    demand="Le territoire est clairement ciblé et identifié (il peut être infra-communal), et le "
    "public est précisé : qui, combien et, pour les jeunes, de quel âge. Un quartier prioritaire "
    "n'est jamais exigé.",
    clause="C-3a, C-3b",
    paragraph="3",
    section=SectionKey.TERRITORY,
)
def TERRITOIRE_ET_PUBLIC(dossier: Dossier) -> Verdict:
    """Ask for a named territory and at least one public with its numbers; QPV never counts."""
    territory = dossier.territory
    if not territory.scale:
        return to_correct("Dites sur quel territoire porte le projet.", "scale")
    is_whole = territory.scale == TerritoryScale.COMMUNE and dossier.holder.kind == "commune"
    if not territory.name.strip() and not is_whole:
        return to_correct("Nommez le ou les quartiers, ou les communes, concernés.", "name")
    if not territory.publics:
        return to_correct("Indiquez au moins un public visé.", "publics")
    for line in territory.publics:
        problem = vagueness(line)
        if problem:
            return to_correct(problem, "publics")
    kinds = [PublicKind(line.kind).label.lower() for line in territory.publics]
    people = number(sum(line.headcount or 0 for line in territory.publics))
    where = territory.name.strip() or dossier.holder.name
    return conforming(f"{where} ; {people} personnes : {listed(list(dict.fromkeys(kinds)))}.")


def vagueness(line: PublicLine) -> str:
    """What a public still lacks, as a sentence, or an empty text."""
    if line.kind not in PublicKind.values:
        return "Précisez de qui il s'agit pour chaque public."
    name = PublicKind(line.kind).label
    if not line.headcount:
        return f"Public « {name} » : indiquez le nombre de personnes visées."
    if line.age_min is not None and line.age_max is not None and line.age_min > line.age_max:
        return (
            f"Public « {name} » : l'âge minimal ({line.age_min} ans) dépasse l'âge maximal "
            f"({line.age_max} ans)."
        )
    if line.kind == PublicKind.YOUTH and (line.age_min is None or line.age_max is None):
        return f"Public « {name} » : indiquez la tranche d'âge."
    return ""


@rule(
    "OBJECTIFS_DECLINES",
    "Objectifs déclinés localement",
    demand="Le dossier poursuit au moins un objectif de l'appel, et décrit précisément comment "
    "chaque objectif poursuivi se décline sur le territoire.",
    clause="C-2.1b",
    paragraph="2.1",
    section=SectionKey.PROJECT,
)
def OBJECTIFS_DECLINES(dossier: Dossier) -> Verdict:
    """Ask for a text for each objective that is ticked."""
    known = dict(dossier.terms.objectives)
    pursued = [o for o in dossier.project.objectives if o.is_pursued and o.code in known]
    if not pursued:
        return to_correct("Cochez au moins un objectif de l'appel.", "objectives")
    silent = [known[o.code] for o in pursued if not o.text.strip()]
    if silent:
        return to_correct(f"Décrivez comment vous déclinez {quoted(silent)}.", "objectives")
    plural = "s" if len(pursued) > 1 else ""
    return conforming(
        f"{len(pursued)} objectif{plural} sur {len(known)} poursuivi{plural} et décrit{plural}."
    )


def is_concrete(action: PlanAction) -> bool:
    """Whether an action says what it is: a title and a description (C-3c)."""
    return bool(action.content.title.strip() and action.content.description.strip())


@rule(
    "AXES_COUVERTS",
    "Une action dans chaque axe",
    demand="Le projet compte au moins une action concrète, avec un intitulé et une description, "
    "dans chacun des axes de l'appel. Une action « autre mesure » ne compte pour aucun axe.",
    clause="C-3c",
    paragraph="3",
    section=SectionKey.ACTIONS,
)
def AXES_COUVERTS(dossier: Dossier) -> Verdict:
    """Name each axis without a concrete action."""
    serving = [action for action in dossier.actions if not action.content.is_outside_axes]
    covered = {action.content.axis for action in serving if is_concrete(action)}
    missing = {code: title for code, title in dossier.terms.axes if code not in covered}
    if not missing:
        return conforming(
            f"{len(dossier.actions)} actions, au moins une dans chacun des "
            f"{len(dossier.terms.axes)} axes."
        )
    empty = [action for action in serving if action.content.axis in missing]
    names = quoted_all(list(missing.values()))
    axes = "l'axe" if len(missing) == 1 else "les axes"
    reason = f"Il manque une action concrète dans {axes} {names}."
    if empty:
        titles = [action_name(action.content.title, action.position) for action in empty]
        reason += f" {quoted(titles)} : donnez un intitulé et une description."
        return to_correct(reason, "description", action=empty[0].id)
    return to_correct(reason, f"axis.{next(iter(missing))}")


def quoted_all(names: list[str]) -> str:
    """Every name between French quotation marks: none may be left out."""
    return listed([f"« {name} »" for name in names])


@rule(
    "RESULTATS_ET_INDICATEURS",
    "Résultats attendus et indicateurs annuels",
    demand="Chaque action dit ses résultats attendus ; le projet suit au moins un indicateur "
    "quantitatif et un indicateur qualitatif, avec une cible pour chaque année.",
    clause="C-3d, C-3e",
    paragraph="3",
    section=SectionKey.ACTIONS,
)
def RESULTATS_ET_INDICATEURS(dossier: Dossier) -> Verdict:
    """Ask for results on every action, then for one indicator of each kind with every target."""
    if not dossier.actions:
        return to_correct("Aucune action n'est encore décrite.")
    silent = [a for a in dossier.actions if not a.content.expected_results.strip()]
    if silent:
        titles = [action_name(action.content.title, action.position) for action in silent]
        return to_correct(
            f"Indiquez les résultats attendus de {quoted(titles)}.",
            "expected_results",
            action=silent[0].id,
        )
    years = dossier.project.duration_years
    if not years:
        return to_correct(
            "Indiquez d'abord la durée du projet : les indicateurs se suivent chaque année.",
            "duration_years",
            section=SectionKey.PROJECT,
        )
    pairs = [(action.id, i) for action in dossier.actions for i in action.content.indicators]
    for kind in IndicatorKind:
        found = [(owner, i) for owner, i in pairs if i.kind == kind and i.label.strip()]
        if not found:
            return to_correct(
                f"Aucun indicateur {kind.label.lower()} : ajoutez-en un à l'une des actions.",
                "indicators",
                action=dossier.actions[0].id,
            )
        if not any(not untargeted_years(indicator, years) for _owner, indicator in found):
            owner, indicator = min(found, key=lambda p: len(untargeted_years(p[1], years)))
            missing = years_named(untargeted_years(indicator, years))
            return to_correct(
                f"Aucun indicateur {kind.label.lower()} n'a de cible chaque année : "
                f"« {indicator.label} » n'en a pas {missing}.",
                "indicators",
                action=owner,
            )
    plural = "s" if len(pairs) > 1 else ""
    return conforming(
        f"Résultats décrits pour chaque action ; {len(pairs)} indicateur{plural} annuel{plural}, "
        "quantitatifs et qualitatifs."
    )


def untargeted_years(indicator: Indicator, years: int) -> list[int]:
    """Project years, counted from 1, in which the indicator has no target."""
    targets = [target.strip() for target in indicator.targets]
    return [year for year in range(1, years + 1) if not "".join(targets[year - 1 : year])]


@rule(
    "OPERATEURS_SANS_LIEN",
    "Opérateurs sans lien d'intérêts",
    demand="Aucun opérateur d'une action n'a de lien avec l'industrie du tabac, les filières "
    "d'offre d'alcool ou de cannabis, les jeux vidéo, les jeux d'argent et de hasard : c'est "
    "déclaré pour chacun.",
    clause="C-4.3h",
    paragraph="4.3",
    section=SectionKey.ACTIONS,
)
def OPERATEURS_SANS_LIEN(dossier: Dossier) -> Verdict:
    """Ask each action whether an operator runs it, its name, and the declaration."""
    if not dossier.actions:
        return to_check("Aucune action n'est encore décrite.")
    operators = []
    for action in dossier.actions:
        content, name = (
            action.content,
            action_name(action.content.title, action.position),
        )
        delegated = content.delegated_amount or 0
        if content.has_operator is None:
            return to_correct(
                f"« {name} » : dites si un opérateur la met en œuvre.",
                "has_operator",
                action=action.id,
            )
        if not content.has_operator:
            if delegated:
                return to_correct(
                    f"« {name} » : {euros(delegated)} sont délégués, mais aucun opérateur n'est "
                    "indiqué.",
                    "has_operator",
                    action=action.id,
                )
            continue
        if not content.operator_name.strip():
            return to_correct(
                f"« {name} » : nommez l'opérateur.", "operator_name", action=action.id
            )
        if not content.operator_is_independent:
            return to_correct(
                f"« {name} » : {content.operator_name.strip()} ne doit avoir aucun lien avec le "
                "tabac, l'alcool, le cannabis, les jeux vidéo ou les jeux d'argent. Cochez la "
                "déclaration, ou changez d'opérateur.",
                "operator_is_independent",
                action=action.id,
            )
        operators.append(content.operator_name.strip())
    if not operators:
        return conforming("Aucun opérateur : la collectivité met elle-même en œuvre ses actions.")
    return conforming(f"Déclaration faite pour {listed(list(dict.fromkeys(operators)))}.")
