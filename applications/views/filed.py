"""The filed dossiers, for the prefecture and MILDECA: search, filter, sort, export."""

from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import acting
from accounts.enums import Role
from accounts.models import User
from applications import filed
from limits_portal.french import PARIS
from limits_portal.listing import Pages, headings
from limits_portal.menu import address
from limits_portal.spreadsheet import csv_response

PAGE_SIZE = 25
READERS = (
    *sorted(Role.PREFECTURE_ROLES),
    Role.INSTRUCTOR,
    Role.PRESIDENT,
    Role.COMMITTEE,
)


def _reader(request: HttpRequest) -> User:
    """The person, if one of their roles reads filed dossiers. Raises PermissionDenied."""
    if not acting(request).has_role(*READERS):
        raise PermissionDenied
    return acting(request)


@require_safe
def filed_list(request: HttpRequest) -> HttpResponse:
    """One row a filed dossier; filters and order are kept in the address."""
    user = _reader(request)
    # Those who instruct have one list: the board.
    board = address("reviews:board") if user.has_role(Role.INSTRUCTOR) else ""
    if board:
        return redirect(board)
    wanted = filed.Wanted.of(request.GET)
    pages = Pages(filed.find(user, wanted), PAGE_SIZE)
    choices = filed.choices(user)
    if not wanted.is_filtered:
        pages.count = choices.total  # known already
    page = pages.get_page(request.GET.get("page"))
    kept = urlencode(wanted.as_query())
    context = {
        "page": page,
        "rows": [filed.Row.of(application) for application in page],
        "wanted": wanted,
        "headings": headings(wanted, filed.COLUMNS),
        "calls": choices.calls,
        "departements": choices.departements,
        "statuses": filed.status_choices(user),
        "query": f"{kept}&" if kept else "",
        "export_query": kept,
        "is_national": filed.is_national(user),
    }
    return render(request, "applications/filed/list.html", context)


@require_safe
def filed_export(request: HttpRequest) -> HttpResponseBase:
    """The same rows as a spreadsheet file, every page of them."""
    user = _reader(request)
    rows = filed.find(user, filed.Wanted.of(request.GET))
    day = timezone.now().astimezone(PARIS).strftime("%Y-%m-%d")
    return csv_response(
        f"dossiers-deposes-{day}.csv",
        filed.EXPORT_HEADINGS,
        (filed.Row.of(application).export() for application in rows.iterator(chunk_size=500)),
    )
