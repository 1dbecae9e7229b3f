"""The holder's desk."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import acting
from accounts.enums import Role
from applications import desk
from limits_portal.arrival import received_at


@require_safe
def application_list(request: HttpRequest) -> HttpResponse:
    """One card a dossier of this person's collectivités, what to do next first."""
    user, now = acting(request), received_at(request)
    cards = desk.cards(user, now)
    links = [link for link in user.links if link.role in Role.HOLDER_ROLES]
    context = {
        "cards": [card for card in cards if not card.is_past],
        "past": [card for card in cards if card.is_past],
        "links": links,
        "can_open": any(link.role in Role.HOLDER_EDITORS for link in links),
        "is_room_left": desk.is_room_left(cards, user, now),
    }
    return render(request, "applications/desk/list.html", context)
