"""The holder's desk."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.enums import Role
from applications import desk


@require_safe
def application_list(request: HttpRequest) -> HttpResponse:
    """One card a dossier of this person's collectivités, what to do next first."""
    cards = desk.cards(request.user, request.received_at)  # type: ignore[attr-defined]
    links = [link for link in request.user.links if link.role in Role.HOLDER_ROLES]
    context = {
        "cards": [card for card in cards if not card.is_past],
        "past": [card for card in cards if card.is_past],
        "links": links,
        "can_open": any(link.role in Role.HOLDER_EDITORS for link in links),
        "is_room_left": desk.is_room_left(cards, request.user, request.received_at),  # type: ignore[arg-type, attr-defined]
    }
    return render(request, "applications/desk/list.html", context)
