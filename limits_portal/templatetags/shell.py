"""Tags of the page's shell: menu by role, acting roles, summary of errors, alerts."""

from typing import Any

from django import template
from django.template.base import Parser, Token
from django.utils.safestring import SafeString

from limits_portal import menu
from limits_portal.forms import error_lines

register = template.Library()
ALERTS = {"debug": "info", "info": "info", "success": "success", "warning": "warning"}


@register.simple_tag(takes_context=True)
def menu_entries(context: dict[str, Any]) -> list[menu.Entry]:
    """Entries of the main menu for the person on this page."""
    request = context["request"]
    return menu.entries(request.user, request.path)


@register.simple_tag(takes_context=True)
def every_entry(context: dict[str, Any]) -> list[menu.Entry]:
    """All that the portal offers the person on this page, for the site map."""
    request = context["request"]
    return menu.every(request.user, request.path)


@register.simple_tag
def address(name: str, *args: Any) -> str:
    """Address of a page by name, or an empty string when the portal has no such page."""
    return menu.address(name, *args)


@register.simple_tag
def account_address() -> str:
    """Address of a person's own page: profile, password, second factor."""
    return menu.account_address()


@register.inclusion_tag("shell/error_summary.html")
def error_summary(*subjects: Any) -> dict[str, Any]:
    """One summary of the errors of these forms and formsets, each line a link to its field."""
    return {"lines": error_lines(*subjects)}


@register.filter
def alert_kind(level_tag: str) -> str:
    """Kind of DSFR alert for a message's level."""
    return ALERTS.get(level_tag, "error")


class Constant(template.Node):
    """What is the same on every page of the process: drawn by the first one that needs it."""

    def __init__(self, nodes: template.NodeList) -> None:
        self.nodes = nodes
        self.html: SafeString | None = None

    def render(self, context: template.Context) -> SafeString:
        """The HTML of the first time."""
        if self.html is None:
            self.html = self.nodes.render(context)
        return self.html


@register.tag
def constant(parser: Parser, token: Token) -> Constant:
    """`{% constant %}…{% endconstant %}`: a piece that depends on nothing but the settings."""
    nodes = parser.parse(("endconstant",))
    parser.delete_first_token()
    return Constant(nodes)
