"""The prefecture's desk, and MILDECA's wall of opinions (C-5c)."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.access import acting, only
from accounts.enums import Role
from applications.models import Call
from limits_portal.french import PARIS
from limits_portal.spreadsheet import csv_response
from reviews import opinion_desk, opinion_wall
from reviews.permissions import as_instructor
from reviews.terms import opinion_due_on
from workflow.engine import Refused

prefecture_only = only(*Role.PREFECTURE_ROLES)
mildeca_only = only(Role.INSTRUCTOR, Role.PRESIDENT)


def _csv(name: str, headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> HttpResponse:
    day = timezone.now().astimezone(PARIS).strftime("%Y-%m-%d")
    return csv_response(f"{name}-{day}.csv", headings, rows)


@require_safe
@prefecture_only
def opinions(request: HttpRequest) -> HttpResponse:
    """The dossiers of the département, what to do first on top."""
    listed = opinion_desk.tasks(acting(request))
    today = timezone.localdate()
    context = {
        "tasks": [
            (task, opinion_desk.left(task.due_on, today) if task.to_do else "") for task in listed
        ],
        "figures": list(opinion_desk.Figures.of(listed).shown()),
        "today": today,
    }
    return render(request, "reviews/opinion/desk.html", context)


@require_safe
@prefecture_only
def opinions_export(request: HttpRequest) -> HttpResponse:
    """The same rows as a spreadsheet file."""
    rows = (task.export() for task in opinion_desk.tasks(acting(request)))
    return _csv("avis", opinion_desk.EXPORT_HEADINGS, rows)


def _call(request: HttpRequest) -> Call | None:
    """The call asked for, else the last one with dossiers. Raises Http404 for an unknown one."""
    return _asked(request, opinion_wall.calls())


def _asked(request: HttpRequest, calls: Sequence[Call]) -> Call | None:
    slug = request.GET.get("appel", "")
    if slug:
        if "\x00" in slug:
            raise Http404
        return get_object_or_404(Call, slug=slug[:60])
    return next(iter(calls), None)


@require_safe
@mildeca_only
def opinion_wall_page(request: HttpRequest) -> HttpResponse:
    """Opinions given, prepared, missing and since when, by département."""
    calls, user = opinion_wall.calls(), acting(request)
    call = _asked(request, calls)
    places = opinion_wall.wall(user, call) if call else []
    now, due_on = timezone.now(), opinion_due_on(call) if call else None
    context = {
        "call": call,
        "calls": calls,
        "places": [(place, place.can_be_reminded(now)) for place in places],
        "given": sum(place.given_count for place in places),
        "prepared": sum(place.prepared_count for place in places),
        "missing": sum(len(place.missing) for place in places),
        "due_on": due_on,
        "left": opinion_desk.left(due_on, timezone.localdate()),
        "can_remind": as_instructor(None, user) is not None,
        "to_remind": sum(place.can_be_reminded(now) for place in places),
    }
    return render(request, "reviews/opinion/wall.html", context)


@require_safe
@mildeca_only
def opinion_wall_export(request: HttpRequest) -> HttpResponse:
    """Every dossier of the wall as a spreadsheet file."""
    call = _call(request)
    places = opinion_wall.wall(acting(request), call) if call else []
    rows = (brick.export() for place in places for brick in place.bricks)
    return _csv("avis-des-prefectures", opinion_wall.EXPORT_HEADINGS, rows)


@require_POST
@only(Role.INSTRUCTOR)
def opinion_remind(request: HttpRequest, slug: str) -> HttpResponse:
    """Remind one prefecture, or all those with a missing opinion."""
    call = get_object_or_404(Call, slug=slug)
    try:
        count = opinion_wall.remind(
            call, by=acting(request), departement=request.POST.get("departement", "")[:3]
        )
    except Refused as refusal:
        for reason in refusal.reasons:
            messages.error(request, reason)
    else:
        plural = "s" if count > 1 else ""
        messages.success(request, f"{count} préfecture{plural} relancée{plural}.")
    return redirect(f"{reverse('reviews:opinion_wall')}?appel={call.slug}")
