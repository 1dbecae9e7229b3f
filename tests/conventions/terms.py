"""Terms of convention with everything that issuing needs, and a state built without a database."""

from typing import Any

from conventions import terms


def make_terms(**fields: Any) -> terms.ConventionTerms:
    """Terms with everything that issuing needs."""
    defaults: dict[str, Any] = {
        "visas": [
            terms.Visa(code="gbcp", body="Vu le décret n° 2012-1246 du 7 novembre 2012 ;"),
            terms.Visa(
                code="deliberation",
                body="Vu la délibération n° [[numero_deliberation]] du [[date_deliberation]] ;",
                needs_legal_check=True,
            ),
            terms.Visa(code="epci", body="Vu l'article L. 5211-1 ;", only_for="epci"),
        ],
        "preamble": "[[collectivite]] a pris l'initiative de ce projet.",
        "imputation": terms.Imputation(
            programme="129 « Coordination du travail gouvernemental »",
            action="15 « MILDECA »",
            fund="fonds de concours « drogues »",
            centre_financier="0129-EXEM-PLE1",
            domaine_fonctionnel="0129-15",
            centre_de_couts="EXEMPLE075",
            activite="012900000000",
        ),
        "ordonnateur": "le président de la MILDECA",
        "comptable_assignataire": "le comptable d'exemple",
        "tribunal_administratif": "tribunal administratif d'exemple",
        "sign_before": "2024-09-30",
    }
    return terms.ConventionTerms(**(defaults | fields))
