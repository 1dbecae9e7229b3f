"""Frame 1 of the Cerfa: who asks (C-4.1a, C-4.3a, C-4.3b)."""

from accounts.enums import OrganisationKind
from applications.content import Dossier, Person
from applications.enums import SectionKey
from applications.recap.blocks import Fields, Frame, Group, count, day, field, yes_no


def frame(dossier: Dossier) -> Frame:
    """Return frame 1, with the Cerfa's numbers; what concerns associations alone is left out."""
    holder, identity = dossier.holder, dossier.identity
    section = str(SectionKey.IDENTITY)
    place = f"{identity.postcode} {identity.city}".strip()
    is_commune = holder.kind == OrganisationKind.COMMUNE
    return Frame(
        "1",
        "Identification de la collectivité",
        (
            Group(
                "1.1",
                "Nom et nature",
                section,
                (
                    Fields(
                        (
                            field("Dénomination", holder.name),
                            field(
                                "Nature",
                                "Commune" if is_commune else "Intercommunalité",
                            ),
                            field("Code INSEE" if is_commune else "SIREN", holder.code),
                            field("Population", count(holder.population)),
                            *_given(
                                ("Sigle", identity.acronym),
                                ("Site web", identity.website),
                            ),
                        )
                    ),
                ),
            ),
            Group(
                "1.2",
                "Numéros d’identification",
                section,
                (
                    Fields(
                        (
                            field("SIREN (registre national)", holder.siren),
                            field("SIRET", _siret(identity.siret)),
                        )
                    ),
                ),
            ),
            Group(
                "1.5",
                "Adresse du siège",
                section,
                (
                    Fields(
                        (
                            field("Adresse", identity.address),
                            field("Code postal et commune", place),
                            *_given(("Adresse de correspondance", identity.mailing_address)),
                            field(
                                "Département (préfecture compétente)",
                                holder.departement_name or holder.departement,
                            ),
                        )
                    ),
                ),
            ),
            Group(
                "1.6",
                "Représentant légal",
                section,
                (_person(identity.representative),),
            ),
            Group(
                "1.7",
                "Personne chargée de la demande",
                section,
                (_person(identity.contact),),
            ),
            Group(
                "",
                "Précédent projet financé par la MILDECA",
                section,
                (_award(dossier),),
            ),
        ),
    )


def _given(*answers: tuple[str, str]) -> list:
    """Optional answers: shown when typed, silent otherwise."""
    return [field(label, text) for label, text in answers if text.strip()]


def _siret(siret: str) -> str:
    """« 215 903 600 00017 »."""
    if len(siret) != 14:
        return siret
    return f"{siret[:3]} {siret[3:6]} {siret[6:9]} {siret[9:]}"


def _person(person: Person) -> Fields:
    return Fields(
        (
            field("Nom et prénom", person.full_name),
            field("Fonction", person.function),
            field("Téléphone", person.phone),
            field("Courriel", person.email),
        )
    )


def _award(dossier: Dossier) -> Fields:
    identity = dossier.identity
    rows = [field("Déjà lauréat d’un appel à projets", yes_no(identity.has_previous_award))]
    if identity.has_previous_award:
        year = str(identity.previous_award_year or "")
        rows += [
            field("Édition", year),
            field("Projet terminé le", day(identity.previous_award_ended_on)),
        ]
    return Fields(tuple(rows))
