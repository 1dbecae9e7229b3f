"""What one finds beside the list of conventions: one's pile, mandates, paper, the guide."""

from django.urls import reverse

from accounts.enums import Role
from accounts.models import User
from conventions.permissions import SIGNING_ROLES

Shortcut = tuple[str, str]
MANDATE_ROLES = SIGNING_ROLES | {Role.PREFECTURE_AGENT, Role.INSTRUCTOR, Role.ADMINISTRATOR}
# Everybody who may be a party, but a holder's reader.
PAPER_ROLES = MANDATE_ROLES - {Role.ADMINISTRATOR} | {Role.WRITER}


def shortcuts(user: User) -> list[Shortcut]:
    """Labels and addresses of the pages of the signature that this person may open."""
    found = [
        ("Parapheur", "pile", SIGNING_ROLES),
        ("Habilitations à signer", "mandates", MANDATE_ROLES),
        ("Conventions signées sur papier", "scans", PAPER_ROLES),
    ]
    own = [
        (label, reverse(f"conventions:{name}"))
        for label, name, roles in found
        if user.has_role(*roles)
    ]
    return [*own, ("Guide de la signature", reverse("conventions:sign_guide"))]
