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

    # Nothing is proposed or marked any more.
    OVER = nonmember(frozenset({"closed", "signed"}))


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


class OpinionStatus(TextChoices):
    """Life of a prefecture's opinion."""

    DRAFT = "draft", "En cours de rédaction"
    PREPARED = "prepared", "Préparé"
    GIVEN = "given", "Rendu"


class Stance(TextChoices):
    """What the prefecture thinks of a dossier, in one word (facts.md §7.2)."""

    VERY_FAVOURABLE = "very_favourable", "Très favorable"
    FAVOURABLE = "favourable", "Favorable"
    RESERVED = "reserved", "Réservé"
    UNFAVOURABLE = "unfavourable", "Défavorable"

    # A stance that must say why.
    EXPLAINED = nonmember(frozenset({"reserved", "unfavourable"}))


class StatePartner(TextChoices):
    """Services of the State that a project may lean on (facts.md §7.2)."""

    PROSECUTOR = "parquet", "Parquet"
    POLICE = "ddpn", "Police nationale (DDPN, DIPN)"
    GENDARMERIE = "ggd", "Gendarmerie (GGD)"
    SCHOOLS = "dasen", "Éducation nationale (DASEN)"
    YOUTH_JUSTICE = "pjj", "Protection judiciaire de la jeunesse"
    HEALTH = "ars", "Agence régionale de santé"
    COHESION = "ddets", "DDETS, politique de la ville"
    CUSTOMS = "douanes", "Douanes"
    PRISON = "spip", "Administration pénitentiaire (SPIP)"
    OTHER = "autre", "Autre service de l’État"
