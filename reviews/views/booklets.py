"""The booklet of a call: ask for it, see it being made, keep it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import acting, only
from applications.models import Call
from limits_portal.papers import paper_of
from reviews import booklets
from workflow.engine import Refused

readers_only = only(*booklets.READERS)
# Two pages a dossier, the cover and the contents: what the bar counts against.
PAGES_A_DOSSIER = 2


def _state(call: Call, request: HttpRequest) -> dict[str, Any]:
    """What the page and its fragment say of the person's last booklet."""
    user = acting(request)
    last = booklets.last_of(call, user)
    if last is not None and not booklets.may_be_read(last, user):
        last = None
    expected = len(last.contents) * PAGES_A_DOSSIER + 2 if last else 0
    return {
        "call": call,
        "booklet": last,
        "count": booklets.dossiers(call, user).count(),
        "is_current": last is not None and booklets.is_current(last, user),
        "expected_pages": expected,
        "pages_done": min(last.pages_done, expected) if last else 0,
    }


@require_http_methods(["GET", "HEAD", "POST"])
@readers_only
def booklet(request: HttpRequest, slug: str) -> HttpResponse:
    """The person's booklet: asked for by one button, made by a worker."""
    call = get_object_or_404(Call, slug=slug)
    if request.method == "POST":
        try:
            booklets.ask(call, by=acting(request))
        except Refused as refusal:
            messages.error(request, " ".join(refusal.reasons))
        return redirect("reviews:booklet", slug)
    return render(request, "reviews/booklet/page.html", _state(call, request))


@require_safe
@readers_only
def booklet_progress(request: HttpRequest, slug: str) -> HttpResponse:
    """The progress alone: a fragment, asked again until the booklet is there."""
    call = get_object_or_404(Call, slug=slug)
    return render(request, "reviews/booklet/progress.html", _state(call, request))


@require_safe
@readers_only
def booklet_file(request: HttpRequest, slug: str) -> HttpResponse:
    """The PDF, unless a dossier in it was closed to the person since."""
    call = get_object_or_404(Call, slug=slug)
    user = acting(request)
    last = booklets.last_of(call, user)
    if last is None or not booklets.may_be_read(last, user):
        raise Http404
    return paper_of(last, f"livret-{slug}.pdf") or redirect("reviews:booklet", slug)
