"""The projected view: what everybody in the room may see, large, following the operator (A4)."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import acting, only
from accounts.enums import Role
from reviews import attending, room
from reviews import room_charts as charts
from reviews.models import Sitting
from reviews.views.polling import moved_revision
from reviews.views.sittings import sitting_of


def _projected(sitting: Sitting) -> dict[str, Any]:
    """What everybody in the room may see: the current dossier, its neighbours, the envelope."""
    shown = room.read_for_all(sitting)
    lines = shown.by_rank
    place = next((n for n, x in enumerate(lines) if x.pk == sitting.current_id), None)
    around = lines[max(0, place - 2) : place + 3] if place is not None else lines[:5]
    recused = attending.recused_seats(sitting).get(sitting.current_id or 0, set())
    away = [str(seat) for seat in shown.seats if seat.pk in recused]
    current = lines[place] if place is not None else None
    return {
        "sitting": sitting,
        "room": shown,
        "current": current,
        "around": around,
        "dots": charts.dots(current.scores) if current else [],
        # Closed to somebody in the room: named as recused, and nothing of the dossier.
        "away": away if current is None and sitting.current_id else [],
        "said_away": away if current is not None else [],
        "quorum": attending.quorum_of(sitting, recused),
    }


@require_safe
@only(Role.INSTRUCTOR, Role.PRESIDENT)
def projection(request: HttpRequest, pk: int) -> HttpResponse:
    """The projected view: large, readable from afar."""
    return render(
        request, "reviews/sitting/projection.html", _projected(sitting_of(acting(request), pk))
    )


@require_safe
@only(Role.INSTRUCTOR, Role.PRESIDENT)
def projection_changes(request: HttpRequest, pk: int) -> HttpResponse:
    """Nothing (204) while the session has not moved, else the projected part."""
    if moved_revision(request, pk) is None:
        return HttpResponse(status=204)
    return render(
        request, "reviews/sitting/projected.html", _projected(sitting_of(acting(request), pk))
    )
