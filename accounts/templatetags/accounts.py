"""Tags of the account pages."""

import re

from django import template
from django.conf import settings

from accounts import demo
from accounts.enums import Role
from accounts.models import User

register = template.Library()

# In this order: Edge and Opera also say Chrome, Chrome also says Safari.
BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrom", "Chrome"))
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone|iPad", "iOS"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)
EVENT_LABELS = {
    "account.login": "Connexion",
    "account.logout": "Déconnexion",
    "account.session_end": "Session fermée",
    "account.password_changed": "Mot de passe changé",
    "account.password_reset": "Mot de passe réinitialisé",
    "account.password_set": "Mot de passe choisi",
    "account.email_changed": "Adresse changée",
    "account.email_confirm": "Adresse confirmée",
    "account.email_deleted": "Adresse retirée",
    "account.totp_activated": "Double authentification activée",
    "account.totp_deactivated": "Double authentification retirée",
    "account.recovery_codes_generated": "Codes de secours créés",
    "account.closed": "Compte fermé",
    "account.reopened": "Compte rouvert",
    "membership.requested": "Rattachement demandé",
    "membership.granted": "Rôle donné",
    "membership.validate": "Rattachement validé",
    "membership.join": "Invitation acceptée",
    "membership.refuse": "Rattachement refusé",
    "membership.remove": "Rattachement retiré",
    "membership.demo": "Personne de démonstration",
    "invitation.create": "Invitation envoyée",
    "invitation.resend": "Invitation renvoyée",
    "invitation.revoke": "Invitation annulée",
    "invitation.accept": "Invitation acceptée",
}


@register.simple_tag
def demo_people() -> list[User]:
    """People of the demonstration that the login page offers; nobody outside demo mode."""
    return demo.people() if settings.DEMO else []


@register.filter
def browser(user_agent: str) -> str:
    """« Firefox sur Linux », from what the browser says of itself."""
    name = _first((*BROWSERS, ("Safari", "Safari")), user_agent)
    system = _first(SYSTEMS, user_agent)
    return (
        f"{name or 'Navigateur inconnu'} sur {system}" if system else name or "Navigateur inconnu"
    )


@register.filter
def event_label(name: str) -> str:
    """What an event of the accounts is in French; the others speak by their object's kind."""
    if name in EVENT_LABELS:
        return EVENT_LABELS[name]
    return {"application": "Dossier", "call": "Appel"}.get(name.partition(".")[0], "Opération")


@register.filter
def role_name(role: str) -> str:
    """French name of a role of the journal; what is not a role any more, as it is."""
    return dict(Role.choices).get(role, role)


def _first(names: tuple[tuple[str, str], ...], user_agent: str) -> str:
    return next((name for pattern, name in names if re.search(pattern, user_agent)), "")
