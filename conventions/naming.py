"""What replaces each `[[name]]`: text from a state, already formatted; None where nothing is known."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from applications.content import Person
from applications.enums import PublicKind
from applications.recap.blocks import Row, Table
from conventions.state import State
from limits_portal import french
from limits_portal.amounts_in_words import amount_in_words


def with_words(amount: Decimal) -> str:
    """« 50 000 € (cinquante-mille euros) »."""
    return f"{french.euros(amount)} ({amount_in_words(amount)})"


def _day(value: date | None) -> str:
    return french.long_date(value) if value else ""


def _person(person: Person) -> str:
    return ", ".join(part for part in (person.full_name, french.inside(person.function)) if part)


def _referent(state: State) -> str:
    team = state.dossier.team
    time = f"{french.number(team.referent_fte)} équivalent temps plein" if team.referent_fte else ""
    return ", ".join(part for part in (_person(team.referent), time) if part)


def _public(state: State) -> str:
    found = []
    for line in state.dossier.territory.publics:
        text = dict(PublicKind.choices).get(line.kind, line.kind).lower()
        if line.age_min is not None and line.age_max is not None:
            text += f" de {line.age_min} à {line.age_max} ans"
        if line.headcount:
            text += f" ({french.number(line.headcount)} personnes)"
        found.append(text)
    return " ; ".join(found)


def _iban(state: State) -> str:
    iban = state.dossier.commitments.iban
    return french.NBSP.join(iban[start : start + 4] for start in range(0, len(iban), 4))


VALUES: dict[str, Callable[[State], str]] = {
    "activite": lambda s: s.imputation.activite,
    "appel": lambda s: s.call,
    "bic": lambda s: s.dossier.commitments.bic,
    "centre_de_couts": lambda s: s.imputation.centre_de_couts,
    "centre_financier": lambda s: s.imputation.centre_financier,
    "collectivite": lambda s: s.holder.designation,
    "comptable_assignataire": lambda s: s.comptable_assignataire,
    "cout_total": lambda s: with_words(s.cost),
    "date_debut": lambda s: _day(s.starts_on),
    "date_decision": lambda s: _day(s.decided_on),
    "date_deliberation": lambda s: _day(s.deliberation_on),
    "date_fin": lambda s: _day(s.ends_on),
    "departement_de": lambda s: s.departement_of,
    "domaine_fonctionnel": lambda s: s.imputation.domaine_fonctionnel,
    "duree_mois": lambda s: str(s.months),
    "elu_referent": lambda s: s.elected_referent or _person(s.dossier.partnership.elected_referent),
    "engagement_juridique": lambda s: (
        s.engagement_number or "communiqué à la collectivité lors de la notification"
    ),
    "exercice": lambda s: str(s.starts_on.year),
    "iban": _iban,
    "imputation_action": lambda s: s.imputation.action,
    "imputation_fonds": lambda s: s.imputation.fund,
    "imputation_programme": lambda s: s.imputation.programme,
    "instance": lambda s: s.governance_body or "comité de pilotage propre au projet",
    "montant_total": lambda s: with_words(s.agreed),
    "numero_decision": lambda s: str(s.decision),
    "numero_deliberation": lambda s: s.deliberation_number,
    "numero_dossier": lambda s: s.dossier.reference,
    "ordonnateur": lambda s: s.ordonnateur,
    "organe_deliberant": lambda s: "conseil communautaire" if s.is_epci else "conseil municipal",
    "plafond": lambda s: with_words(s.ceiling),
    "public": _public,
    "referent": _referent,
    "territoire": lambda s: s.dossier.territory.name.strip(),
    "titre_projet": lambda s: s.dossier.project.title.strip(),
    "titulaire_compte": lambda s: s.dossier.commitments.account_holder,
    "tribunal_administratif": lambda s: s.tribunal_administratif,
}


def exercises(state: State) -> Table:
    """The subsidy by budget year (C-4.2c)."""
    rows = [
        Row((f"Exercice {budget} – année {year} du projet", french.euros(amount)))
        for year, budget, amount in state.exercises
    ]
    rows.append(Row(("Total", french.euros(state.agreed)), is_total=True))
    return Table(
        "Répartition de la subvention par exercice",
        ("Exercice", "Montant"),
        tuple(rows),
        is_numeric=True,
    )


def payments(state: State) -> Table:
    """The payments and their conditions (C-5h)."""
    budget = {year: exercise for year, exercise, _ in state.exercises}
    rows = [
        Row(
            (
                part.label,
                f"Exercice{french.NBSP}{budget[part.year]}",
                part.condition,
                french.euros(part.amount),
            )
        )
        for part in state.instalments
    ]
    rows.append(Row(("Total", "", "", french.euros(state.agreed)), is_total=True))
    return Table(
        "Échéancier des versements",
        ("Versement", "Exercice", "Condition", "Montant"),
        tuple(rows),
    )


TABLES: dict[str, Callable[[State], Table]] = {"echeancier": exercises, "tranches": payments}
