"""States of a dossier and the small vocabularies of its sections."""

from enum import nonmember

from django.db.models import TextChoices

_FILED = frozenset(
    {
        "submitted",
        "to_complete",
        "admissible",
        "inadmissible",
        "in_committee",
        "selected",
        "reserve",
        "rejected",
        "given_up",
    }
)


class ApplicationStatus(TextChoices):
    """The dossier's life (design/product.md)."""

    DRAFT = "draft", "Brouillon"
    SUBMITTED = "submitted", "Déposé"
    TO_COMPLETE = "to_complete", "À compléter"
    ADMISSIBLE = "admissible", "Recevable"
    INADMISSIBLE = "inadmissible", "Irrecevable"
    IN_COMMITTEE = "in_committee", "En comité"
    SELECTED = "selected", "Retenu"
    RESERVE = "reserve", "Liste complémentaire"
    REJECTED = "rejected", "Non retenu"
    WITHDRAWN = "withdrawn", "Retiré"
    GIVEN_UP = "given_up", "A renoncé"

    EDITABLE = nonmember(frozenset({"draft"}))
    DECIDED = nonmember(frozenset({"selected", "reserve", "rejected", "given_up"}))
    BEFORE_DECISION = nonmember(
        frozenset({"draft", "submitted", "to_complete", "admissible", "in_committee"})
    )
    FILED = nonmember(_FILED)
    # With a date of filing: a draft may be withdrawn too, and was never anybody's but its team's.
    ONCE_FILED = nonmember(_FILED | {"withdrawn"})
    # One at a time per holder and call (UN_DOSSIER_PAR_PORTEUR).
    OPEN = nonmember(
        frozenset(
            {
                "draft",
                "submitted",
                "to_complete",
                "admissible",
                "in_committee",
                "selected",
                "reserve",
            }
        )
    )


class SectionKey(TextChoices):
    """The nine sections, in order; the value is also the section's place in the address."""

    IDENTITY = "porteur", "Porteur"
    TERRITORY = "territoire", "Territoire et public"
    PROJECT = "objectifs", "Objectifs"
    ACTIONS = "actions", "Actions"
    PARTNERSHIP = "partenaires", "Partenaires et gouvernance"
    TEAM = "moyens-humains", "Moyens humains"
    BUDGET = "budget", "Budget"
    DOCUMENTS = "pieces-jointes", "Pièces jointes"
    COMMITMENTS = "engagements", "Engagements et dépôt"


class PublicKind(TextChoices):
    """Whom an action or a project is for (C-3b)."""

    YOUTH = "youth", "Jeunes"
    PARENTS = "parents", "Parents et familles"
    PROFESSIONALS = "professionals", "Professionnels"
    RESIDENTS = "residents", "Habitants"


class TerritoryScale(TextChoices):
    """How large the targeted territory is (C-3a, C-A1c)."""

    QUARTER = "quarter", "Un quartier"
    QUARTERS = "quarters", "Plusieurs quartiers"
    COMMUNE = "commune", "Toute la commune"
    COMMUNES = "communes", "Plusieurs communes"


class IndicatorKind(TextChoices):
    """Nature of an indicator: at least one of each (C-3e)."""

    QUANTITATIVE = "quantitative", "Quantitatif"
    QUALITATIVE = "qualitative", "Qualitatif"


class PartnerState(TextChoices):
    """How far a partner is committed (C-4.1e)."""

    ENVISAGED = "envisaged", "Envisagé"
    AGREED = "agreed", "Accord de principe"
    CONFIRMED = "confirmed", "Confirmé par écrit"


class FundingState(TextChoices):
    """State of a resource (C-4.1g)."""

    PLANNED = "planned", "Prévu"
    REQUESTED = "requested", "Sollicité"
    OBTAINED = "obtained", "Acquis"


class StaffKind(TextChoices):
    """Where a post comes from (C-4.1f, C-4.3d)."""

    EXISTING = "existing", "Agent en poste"
    RECRUITED = "recruited", "Recruté pour le projet"
    PROVIDER = "provider", "Prestataire ou mise à disposition"
