"""The list of the conventions one follows: filters, counters, export (C-5g)."""

from urllib.parse import urlencode

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import acting, only
from accounts.enums import Role
from conventions import board as boards
from conventions.board_rows import COLUMNS, EXPORT_HEADINGS, Row, counters_of
from conventions.signing.shortcuts import shortcuts
from limits_portal.listing import Pages, headings
from limits_portal.spreadsheet import XLSX, as_xlsx, csv_response

PAGE_SIZE = 50
FOLLOWERS = only(*Role.HOLDER_ROLES, *Role.PREFECTURE_ROLES, Role.INSTRUCTOR, Role.PRESIDENT)


@require_safe
@FOLLOWERS
def conventions(request: HttpRequest) -> HttpResponse:
    """One row a convention; filters and order are kept in the address."""
    user = acting(request)
    wanted = boards.Wanted.of(request.GET)
    today = timezone.localdate()
    counted = boards.tally(user, wanted.call)
    page = Pages(boards.find(user, wanted, today), PAGE_SIZE).get_page(request.GET.get("page"))
    kept = urlencode(wanted.as_query())
    context = {
        "page": page,
        "rows": [Row(convention, today) for convention in page],
        "wanted": wanted,
        "headings": headings(wanted, COLUMNS),
        "counters": counters_of(wanted, counted),
        "calls": counted.calls,
        "departements": counted.departements,
        "desks": boards.DESKS,
        "kept": kept,
        "query": f"{kept}&" if kept else "",
        "opens": user.has_role(Role.INSTRUCTOR),
        "shortcuts": shortcuts(user),
    }
    return render(request, "conventions/board.html", context)


@require_safe
@FOLLOWERS
def export(request: HttpRequest, kind: str) -> HttpResponseBase:
    """The same rows as a spreadsheet file, every page of them."""
    if kind not in ("csv", "xlsx"):
        raise Http404
    today = timezone.localdate()
    found = boards.find(acting(request), boards.Wanted.of(request.GET), today)
    rows = (Row(convention, today).export() for convention in found.iterator(chunk_size=500))
    name = f"conventions-{today}.{kind}"
    if kind == "xlsx":
        book = as_xlsx(EXPORT_HEADINGS, rows, title="Conventions")
        return FileResponse(book, as_attachment=True, filename=name, content_type=XLSX)
    return csv_response(name, EXPORT_HEADINGS, rows)
