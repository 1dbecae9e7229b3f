"""The audit log, read-only, for administrators."""

from datetime import datetime, time, timedelta

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.forms.journal import JournalSearch
from accounts.views.people import administrators_only
from limits_portal.french import PARIS
from workflow.journal import verify
from workflow.models import Event

PAGE = 50
# What a page may verify while one waits; the whole is the command's (`verify_journal`).
MOST_VERIFIED = 20_000


def found(search: JournalSearch) -> QuerySet[Event]:
    """Rows a search finds, newest first; days are those of Paris."""
    rows = Event.objects.order_by("-id")
    if not search.is_valid():
        return rows.none()
    data = search.cleaned_data
    if data["name"]:
        rows = rows.filter(name__icontains=data["name"])
    if data["actor"]:
        rows = rows.filter(actor_name__icontains=data["actor"])
    if data["subject"]:
        rows = rows.filter(subject_label__icontains=data["subject"])
    if data["since"]:
        rows = rows.filter(happened_at__gte=datetime.combine(data["since"], time.min, PARIS))
    if data["until"]:
        after = data["until"] + timedelta(days=1)
        rows = rows.filter(happened_at__lt=datetime.combine(after, time.min, PARIS))
    return rows


@require_safe
@administrators_only
def journal(request: HttpRequest) -> HttpResponse:
    """The rows, filtered, by pages."""
    search = JournalSearch(request.GET)
    page = Paginator(found(search), PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    context = {"search": search, "page": page, "query": f"{query.urlencode()}&" if query else ""}
    return render(request, "accounts/journal.html", context)


@require_POST
@administrators_only
def journal_verify(request: HttpRequest) -> HttpResponse:
    """Recompute the hashes and say what was found."""
    check = verify(at_most=MOST_VERIFIED)
    if not check.is_sound:
        rows = ", ".join(str(row.event_id) for row in check.broken[:10])
        messages.error(request, f"Le journal a été altéré : lignes {rows}.")
    elif check.is_whole:
        messages.success(request, f"Journal intact : {check.count} lignes vérifiées.")
    else:
        messages.warning(
            request,
            f"Les {check.count} premières lignes sont intactes. Pour vérifier tout le journal, "
            "lancez la commande « verify_journal ».",
        )
    return redirect("accounts:journal")
