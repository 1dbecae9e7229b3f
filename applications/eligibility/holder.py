"""Who asks: the holder, its representative, its past projects."""

from zoneinfo import ZoneInfo

from applications.content import Dossier
from applications.eligibility.finding import (
    Verdict,
    conforming,
    quoted,
    rule,
    to_check,
    to_correct,
)
from applications.enums import SectionKey
from limits_portal.french import long_date, search_key

PARIS = ZoneInfo("Europe/Paris")

# What the representative of each kind of holder is called (C-4.3a).
REPRESENTATIVES = {
    "commune": ("maire", "mairesse"),
    "epci": ("president", "presidente"),
}
# Words that show someone else than the representative in person.
DEPUTIES = frozenset({"adjoint", "adjointe", "vice", "delegue", "deleguee", "directeur"})
DEPUTIES |= {"directrice", "cabinet", "ancien", "ancienne", "conseiller", "conseillere"}


@rule(
    "PORTEUR_ELIGIBLE",
    "Porteur éligible",
    demand="Le porteur est une commune ou, si l'appel l'admet, une intercommunalité. "
    "Une association n'est pas financée : elle peut être opérateur ou partenaire.",
    clause="C-4.3a",
    paragraph="4.3",
    section=SectionKey.IDENTITY,
)
def PORTEUR_ELIGIBLE(dossier: Dossier) -> Verdict:
    """Admit a commune, and an EPCI where the call admits it; refuse anyone else kindly."""
    kind, name = dossier.holder.kind, dossier.holder.name
    if kind == "commune":
        return conforming(f"{name} est une commune." if name else "Le porteur est une commune.")
    if kind == "epci" and dossier.terms.admits_epci:
        return conforming(
            f"{name} est une intercommunalité, admise par l'appel."
            if name
            else "Le porteur est une intercommunalité, admise par l'appel."
        )
    if kind == "epci":
        return to_correct(
            "Cet appel est réservé aux communes : le dossier doit être porté par l'une des "
            "communes membres ; l'intercommunalité peut en être partenaire."
        )
    if kind == "association":
        return to_correct(
            "Une association ne peut pas porter un dossier : seules les communes et les "
            "intercommunalités sont financées. Elle peut en revanche mettre en œuvre des actions "
            "comme opérateur, avec des crédits délégués par la collectivité, ou être partenaire : "
            "rapprochez-vous de votre mairie."
        )
    if not kind:
        return to_correct("Dites qui porte le projet.")
    return to_correct(
        "Seules les communes et les intercommunalités peuvent porter un dossier. Votre organisme "
        "peut y participer comme opérateur ou comme partenaire d'une collectivité."
    )


@rule(
    "REPRESENTANT",
    "Représentée par son maire ou son président",
    demand="La collectivité est représentée par son maire ou son président, nommé dans le "
    "dossier. Celui qui dépose est ce représentant, ou a reçu sa délégation écrite.",
    clause="C-4.3a",
    paragraph="4.3",
    section=SectionKey.IDENTITY,
)
def REPRESENTANT(dossier: Dossier) -> Verdict:
    """Ask for a named mayor or president; then look at who files, where that is judged."""
    person = dossier.identity.representative
    office = "président" if dossier.holder.kind == "epci" else "maire"
    if not person.last_name.strip():
        return to_correct(
            f"Indiquez le nom du {office}, qui représente la collectivité.",
            "representative.last_name",
        )
    if not person.first_name.strip():
        return to_correct(f"Indiquez le prénom de {person.last_name}.", "representative.first_name")
    if not person.function.strip():
        return to_correct(
            f"Indiquez la fonction de {person.full_name} : {office}.",
            "representative.function",
        )
    words = set(search_key(person.function).split())
    offices = REPRESENTATIVES.get(dossier.holder.kind, ())
    if offices and (not words & set(offices) or words & DEPUTIES):
        return to_correct(
            f"« {person.function} » : le représentant légal est le {office} en personne. Un élu "
            "ou un agent ayant reçu délégation peut déposer le dossier, mais c'est le "
            f"{office} qui y est nommé.",
            "representative.function",
        )
    if dossier.filer_may_sign is False:
        return to_correct(
            f"Vous préparez le dossier ; son dépôt revient à {person.full_name}, {office}, ou à "
            "une personne ayant reçu sa délégation écrite."
        )
    return conforming(f"{person.full_name}, {person.function}.")


@rule(
    "PROJET_PRECEDENT_CLOS",
    "Précédent projet terminé",
    demand="Une collectivité déjà lauréate d'un appel de la MILDECA peut candidater si son "
    "premier projet est arrivé à échéance : son dernier jour est passé au jour du dépôt.",
    clause="C-4.3b",
    paragraph="4.3",
    section=SectionKey.IDENTITY,
)
def PROJET_PRECEDENT_CLOS(dossier: Dossier) -> Verdict:
    """Compare past grants, known to the portal or declared, with the day of judgement."""
    today = dossier.judged_at.astimezone(PARIS).date()
    identity = dossier.identity
    declared_end = identity.previous_award_ended_on if identity.has_previous_award else None
    running = [p for p in dossier.past_projects if p.ends_on and p.ends_on >= today]
    if running:
        last = max(running, key=lambda project: (project.ends_on, project.reference))
        assert last.ends_on is not None
        return to_correct(
            f"Votre projet {last.reference} « {last.title} » court jusqu'au "
            f"{long_date(last.ends_on)}. Vous pourrez candidater une fois ce projet terminé."
        )
    if identity.has_previous_award is None:
        return to_correct(
            "Dites si la collectivité a déjà été lauréate d'un appel de la MILDECA.",
            "has_previous_award",
        )
    if declared_end and declared_end >= today:
        return to_correct(
            f"Le projet que vous déclarez se termine le {long_date(declared_end)}. Vous pourrez "
            "candidater une fois ce projet terminé.",
            "previous_award_ended_on",
        )
    if identity.has_previous_award and declared_end is None:
        return to_correct(
            "Indiquez à quelle date votre précédent projet s'est terminé.",
            "previous_award_ended_on",
        )
    undated = [p.reference for p in dossier.past_projects if p.ends_on is None]
    if undated:
        return to_check(
            f"Le portail connaît {quoted(undated)} sans sa date de fin : la MILDECA vérifiera que "
            "ce projet est terminé.",
            "previous_award_ended_on",
        )
    if dossier.past_projects and identity.has_previous_award is False:
        known = [project.reference for project in dossier.past_projects]
        return to_check(
            f"Vous déclarez n'avoir jamais été lauréat ; le portail connaît {quoted(known)}, "
            "terminé. Corrigez votre réponse si besoin.",
            "has_previous_award",
        )
    if declared_end:
        return conforming(f"Précédent projet terminé le {long_date(declared_end)}.")
    return conforming("Aucun projet précédent financé par la MILDECA.")


@rule(
    "UN_DOSSIER_PAR_PORTEUR",
    "Un seul dossier par porteur",
    demand="Une collectivité présente un seul dossier à chaque appel.",
    clause="C-4.1a",
    paragraph="4.1",
    section=None,
)
def UN_DOSSIER_PAR_PORTEUR(dossier: Dossier) -> Verdict:
    """Refuse a second open dossier of the same holder for the same call."""
    if dossier.has_other_open_dossier:
        return to_correct(
            "Votre collectivité a un autre dossier en cours pour cet appel. Retirez l'un des "
            "deux avant de déposer."
        )
    return conforming("C'est le seul dossier de la collectivité pour cet appel.")
