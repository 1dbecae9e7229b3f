"""Kinds of organisation, roles and states of a membership."""

from enum import nonmember

from django.db.models import TextChoices


class OrganisationKind(TextChoices):
    """What an organisation is; the role a person may hold in it depends on this."""

    COMMUNE = "commune", "Commune"
    EPCI = "epci", "Intercommunalité"
    PREFECTURE = "prefecture", "Préfecture"
    MILDECA = "mildeca", "MILDECA"

    HOLDERS = nonmember(frozenset({"commune", "epci"}))


class Role(TextChoices):
    """The roles of design/product.md; a person may hold several, each in an organisation."""

    WRITER = "writer", "Rédacteur"
    REPRESENTATIVE = "representative", "Représentant"
    READER = "reader", "Lecteur"
    PREFECTURE_AGENT = "prefecture_agent", "Agent de préfecture"
    PREFECTURE_CHIEF = "prefecture_chief", "Chef de projet MILDECA"
    INSTRUCTOR = "instructor", "Instructeur"
    COMMITTEE = "committee", "Membre du comité"
    PRESIDENT = "president", "Président de la MILDECA"
    ADMINISTRATOR = "administrator", "Administrateur"

    HOLDER_ROLES = nonmember(frozenset({"writer", "representative", "reader"}))
    HOLDER_EDITORS = nonmember(frozenset({"writer", "representative"}))
    PREFECTURE_ROLES = nonmember(frozenset({"prefecture_agent", "prefecture_chief"}))
    MILDECA_ROLES = nonmember(frozenset({"instructor", "committee", "president", "administrator"}))
    # Roles given by an administrator, and that must enrol a second factor.
    AGENT_ROLES = nonmember(
        frozenset(
            {
                "prefecture_agent",
                "prefecture_chief",
                "instructor",
                "committee",
                "president",
                "administrator",
            }
        )
    )


class MembershipStatus(TextChoices):
    """Life of a person's link to an organisation."""

    PENDING = "pending", "En attente de validation"
    VALIDATED = "validated", "Validé"
    REFUSED = "refused", "Refusé"
    REMOVED = "removed", "Retiré"
