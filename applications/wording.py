"""A state in words: one wording per state and per reader, in this one place.

Results are secret until they are published (product.md): a result becomes the dossier's state at
its publication, so that no page has to hide one.
"""

from dataclasses import dataclass

from applications.enums import ApplicationStatus as S


@dataclass(frozen=True)
class Wording:
    """What a badge says, its DSFR colour, and the sentence that explains it."""

    label: str
    badge: str
    sentence: str


HOLDER: dict[str, Wording] = {
    S.DRAFT: Wording(
        "Brouillon",
        "new",
        "Votre dossier est enregistré, mais il n’est pas déposé.",
    ),
    S.SUBMITTED: Wording(
        "Déposé",
        "success",
        "Votre dossier est déposé. La MILDECA va vérifier sa recevabilité.",
    ),
    S.TO_COMPLETE: Wording(
        "À compléter",
        "warning",
        "La MILDECA vous demande de compléter votre dossier.",
    ),
    S.ADMISSIBLE: Wording(
        "Recevable",
        "success",
        "Votre dossier est recevable. Il va être présenté au comité de sélection.",
    ),
    S.INADMISSIBLE: Wording(
        "Non recevable",
        "error",
        "Votre dossier ne remplit pas les conditions de l’appel à projets.",
    ),
    S.IN_COMMITTEE: Wording(
        "À l’étude",
        "info",
        "Le comité de sélection étudie les dossiers. Les résultats seront publiés tous en même temps.",
    ),
    S.SELECTED: Wording(
        "Retenu",
        "success",
        "Votre projet est retenu. Une convention va être préparée avec vous et la préfecture.",
    ),
    S.RESERVE: Wording(
        "Liste complémentaire",
        "warning",
        "Votre projet est sur la liste complémentaire : il sera financé si des crédits se libèrent.",
    ),
    S.REJECTED: Wording(
        "Non retenu",
        "",
        "Votre projet n’est pas retenu. La décision dit ses atouts et ce qui l’aurait renforcé.",
    ),
    S.WITHDRAWN: Wording(
        "Retiré",
        "",
        "Ce dossier a été retiré : il n’est pas étudié.",
    ),
    S.GIVEN_UP: Wording("Renonciation", "", "Votre collectivité a renoncé à l’aide."),
}

AGENT: dict[str, Wording] = {
    S.DRAFT: Wording("Brouillon", "new", "Le dossier n’est pas déposé."),
    S.SUBMITTED: Wording("Déposé", "info", "Recevabilité à examiner."),
    S.TO_COMPLETE: Wording("À compléter", "warning", "Un complément est demandé au porteur."),
    S.ADMISSIBLE: Wording("Recevable", "success", "À présenter au comité."),
    S.INADMISSIBLE: Wording("Irrecevable", "error", "Le dossier est écarté."),
    S.IN_COMMITTEE: Wording("En comité", "info", "Le comité étudie le dossier."),
    S.SELECTED: Wording("Retenu", "success", "Le dossier est retenu."),
    S.RESERVE: Wording(
        "Liste complémentaire", "warning", "Le dossier est en liste complémentaire."
    ),
    S.REJECTED: Wording("Non retenu", "error", "Le dossier n’est pas retenu."),
    S.WITHDRAWN: Wording("Retiré", "", "Le porteur a retiré le dossier."),
    S.GIVEN_UP: Wording("Renonciation", "", "Le porteur a renoncé à l’aide."),
}


def for_holder(status: str) -> Wording:
    """What the collectivité reads."""
    return HOLDER[status]


def for_agent(status: str) -> Wording:
    """What an agent reads."""
    return AGENT[status]
