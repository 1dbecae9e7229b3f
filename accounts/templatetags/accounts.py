"""Tags of the account pages."""

import re

from django import template
from django.conf import settings

from accounts import demo
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


def _first(names: tuple[tuple[str, str], ...], user_agent: str) -> str:
    return next((name for pattern, name in names if re.search(pattern, user_agent)), "")
