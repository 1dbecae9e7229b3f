"""A dossier's state in words, in templates: `{{ application.status|for_holder }}`."""

from django import template

from applications import wording

register = template.Library()


@register.filter
def for_holder(status: str) -> str:
    """What the collectivité reads of a state: never a result before it is published."""
    return wording.for_holder(status).label


@register.filter
def for_agent(status: str) -> str:
    """What an agent reads of a state."""
    return wording.for_agent(status).label
