"""What the town of Loos answers in the nine sections: a dossier complete and conforming.

100 700 € a year over three years; 80 000 € a year asked from MILDECA: 240 000 €, the very ceiling.
"""

from tests.browser.writing import Answer


def person(whose: str, last_name: str, function: str) -> list[Answer]:
    """The five fields of somebody."""
    return [
        ("text", f"Nom {whose}", last_name),
        ("text", f"Prénom {whose}", "Camille"),
        ("text", f"Fonction {whose}", function),
        ("text", f"Téléphone {whose}", "03 20 00 00 00"),
        ("text", f"Adresse électronique {whose}", "camille@loos.example"),
    ]


IDENTITY: list[Answer] = [
    ("text", "Numéro SIRET", "215 903 600 00017"),
    ("text", "Adresse du siège", "104 rue du Maréchal-Foch"),
    ("text", "Code postal", "59120"),
    ("text", "Commune", "Loos"),
    *person("du représentant", "Exemple", "Maire"),
    *person("de la personne à contacter", "Modèle", "Coordinatrice du CLSPD"),
    ("no", "Votre collectivité a-t-elle déjà été lauréate"),
]

TERRITORY: list[Answer] = [
    ("choice", "Périmètre du projet", "Un quartier"),
    ("text", "Nombre d'habitants de ce territoire", "8 000"),
    ("text", "Nom du territoire visé", "Les Oliveaux"),
    ("yes", "Ce territoire comprend-il un quartier prioritaire"),
    ("text", "Si oui, nom du ou des QPV", "Les Oliveaux"),
    ("text", "Pourquoi ce territoire ?", "Trois points de deal, où des mineurs font le guet."),
]
PUBLIC: list[Answer] = [
    ("choice", "Public", "Jeunes"),
    ("text", "Nombre de personnes", "300"),
    ("text", "Âge minimum", "9"),
    ("text", "Âge maximum", "16"),
]

PROJECT: list[Answer] = [
    ("text", "Intitulé du projet", "Grandir aux Oliveaux"),
    ("text", "Résumé", "Un plan sur quatre axes, avec les parents et les professionnels."),
    ("text", "Début du projet", "2024-10-01"),
    ("choice", "Durée", "3 ans"),
    ("text", "Diagnostic", "Le CLSPD constate des recrutements dès douze ans."),
    ("text", "Résultats attendus de l'ensemble du projet", "Moins de mineurs recrutés."),
]
OBJECTIVE: list[Answer] = [
    ("tick", "Notre projet poursuit cet objectif"),
    ("text", "Comment le déclinez-vous localement ?", "Avec les deux collèges du quartier."),
]
OBJECTIVES = [
    "Créer une dynamique partenariale",
    "Prévenir l'entrée dans les réseaux",
]

# By axis, in order: the example it starts from, yearly cost and share asked from MILDECA.
PLAN = [
    ("Désigner un référent LIMIT'S", "15 000", "10 000"),
    ("Programme de soutien aux familles et à la parentalité (PSFP)", "14 000", "14 000"),
    ("Théâtre forum sur la question des trafics de stupéfiants", "11 700", "9 000"),
    ("Un avenir meilleur, les journées de l'ambition", "60 000", "47 000"),
]
ACTION: list[Answer] = [
    ("tick", "Jeunes"),
    ("text", "Nombre de bénéficiaires", "120"),
    ("no", "L'action est-elle confiée à un opérateur ?"),
    ("text", "Début de l'action", "2024-10-01"),
    ("text", "Fin de l'action", "2027-06-30"),
    ("text", "Résultats attendus", "Des jeunes qui savent refuser."),
]


def amounts(label: str, amount: str) -> list[Answer]:
    """The same amount in each of the three years."""
    return [("text", f"{label}, année {year}", amount) for year in (1, 2, 3)]


def indicator(label: str, kind: str, unit: str, target: str) -> list[Answer]:
    """An indicator with its three yearly targets."""
    return [
        ("text", "Indicateur", label),
        ("choice", "Nature", kind),
        ("text", "Unité ou mode de recueil", unit),
        *amounts("Cible", target),
    ]


PARTNERSHIP: list[Answer] = [
    (
        "choice",
        "Instance qui pilotera le projet",
        "Conseil local de sécurité et de prévention de la délinquance (CLSPD)",
    ),
    ("text", "Pilotage du projet", "Le maire préside, la coordinatrice anime."),
    ("text", "Nombre de comités de pilotage par an", "2"),
    *person("de l'élu référent", "Ensemble", "Adjointe à la prévention"),
    ("text", "Implication du conseil municipal", "Le conseil a délibéré en mars."),
]
PARTNERS = [
    ("Éducation nationale", "Collège René-Descartes"),
    ("Préfecture", "Préfecture du Nord"),
    ("Bailleurs sociaux", "Bailleur du quartier"),
]


def partner(category: str, name: str) -> list[Answer]:
    """One partner."""
    return [
        ("choice", "Catégorie", category),
        ("text", "Nom du partenaire", name),
        ("text", "Rôle dans le projet", "Repère les jeunes et accueille les séances."),
        ("choice", "Engagement", "Confirmé par écrit"),
    ]


TEAM: list[Answer] = [
    *person("du référent LIMIT'S", "Modèle", "Coordinatrice du CLSPD"),
    ("text", "Temps de travail du référent, en ETP", "0,5"),
    ("yes", "Le référent est-il membre du CLSPD"),
    ("text", "Moyens matériels", "Un bureau à la maison de quartier."),
]
POST: list[Answer] = [
    ("text", "Fonction", "Médiatrice"),
    ("choice", "Origine du poste", "Agent en poste"),
    ("text", "Nombre de personnes", "1"),
    ("text", "ETP au total", "1"),
    ("text", "Du", "2024-10-01"),
    ("text", "Au", "2027-09-30"),
    ("text", "Coût sur la durée du projet", "45 000"),
]

OWN_STAFF: Answer = ("choice", "Compte", "641 – Rémunérations du personnel")
RESOURCE: list[Answer] = [
    ("choice", "Compte", "Ressources propres de la collectivité"),
    ("text", "Financeur", "Ville de Loos"),
    ("choice", "État du financement", "Acquis"),
]
DECLARATION: Answer = ("tick", "Aucune ligne ne finance le fonctionnement courant")

ACCOUNT: list[Answer] = [
    ("text", "Titulaire du compte", "SGC de Lille"),
    ("text", "IBAN", "FR76 3000 1007 9412 3456 7890 185"),
    ("text", "BIC", "BDFEFRPPCCT"),
    ("text", "Fait à", "Loos"),
]
