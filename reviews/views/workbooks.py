"""A long workbook: asked for by one button, written by a worker, downloaded when it is there."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import acting, only
from accounts.enums import Role
from applications.models import Call
from limits_portal.papers import paper_of
from limits_portal.spreadsheet import XLSX
from reviews import workbooks
from reviews.models import Workbook

readers_only = only(Role.INSTRUCTOR, Role.PRESIDENT)


def place_of(name: str, kind: str, call: Call, query: str) -> str:
    """Address of a page of this workbook, its filters kept."""
    address = reverse(f"reviews:{name}", args=[kind, call.slug])
    return f"{address}?{query}" if query else address


def _state(request: HttpRequest, kind: str, slug: str) -> dict[str, Any]:
    """What the page and its fragment say. Raises Http404 for an unknown kind, PermissionDenied."""
    if kind not in workbooks.TABLES:
        raise Http404
    table, user = workbooks.TABLES[Workbook.Kind(kind)], acting(request)
    if not user.has_role(*table.roles):
        raise PermissionDenied
    call = get_object_or_404(Call, slug=slug)
    query = workbooks.filters_of(request.GET)
    return {
        "kind": kind,
        "table": table,
        "call": call,
        "filters": query,
        "book": workbooks.last_of(kind, call, query, user),
        "places": {
            name: place_of(name, kind, call, query)
            for name in ("workbook", "workbook_progress", "workbook_file")
        },
    }


@require_http_methods(["GET", "HEAD", "POST"])
@readers_only
def workbook(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    """The person's workbook, with these filters."""
    state = _state(request, kind, slug)
    if request.method == "POST":
        workbooks.ask(kind, state["call"], state["filters"], by=acting(request))
        return redirect(state["places"]["workbook"])
    state["count"] = state["table"].count(acting(request), state["call"], state["filters"])
    return render(request, "reviews/workbook/page.html", state)


@require_safe
@readers_only
def workbook_progress(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    """The progress alone: a fragment, asked again until the workbook is there."""
    return render(request, "reviews/workbook/progress.html", _state(request, kind, slug))


@require_safe
@readers_only
def workbook_file(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    """The file, unless a dossier of the call was closed to the person since."""
    state = _state(request, kind, slug)
    if state["book"] is None:
        raise Http404
    made = paper_of(state["book"], f"{kind}-{slug}.xlsx", XLSX)
    return made or redirect(state["places"]["workbook"])
