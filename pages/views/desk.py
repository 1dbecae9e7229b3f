"""Where each person's work is."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from accounts.enums import Role
from limits_portal.menu import address


def desk(request: HttpRequest) -> HttpResponse:
    """Send a person who has just logged in to their own list."""
    links = request.user.links  # type: ignore[union-attr]
    roles = {link.role for link in links}
    if roles & Role.HOLDER_ROLES:
        wanted = ["applications:list"]
    elif roles & Role.PREFECTURE_ROLES:
        wanted = ["reviews:opinions"]
    elif roles & (Role.AGENT_ROLES - {Role.ADMINISTRATOR}):
        wanted = ["applications:filed"]
    elif Role.ADMINISTRATOR in roles:
        wanted = ["applications:calls"]
    else:
        wanted = ["accounts:join"]
    return redirect(next(filter(None, map(address, wanted)), address("home")))
