"""The state of an opinion, and the wall of all of them, drawn by Python (ADR 0010)."""

from collections.abc import Callable, Iterable

from django import template
from django.utils.safestring import SafeString

from limits_portal.forms.drawing import text
from limits_portal.stencil import address_of_each
from reviews.opinion_reading import Said
from reviews.opinion_wall import Brick

register = template.Library()
Address = Callable[[str], str]


@register.simple_tag
def opinion_badge(opinion: Said) -> SafeString:
    """Its badge, and whether a newer one is being written or the dossier changed since."""
    colour = f" fr-badge--{opinion.badge}" if opinion.badge else ""
    badge = f'<span class="fr-badge fr-badge--sm fr-badge--no-icon{colour}">{text(opinion.label)}</span>'
    if opinion.is_given and opinion.in_hand:
        badge += '<br><span class="fr-text--xs">nouvel avis en cours</span>'
    elif opinion.is_outdated:
        badge += f'<br><span class="fr-text--xs">rendu sur le dépôt n° {opinion.filing}</span>'
    return SafeString(badge)


@register.simple_tag
def opinion_bricks(bricks: Iterable[Brick]) -> SafeString:
    """The dossiers of a département, each leading to its opinion, or to the dossier without one."""
    given, missing = map(address_of_each, ("reviews:opinion", "applications:recap"))
    return SafeString("".join(_brick(brick, given, missing) for brick in bricks))


def _brick(brick: Brick, given: Address, missing: Address) -> str:
    opinion, application = brick.opinion, brick.application
    address = (given if opinion.is_given else missing)(text(application.reference))
    rank = f" rang {opinion.rank}" if opinion.rank else ""
    return (
        f'<li><a href="{address}">{text(application.holder.name)}</a> '
        f"{opinion_badge(opinion)}{rank}</li>\n"
    )
