"""What each way to sign is in law, in the same words everywhere (product.md, facts.md §6).

Never more than what is true: the portal calls nothing « avancée » or « qualifiée » by itself.
"""

from conventions.enums import SignatureWay
from limits_portal.french import typeset

LEVELS = {
    SignatureWay.PORTAL: "signature électronique simple",
    SignatureWay.EXTERNAL: "signature électronique avec le certificat du signataire",
    SignatureWay.PAPER: "signature manuscrite, copie numérisée",
}
"""In the middle of a sentence; at its start, `SignatureWay.label`."""

_EXPLANATIONS = {
    SignatureWay.PORTAL: (
        "Vous relisez le document, vous confirmez votre identité avec votre double "
        "authentification, vous consentez.",
        "Le portail appose la signature PAdES de votre organisation à votre nom et garde un dossier "
        "de preuves.",
        "En droit : une signature électronique simple. Elle ne peut être refusée en justice au seul "
        "motif qu’elle est électronique ; sa fiabilité n’est pas présumée.",
    ),
    SignatureWay.EXTERNAL: (
        "Vous téléchargez le document, vous le signez dans votre parapheur ou avec votre clé, vous le "
        "déposez ici.",
        "Le portail vérifie que le fichier prolonge exactement le document émis et que votre "
        "signature est valable.",
        "En droit : le niveau dépend de votre certificat. Seule une signature qualifiée a l’effet "
        "juridique d’une signature manuscrite.",
    ),
    SignatureWay.PAPER: (
        "Vous imprimez le document, il est signé à la main, vous déposez la numérisation de toutes "
        "ses pages.",
        "Le code de chaque page range les pages ; une seconde personne, à la MILDECA, certifie la "
        "copie.",
        "En droit : une signature manuscrite. L’original papier fait foi, conservez-le : le fichier "
        "n’en est que la copie numérisée.",
    ),
}
EXPLANATIONS = {way: tuple(map(typeset, lines)) for way, lines in _EXPLANATIONS.items()}
"""Three lines each, for « Signer autrement »."""

WORTHLESS = typeset("Certificats de démonstration : ces signatures sont sans valeur juridique.")

CONSENT = typeset(
    "J’ai lu ce document en entier. J’accepte de le signer par voie électronique, au nom de "
    "« {organisation} », en qualité de {function}. Je sais qu’il s’agit d’une signature "
    "électronique simple."
)
"""Of one document."""

CONSENT_TO_A_PILE = typeset(
    "J’ai relu les documents choisis. J’accepte de les signer par voie électronique, chacun en la "
    "qualité indiquée. Je sais qu’il s’agit de signatures électroniques simples."
)
"""Of those chosen in one's pile."""
