"""States and small vocabularies of the committee, its session and the decision."""

from enum import nonmember

from django.db.models import TextChoices


class ReviewStatus(TextChoices):
    """Life of a reading: « pas encore », « abstention » and « conflit » are three things, never a zero."""

    DRAFT = "draft", "Pas encore rendue"
    FILED = "filed", "Rendue"
    ABSTAINED = "abstained", "Abstention"
    VOID = "void", "Annulée (conflit d’intérêts)"


class RecusalGround(TextChoices):
    """Why a person takes no part in a dossier (facts.md §7.4)."""

    HOLDER = "holder", "Lien avec la collectivité"
    DEPARTEMENT = "departement", "Même département"
    EMPLOYER = "employer", "Employeur lié au projet"
    OPERATOR = "operator", "Lien avec un opérateur ou un partenaire du dossier"
    PERSONAL = "personal", "Intérêt personnel ou familial"
    OTHER = "other", "Autre motif"


class RecusalOrigin(TextChoices):
    """Who brought the conflict to light."""

    DECLARED = "declared", "Déclaré par la personne"
    CONFIRMED = "confirmed", "Relevé par le portail, confirmé par la MILDECA"


class SittingStatus(TextChoices):
    """Life of a session of the committee."""

    PREPARED = "prepared", "En préparation"
    CONVENED = "convened", "Convoquée"
    OPEN = "open", "Ouverte"
    CLOSED = "closed", "Close"
    SIGNED = "signed", "Procès-verbal signé"


class AttendanceMode(TextChoices):
    """How a member attends (facts.md §7.4: present, at a distance, or by mandate)."""

    PRESENT = "present", "En salle"
    REMOTE = "remote", "À distance"
    MANDATE = "mandate", "Représenté"
    ABSENT = "absent", "Absent"

    COUNTED = nonmember(frozenset({"present", "remote", "mandate"}))


class Outcome(TextChoices):
    """What is proposed, then decided, for a dossier."""

    SELECTED = "selected", "Retenu"
    RESERVE = "reserve", "Liste complémentaire"
    REJECTED = "rejected", "Non retenu"


class VoteChoice(TextChoices):
    """A member's vote on a dossier."""

    FOR = "for", "Pour"
    AGAINST = "against", "Contre"
    ABSTAIN = "abstain", "Abstention"


class DecisionStatus(TextChoices):
    """Life of a decision: secret until it is published."""

    DRAFT = "draft", "En préparation"
    PROPOSED = "proposed", "Proposée au président"
    VALIDATED = "validated", "Validée"
    PUBLISHED = "published", "Publiée"
