"""What is promised and what is joined."""

from applications.content import Dossier
from applications.eligibility.finding import (
    Verdict,
    conforming,
    listed,
    quoted,
    rule,
    to_correct,
)
from applications.enums import SectionKey


@rule(
    "ENGAGEMENTS",
    "Engagements de la collectivité",
    demand="La collectivité prend, un par un, les engagements de l'appel (deux comités de pilotage "
    "par an, mention de la MILDECA, réseau des collectivités partenaires et publication des "
    "livrables) et déclare ne pas financer le fonctionnement d'une structure.",
    clause="C-4.4a, C-4.4b, C-4.4c, C-4.3c",
    paragraph="4.4",
    section=SectionKey.COMMITMENTS,
)
def ENGAGEMENTS(dossier: Dossier) -> Verdict:
    """Ask for every commitment of the call, enough COPIL, and the declaration of C-4.3c."""
    promised = dossier.partnership.copil_per_year
    least = dossier.terms.copil_per_year
    if promised is not None and promised < least:
        return to_correct(
            f"{promised} comité de pilotage par an : l'appel en demande au moins {least}.",
            "copil_per_year",
            section=SectionKey.PARTNERSHIP,
        )
    if not dossier.budget.no_running_costs:
        return to_correct(
            "Déclarez que la subvention finance des actions, et non le fonctionnement d'une "
            "structure.",
            "no_running_costs",
            section=SectionKey.BUDGET,
        )
    known = [code for code, _text in dossier.terms.commitments]
    missing = [code for code in known if code not in dossier.commitments.commitments]
    if missing:
        taken = len(known) - len(missing)
        return to_correct(
            f"{taken} engagement{'s' if taken > 1 else ''} pris sur {len(known)} : lisez et "
            "cochez les autres.",
            "commitments",
        )
    return conforming(f"Les {len(known)} engagements sont pris.")


@rule(
    "PIECES_OBLIGATOIRES",
    "Pièces obligatoires",
    demand="Chaque pièce que l'appel rend obligatoire est jointe. Une pièce en cours d'analyse "
    "par l'antivirus compte ; une pièce infectée ne compte pas et doit être retirée.",
    clause="C-4.1j",
    paragraph="4.1",
    section=SectionKey.DOCUMENTS,
)
def PIECES_OBLIGATOIRES(dossier: Dossier) -> Verdict:
    """Name each required document that is missing, and each infected file."""
    infected = [document.name for document in dossier.documents if document.scan == "infected"]
    if infected:
        return to_correct(
            f"L'antivirus a trouvé un fichier infecté : retirez {quoted(infected)}.",
            "documents",
        )
    joined = {document.category for document in dossier.documents}
    missing = [title for code, title in dossier.terms.required_documents if code not in joined]
    if missing:
        return to_correct(f"À joindre : {listed(missing)}.", "documents")
    if not dossier.terms.required_documents:
        return conforming("L'appel n'exige aucune pièce.")
    return conforming("Toutes les pièces obligatoires sont jointes.")
