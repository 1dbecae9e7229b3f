"""Where a person's work begins."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from accounts.access import acting
from accounts.enums import Role

# What a person does most, by role; whoever holds several begins with the first of them.
DESKS = (
    (Role.HOLDER_ROLES, "applications:list"),
    (Role.PREFECTURE_ROLES, "reviews:opinions"),
    ({Role.INSTRUCTOR}, "reviews:board"),
    ({Role.PRESIDENT}, "reviews:decisions"),
    ({Role.COMMITTEE}, "reviews:readings"),
    ({Role.ADMINISTRATOR}, "applications:calls"),
)


def desk(request: HttpRequest) -> HttpResponse:
    """Send a person who has just logged in to their own work."""
    roles = {link.role for link in acting(request).links}
    place = next((name for held, name in DESKS if roles & held), "accounts:join")
    return redirect(place)
