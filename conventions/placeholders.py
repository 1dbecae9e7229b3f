"""The names an article may leave to be filled from the dossier and the decision: `[[name]]`.

Plain text, on purpose: nothing of an article is ever run as a template.
"""

import re

PLACEHOLDERS = {
    "activite": "code d'activité (configuration)",
    "appel": "intitulé de l'appel à projets",
    "bic": "BIC du compte",
    "centre_de_couts": "centre de coûts (configuration)",
    "centre_financier": "centre financier (configuration)",
    "collectivite": "nom de la collectivité",
    "comptable_assignataire": "comptable assignataire (configuration)",
    "cout_total": "coût total du projet",
    "date_debut": "premier jour du projet",
    "date_decision": "date de la décision du Président de la MILDECA",
    "date_deliberation": "date de la délibération",
    "date_fin": "dernier jour du projet",
    "departement_de": "département, avec son article : « du Nord »",
    "domaine_fonctionnel": "domaine fonctionnel (configuration)",
    "duree_mois": "durée du projet en mois",
    "echeancier": "tableau de la subvention par exercice",
    "elu_referent": "élu référent",
    "engagement_juridique": "numéro d'engagement juridique",
    "exercice": "premier exercice budgétaire du projet",
    "iban": "IBAN du compte",
    "imputation_action": "action du programme (configuration)",
    "imputation_fonds": "fonds qui alimente les crédits (configuration)",
    "imputation_programme": "programme budgétaire (configuration)",
    "instance": "instance de gouvernance",
    "montant_total": "montant total de la subvention",
    "numero_decision": "numéro de la décision",
    "numero_deliberation": "numéro de la délibération",
    "numero_dossier": "numéro du dossier",
    "ordonnateur": "ordonnateur de la dépense (configuration)",
    "organe_deliberant": "conseil municipal ou conseil communautaire",
    "plafond": "plafond de subvention de l'appel",
    "public": "public visé",
    "referent": "référent LIMIT'S",
    "territoire": "territoire du projet",
    "titre_projet": "intitulé du projet",
    "titulaire_compte": "titulaire du compte",
    "tranches": "tableau des versements et de leurs conditions",
    "tribunal_administratif": "tribunal administratif compétent (configuration)",
}


NAME = re.compile(r"\[\[(.*?)\]\]", flags=re.DOTALL)


def known_names(text: str) -> str:
    """The text, whose names the portal can all fill. Raises ValueError with the others."""
    unknown = sorted(set(NAME.findall(text)) - set(PLACEHOLDERS))
    if unknown:
        names = ", ".join(f"[[{name[:40]}]]" for name in unknown)
        raise ValueError(f"Le portail ne sait pas remplacer {names}.")
    return text
