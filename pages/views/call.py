"""The home page and the call itself."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from pages import editions


@login_not_required
def home(request: HttpRequest) -> HttpResponse:
    """In ten seconds: what is funded, for whom, how much, until when."""
    return render(request, "pages/home.html", {"edition": editions.featured()})


@login_not_required
def call(request: HttpRequest, slug: str = "") -> HttpResponse:
    """The whole call, the current one or a past edition."""
    edition = editions.published(slug) if slug else editions.featured()
    if edition is None:
        if slug:
            raise Http404
        return render(request, "pages/no_call.html")
    context = {
        "edition": edition,
        "criteria": list(edition.call.criteria.order_by("position")),
        "others": editions.others(edition),
    }
    return render(request, "pages/call.html", context)
