"""Section by section, what is asked and not given yet."""

from collections.abc import Callable

from applications.accounting import label
from applications.completeness.blanks import (
    FULL_PERSON,
    NAMED_PERSON,
    Missing,
    is_empty,
    law,
    person,
    unanswered,
)
from applications.content import Dossier
from applications.enums import SectionKey, TerritoryScale


def _identity(dossier: Dossier) -> list[Missing]:
    section, identity = SectionKey.IDENTITY, dossier.identity
    items = unanswered(
        identity,
        section,
        {
            "siret": "Numéro SIRET",
            "address": "Adresse",
            "postcode": "Code postal",
            "city": "Commune",
            "departement": "Préfecture de suivi",
        },
    )
    items += person(
        identity.representative,
        section,
        "representative",
        "du représentant légal",
        FULL_PERSON,
    )
    items += person(
        identity.contact,
        section,
        "contact",
        "de la personne chargée du dossier",
        FULL_PERSON,
    )
    items += unanswered(
        identity,
        section,
        {"has_previous_award": "Précédent appel de la MILDECA : oui ou non"},
    )
    if identity.has_previous_award:
        items += unanswered(
            identity,
            section,
            {
                "previous_award_year": "Année du précédent appel",
                "previous_award_ended_on": "Date de fin du précédent projet",
            },
        )
    return items


def _territory(dossier: Dossier) -> list[Missing]:
    section, territory = SectionKey.TERRITORY, dossier.territory
    labels = {
        "scale": "Échelle du territoire",
        "name": "Nom du territoire",
        "description": "Pourquoi ce territoire",
        "population": "Nombre d'habitants",
        "is_qpv": "Quartier prioritaire : oui ou non",
        "publics": "Public visé",
    }
    if territory.scale == TerritoryScale.COMMUNE:
        del labels["name"]
    items = unanswered(territory, section, labels)
    if territory.is_qpv:
        items += unanswered(territory, section, {"qpv_names": "Nom du quartier prioritaire"})
    return items or law(dossier, section, "TERRITOIRE_ET_PUBLIC")


def _project(dossier: Dossier) -> list[Missing]:
    items = unanswered(
        dossier.project,
        SectionKey.PROJECT,
        {
            "title": "Intitulé du projet",
            "summary": "Résumé",
            "diagnosis": "Diagnostic local",
            "starts_on": "Date de début",
            "duration_years": "Durée",
            "expected_results": "Résultats attendus du projet",
        },
    )
    return items + law(dossier, SectionKey.PROJECT, "OBJECTIFS_DECLINES")


ACTION_LABELS = {
    "title": "intitulé",
    "description": "description",
    "public_kinds": "public",
    "beneficiaries_count": "nombre de bénéficiaires",
    "has_operator": "opérateur : oui ou non",
    "starts_on": "date de début",
    "ends_on": "date de fin",
    "expected_results": "résultats attendus",
    "costs": "coût par année",
    "requested": "part demandée à la MILDECA",
}


def _actions(dossier: Dossier) -> list[Missing]:
    section = SectionKey.ACTIONS
    items = law(dossier, section, "AXES_COUVERTS")
    for action in dossier.actions:
        name = action.content.title.strip() or f"action n° {action.position}"
        labels = dict(ACTION_LABELS)
        if not action.content.is_outside_axes:
            labels = {"axis": "axe"} | labels
        if action.content.has_operator:
            labels["operator_name"] = "nom de l'opérateur"
        for item in unanswered(action.content, section, labels):
            items.append(
                Missing(section.value, f"« {name} » : {item.label}", item.field, action.id)
            )
    if dossier.actions:
        items += law(dossier, section, "RESULTATS_ET_INDICATEURS", unless=items)
    return items


def _partnership(dossier: Dossier) -> list[Missing]:
    section, partnership = SectionKey.PARTNERSHIP, dossier.partnership
    items = unanswered(
        partnership,
        section,
        {
            "partners": "Au moins un partenaire",
            "governance_body": "Instance de pilotage",
            "governance": "Gouvernance du projet",
            "copil_per_year": "Nombre de comités de pilotage par an",
        },
    )
    return items + [
        Missing(section.value, f"Partenaire n° {number} : {what}", "partners")
        for number, line in enumerate(partnership.partners, start=1)
        for what, value in (
            ("catégorie", line.category),
            ("nom", line.name),
            ("rôle", line.role),
            ("état de l'engagement", line.state),
        )
        if not value.strip()
    ]


def _team(dossier: Dossier) -> list[Missing]:
    section, team = SectionKey.TEAM, dossier.team
    items = person(team.referent, section, "referent", "du référent LIMIT'S", NAMED_PERSON)
    items += unanswered(
        team,
        section,
        {
            "referent_fte": "Temps du référent, en ETP",
            "referent_in_clspd": "Place du référent dans le CLSPD",
            "material_means": "Moyens matériels",
        },
    )
    for number, line in enumerate(team.staff, start=1):
        for what, value in (
            ("fonction", line.function),
            ("origine du poste", line.kind),
            ("ETP", line.fte),
        ):
            if is_empty(value):
                items.append(Missing(section.value, f"Poste n° {number} : {what}", "staff"))
    return items


def _budget(dossier: Dossier) -> list[Missing]:
    section, budget = SectionKey.BUDGET, dossier.budget
    items = law(dossier, section, "PLAFOND", only_if=not any(budget.requested))
    if not any(line.total for line in budget.expenses):
        items.append(Missing(section.value, "Charges du projet", "expenses"))
    else:
        items += law(dossier, section, "BUDGET_EQUILIBRE")
    items += [
        Missing(section.value, f"Charge « {line.label or 'sans libellé'} » : compte", "expenses")
        for line in budget.expenses
        if line.total and not line.account
    ]
    items += [
        Missing(
            section.value,
            f"Ressource « {line.label or line.funder or label(line.account)} » : état",
            "resources",
        )
        for line in budget.resources
        if line.total and not line.state
    ]
    if not budget.no_running_costs:
        items.append(
            Missing(
                section.value,
                "Déclaration : pas de financement du fonctionnement",
                "no_running_costs",
            )
        )
    return items


def _documents(dossier: Dossier) -> list[Missing]:
    return law(dossier, SectionKey.DOCUMENTS, "PIECES_OBLIGATOIRES")


def _commitments(dossier: Dossier) -> list[Missing]:
    section, commitments = SectionKey.COMMITMENTS, dossier.commitments
    items = [
        Missing(section.value, f"Engagement : {text}", "commitments")
        for code, text in dossier.terms.commitments
        if code not in commitments.commitments
    ]
    return items + unanswered(
        commitments,
        section,
        {
            "account_holder": "Titulaire du compte bancaire",
            "iban": "IBAN",
            "bic": "BIC",
            "signed_at_place": "Fait à",
        },
    )


LISTS: dict[SectionKey, Callable[[Dossier], list[Missing]]] = {
    SectionKey.IDENTITY: _identity,
    SectionKey.TERRITORY: _territory,
    SectionKey.PROJECT: _project,
    SectionKey.ACTIONS: _actions,
    SectionKey.PARTNERSHIP: _partnership,
    SectionKey.TEAM: _team,
    SectionKey.BUDGET: _budget,
    SectionKey.DOCUMENTS: _documents,
    SectionKey.COMMITMENTS: _commitments,
}
