"""The instruction's board: filters, counters, saved views, export, several dossiers at once."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.access import acting, only
from accounts.enums import Role
from limits_portal.listing import Pages, headings
from limits_portal.spreadsheet import XLSX, as_xlsx, csv_response
from reviews import board as boards
from reviews import workbooks
from reviews.board_rows import EXPORT_HEADINGS, Row, counters_of
from reviews.forms.instruction import ViewForm
from reviews.models import SavedView
from reviews.views.workbooks import place_of

PAGE_SIZE = 50
MOST_VIEWS = 20

instructors_only = only(Role.INSTRUCTOR)


@require_safe
@instructors_only
def board(request: HttpRequest) -> HttpResponse:
    """One row a dossier of a call; filters and order are kept in the address."""
    user = acting(request)
    tally = boards.tally(user)
    call = tally.chosen(request.GET.get("appel", ""))
    if call is None:
        return render(request, "reviews/instruction/no_call.html")
    wanted = boards.Wanted.of(request.GET)
    today = timezone.localdate()
    counted = tally.counts(call, wanted.departement)
    paginator = Pages(boards.find(user, call, wanted, today=today), PAGE_SIZE)
    if not any((wanted.text, wanted.kind, wanted.attention)):
        # The counters know already: no need to count again.
        paginator.count = counted.by_status[wanted.status] if wanted.status else counted.total
    page = paginator.get_page(request.GET.get("page"))
    asked = ({"appel": call.slug} if call != tally.calls[0] else {}) | wanted.as_query()
    kept = urlencode(asked)
    context = {
        "calls": tally.calls,
        "call": call,
        "call_query": f"appel={call.slug}&" if call != tally.calls[0] else "",
        "page": page,
        "rows": [Row(application, today) for application in page],
        "wanted": wanted,
        "headings": headings(wanted, boards.COLUMNS),
        "counters": counters_of(wanted, counted.by_status),
        "departements": counted.departements,
        "kinds": boards.KINDS,
        "attentions": boards.ATTENTIONS,
        "kept": kept,
        "query": f"{kept}&" if kept else "",
        "views": list(SavedView.objects.filter(person=user)),
        "view_form": ViewForm(),
    }
    return render(request, "reviews/instruction/board.html", context)


@require_safe
@instructors_only
def board_export(request: HttpRequest, kind: str) -> HttpResponseBase:
    """The same rows as a spreadsheet file, every page of them."""
    user = acting(request)
    call = boards.tally(user).chosen(request.GET.get("appel", ""))
    if call is None or kind not in ("csv", "xlsx"):
        raise Http404
    today = timezone.localdate()
    wanted = boards.Wanted.of(request.GET)
    found = boards.find(user, call, wanted, today=today)
    if kind == "xlsx" and found.count() > workbooks.MOST_AT_ONCE:
        return redirect(place_of("workbook", "dossiers", call, urlencode(wanted.as_query())))
    rows = (Row(application, today).export() for application in found.iterator(chunk_size=500))
    name = f"instruction-{call.slug}-{today}.{kind}"
    if kind == "xlsx":
        book = as_xlsx(EXPORT_HEADINGS, rows, title="Dossiers")
        return FileResponse(book, as_attachment=True, filename=name, content_type=XLSX)
    return csv_response(name, EXPORT_HEADINGS, rows)


@require_POST
@instructors_only
def view_add(request: HttpRequest) -> HttpResponse:
    """Keep the present filters under a name; the same name replaces them."""
    user = acting(request)
    back = reverse("reviews:board")
    query = request.POST.get("query", "")[:500].replace("\x00", "")
    form = ViewForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Donnez un nom à la vue, de 60 caractères au plus.")
    elif SavedView.objects.filter(person=user).count() >= MOST_VIEWS:
        messages.error(request, f"Vous avez déjà {MOST_VIEWS} vues : supprimez-en une.")
    else:
        SavedView.objects.update_or_create(
            person=user, name=form.cleaned_data["name"], defaults={"query": query}
        )
        messages.success(request, f"La vue « {form.cleaned_data['name']} » est enregistrée.")
    return redirect(f"{back}?{query}" if query else back)


@require_POST
@instructors_only
def view_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget a view."""
    if pk > 2**63 - 1:
        raise Http404
    view = get_object_or_404(SavedView, pk=pk, person=acting(request))
    view.delete()
    messages.success(request, f"La vue « {view.name} » est supprimée.")
    return redirect("reviews:board")


@require_safe
@instructors_only
def guide(request: HttpRequest) -> HttpResponse:
    """How one instructs with the portal, in short."""
    return render(request, "reviews/instruction/guide.html")
