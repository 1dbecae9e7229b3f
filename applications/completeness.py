"""What is still missing where: the stepper's marks and « 7 sections sur 9 ».

Apart from the law (`applications.eligibility`): « il manque le SIRET » is not a rule of the call.
A section is complete when nothing is missing in it. Pure functions of a `Dossier`.
"""

from collections.abc import Callable
from dataclasses import dataclass

from applications.accounting import label
from applications.content import Content, Dossier, Person
from applications.eligibility import evaluate
from applications.eligibility.finding import anchor_of
from applications.enums import SectionKey, TerritoryScale


@dataclass(frozen=True)
class Missing:
    """One thing to fill: its label in French, and the field to go to (path of the content)."""

    section: str
    label: str
    field: str = ""
    action: int | None = None

    @property
    def anchor(self) -> str:
        """HTML id of the field, or ""."""
        return anchor_of(self.field)


@dataclass(frozen=True)
class SectionProgress:
    """One section of the form and what it still lacks."""

    key: str
    label: str
    number: int
    missing: list[Missing]

    @property
    def is_complete(self) -> bool:
        """Whether nothing is missing."""
        return not self.missing


@dataclass(frozen=True)
class Progress:
    """The nine sections, in order."""

    sections: list[SectionProgress]

    @property
    def done(self) -> int:
        """Number of complete sections."""
        return sum(section.is_complete for section in self.sections)

    @property
    def total(self) -> int:
        """Number of sections."""
        return len(self.sections)

    @property
    def is_complete(self) -> bool:
        """Whether every section is."""
        return self.done == self.total

    def __str__(self) -> str:
        return f"{self.done} section{'s' if self.done > 1 else ''} sur {self.total}"

    def section(self, key: str) -> SectionProgress:
        """Return one section's progress. Raises KeyError for an unknown key."""
        for section in self.sections:
            if section.key == key:
                return section
        raise KeyError(key)


def progress(dossier: Dossier) -> Progress:
    """Say what each section still lacks."""
    return Progress(
        [
            SectionProgress(key.value, str(key.label), number, LISTS[key](dossier))
            for number, key in enumerate(SectionKey, start=1)
        ]
    )


def missing(dossier: Dossier) -> list[Missing]:
    """Everything that is missing, in the order of the form."""
    return [item for section in progress(dossier).sections for item in section.missing]


def _unanswered(content: Content, section: SectionKey, labels: dict[str, str]) -> list[Missing]:
    """Fields of a content left empty; a « no » and a zero are answers."""
    return [
        Missing(section.value, label, field)
        for field, label in labels.items()
        if _is_empty(getattr(content, field))
    ]


def _is_empty(value: object) -> bool:
    return value is None or value == [] or (isinstance(value, str) and not value.strip())


def _person(
    person: Person, section: SectionKey, field: str, whose: str, asked: dict[str, str]
) -> list[Missing]:
    return [
        Missing(section.value, f"{label} {whose}", f"{field}.{part}")
        for part, label in asked.items()
        if not getattr(person, part).strip()
    ]


FULL_PERSON = {
    "last_name": "Nom",
    "first_name": "Prénom",
    "function": "Fonction",
    "phone": "Téléphone",
    "email": "Adresse électronique",
}
NAMED_PERSON = {"last_name": "Nom", "first_name": "Prénom", "function": "Fonction"}


def _identity(dossier: Dossier) -> list[Missing]:
    section, identity = SectionKey.IDENTITY, dossier.identity
    items = _unanswered(
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
    items += _person(
        identity.representative,
        section,
        "representative",
        "du représentant légal",
        FULL_PERSON,
    )
    items += _person(
        identity.contact,
        section,
        "contact",
        "de la personne chargée du dossier",
        FULL_PERSON,
    )
    items += _unanswered(
        identity,
        section,
        {"has_previous_award": "Précédent appel de la MILDECA : oui ou non"},
    )
    if identity.has_previous_award:
        items += _unanswered(
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
    items = _unanswered(territory, section, labels)
    if territory.is_qpv:
        items += _unanswered(territory, section, {"qpv_names": "Nom du quartier prioritaire"})
    return items or _law(dossier, section, "TERRITOIRE_ET_PUBLIC")


def _project(dossier: Dossier) -> list[Missing]:
    items = _unanswered(
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
    return items + _law(dossier, SectionKey.PROJECT, "OBJECTIFS_DECLINES")


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
    items = _law(dossier, section, "AXES_COUVERTS")
    for action in dossier.actions:
        name = action.content.title.strip() or f"action n° {action.position}"
        labels = dict(ACTION_LABELS)
        if not action.content.is_outside_axes:
            labels = {"axis": "axe"} | labels
        if action.content.has_operator:
            labels["operator_name"] = "nom de l'opérateur"
        for item in _unanswered(action.content, section, labels):
            items.append(
                Missing(section.value, f"« {name} » : {item.label}", item.field, action.id)
            )
    if dossier.actions:
        items += _law(dossier, section, "RESULTATS_ET_INDICATEURS", unless=items)
    return items


def _partnership(dossier: Dossier) -> list[Missing]:
    section, partnership = SectionKey.PARTNERSHIP, dossier.partnership
    items = _unanswered(
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
    items = _person(team.referent, section, "referent", "du référent LIMIT'S", NAMED_PERSON)
    items += _unanswered(
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
            if _is_empty(value):
                items.append(Missing(section.value, f"Poste n° {number} : {what}", "staff"))
    return items


def _budget(dossier: Dossier) -> list[Missing]:
    section, budget = SectionKey.BUDGET, dossier.budget
    items = _law(dossier, section, "PLAFOND", only_if=not any(budget.requested))
    if not any(line.total for line in budget.expenses):
        items.append(Missing(section.value, "Charges du projet", "expenses"))
    else:
        items += _law(dossier, section, "BUDGET_EQUILIBRE")
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
    return _law(dossier, SectionKey.DOCUMENTS, "PIECES_OBLIGATOIRES")


def _commitments(dossier: Dossier) -> list[Missing]:
    section, commitments = SectionKey.COMMITMENTS, dossier.commitments
    items = [
        Missing(section.value, f"Engagement : {text}", "commitments")
        for code, text in dossier.terms.commitments
        if code not in commitments.commitments
    ]
    return items + _unanswered(
        commitments,
        section,
        {
            "account_holder": "Titulaire du compte bancaire",
            "iban": "IBAN",
            "bic": "BIC",
            "signed_at_place": "Fait à",
        },
    )


def _law(
    dossier: Dossier,
    section: SectionKey,
    code: str,
    *,
    only_if: bool = True,
    unless: list[Missing] | None = None,
) -> list[Missing]:
    """What a rule of the call still asks of this section, in the rule's own words."""
    if not only_if or unless:
        return []
    return [
        Missing(section.value, finding.reason, finding.field, finding.action)
        for finding in evaluate(dossier, [code])
        if finding.is_blocking and finding.section == section
    ]


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
