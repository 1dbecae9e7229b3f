"""Where the committee stands, the readings of a dossier, their export (C-5d)."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.access import acting, only
from accounts.enums import Role
from applications.models import Application
from applications.views.calls import call_of
from limits_portal.french import PARIS
from limits_portal.spreadsheet import XLSX, as_xlsx, csv_response
from reviews import progress as work
from reviews import standings, workbooks
from reviews.models import Standing
from reviews.permissions import as_instructor
from reviews.views.ranking import PAGE_SIZE, grid_of
from reviews.views.workbooks import place_of
from workflow.engine import Refused

judges_only = only(Role.INSTRUCTOR, Role.PRESIDENT)


@require_safe
@judges_only
def progress(request: HttpRequest, slug: str) -> HttpResponse:
    """Who filed what, what is missing; each dossier with its mean and spread."""
    user, grid = acting(request), grid_of(slug)
    call = grid.call
    found = work.progress(user, call)
    paginator = Paginator(work.dossiers(user, call), PAGE_SIZE)
    paginator.count = found.dossiers  # known already
    page = paginator.get_page(request.GET.get("page"))
    now = timezone.now()
    context = {
        "call": call,
        "tab": "progress",
        "progress": found,
        "page": page,
        "query": "",
        "lines": [
            (line, [(found.names[seat], status) for seat, status in line.readers])
            for line in work.lines(user, call, page)
        ],
        "minimum": grid.terms.minimum_reviews,
        "members": [(member, member.can_be_reminded(now)) for member in found.members],
        "to_remind": sum(member.can_be_reminded(now) for member in found.members),
        "is_instructor": as_instructor(None, user) is not None,
    }
    return render(request, "reviews/committee/progress.html", context)


@require_POST
@only(Role.INSTRUCTOR)
def remind(request: HttpRequest, slug: str) -> HttpResponse:
    """Remind one member, or all those with a missing reading."""
    call = call_of(slug)
    number = request.POST.get("seat", "")
    is_one = number.isascii() and number.isdigit() and len(number) < 10
    try:
        count = work.remind(call, by=acting(request), seats=[int(number)] if is_one else None)
    except Refused as refusal:
        for reason in refusal.reasons:
            messages.error(request, reason)
    else:
        plural = "s" if count > 1 else ""
        messages.success(request, f"{count} membre{plural} relancé{plural}.")
    return redirect("reviews:progress", slug)


@require_safe
@judges_only
def reviews_export(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Every reading, one a row: CSV as it is read, or a workbook."""
    user, call = acting(request), call_of(slug)
    criteria = standings.marked(call)
    is_book = request.GET.get("format") == "xlsx"
    if is_book and work.exported(user, call).count() > workbooks.MOST_AT_ONCE:
        return redirect(place_of("workbook", "lectures", call, ""))
    rows = work.export_rows(user, call, criteria)
    headings = work.export_headings(criteria)
    day = timezone.now().astimezone(PARIS).strftime("%Y-%m-%d")
    name = f"lectures-{slug}-{day}"
    if is_book:
        book = as_xlsx(headings, rows, title="Lectures")
        return FileResponse(book, as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX)
    return csv_response(f"{name}.csv", headings, rows)


@require_safe
@judges_only
def dossier_reviews(request: HttpRequest, reference: str) -> HttpResponse:
    """The filed readings of one dossier, criterion by criterion."""
    user = acting(request)
    application = get_object_or_404(
        Application.objects.visible_to(user)
        .filter(status__in=work.SHOWN)
        .select_related("call", "holder", "departement", "standing"),
        reference=reference,
    )
    reviews = work.filed_reviews(user, application)
    filed = [review for review in reviews if review.status == "filed"]
    context = {
        "application": application,
        "standing": getattr(application, "standing", None) or Standing(),
        "filed": filed,
        "marks": work.marks_by_criterion(filed, standings.marked(application.call)),
        "abstained": [review for review in reviews if review.status == "abstained"],
        "can_reopen": as_instructor(None, user) is not None,
    }
    return render(request, "reviews/committee/dossier.html", context)
