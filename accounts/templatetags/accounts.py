"""Tags of the account pages."""

import re

from django import template
from django.conf import settings

from accounts import demo, event_words
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
    """What an event of the journal is in French."""
    return event_words.said(name)


@register.filter
def state_name(value: str, subject_type: str) -> str:
    """French name of the state an object of this kind left or took."""
    return event_words.state(subject_type, value)


@register.filter
def role_name(role: str) -> str:
    """French name of a role of the journal; what is not a role any more, as it is."""
    return dict(Role.choices).get(role, role)


def _first(names: tuple[tuple[str, str], ...], user_agent: str) -> str:
    return next((name for pattern, name in names if re.search(pattern, user_agent)), "")
