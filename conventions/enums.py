"""Parties, states and kinds of what is agreed (product.md, Conventions)."""

from django.db.models import TextChoices

from limits_portal import french


class Party(TextChoices):
    """The three who sign (C-4.2e), in the order of the call unless it says otherwise."""

    HOLDER = "holder", "Collectivité"
    PREFECTURE = "prefecture", "Préfecture"
    MILDECA = "mildeca", "MILDECA"

    @property
    def named(self) -> str:
        """Inside a sentence: « la préfecture », « la MILDECA »."""
        return f"la {french.inside(str(self.label))}"


class ConventionStatus(TextChoices):
    """Life of what is agreed for a dossier."""

    PREPARING = "preparing", "En préparation"
    IN_FORCE = "in_force", "En vigueur"
    TERMINATED = "terminated", "Résiliée"
    CANCELLED = "cancelled", "Abandonnée avant signature"


class ActStatus(TextChoices):
    """Life of a text that goes round: the convention itself, or one of its amendments."""

    DRAFTING = "drafting", "En rédaction à la MILDECA"
    NEGOTIATING = "negotiating", "En discussion"
    ISSUING = "issuing", "Figé, document en préparation"
    SIGNING = "signing", "À la signature"
    SIGNED = "signed", "Signé par les trois parties"
    ABANDONED = "abandoned", "Abandonné"


class RemarkStatus(TextChoices):
    """What became of a comment or of a proposed wording."""

    OPEN = "open", "À traiter"
    ACCEPTED = "accepted", "Retenue"
    REFUSED = "refused", "Non retenue"
    WITHDRAWN = "withdrawn", "Retirée"


class AmendmentKind(TextChoices):
    """What an amendment changes; one may change several."""

    DURATION = "duration", "Durée"
    AMOUNT = "amount", "Montant"
    ACTIONS = "actions", "Plan d’actions"
    PARTIES = "parties", "Parties ou signataires"


class MandateKind(TextChoices):
    """Why a person may sign for a party."""

    OFFICE = "office", "Fonction (maire, président, préfet)"
    DELEGATION = "delegation", "Délégation de signature"
    SUBSTITUTION = "substitution", "Suppléance ou intérim"


class SignatureWay(TextChoices):
    """How a party signed, for what it is in law (product.md, Conventions)."""

    PORTAL = "portal", "Signature électronique simple, recueillie par le portail"
    EXTERNAL = "external", "Signature électronique apposée avec le certificat du signataire"
    PAPER = "paper", "Signature manuscrite, copie numérisée"
