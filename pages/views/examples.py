"""Example actions of the LIMIT'S experiments (C-A2)."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from pages import editions
from pages.forms import ExampleFilter


@login_not_required
def examples(request: HttpRequest) -> HttpResponse:
    """All the examples of the call, narrowed by axis and words kept in the address."""
    edition = editions.featured()
    if edition is None:
        return render(request, "pages/no_call.html")
    form = ExampleFilter(request.GET, texts=edition.texts, auto_id="filtre_%s")
    found = form.examples()
    groups = [(axis, [e for e in found if e.axis == axis.code]) for axis in edition.texts.axes]
    context = {
        "edition": edition,
        "form": form,
        "groups": [(axis, matching) for axis, matching in groups if matching],
        "count": len(found),
        "is_filtered": bool(request.GET),
    }
    return render(request, "pages/examples.html", context)


@login_not_required
def example(request: HttpRequest, code: str) -> HttpResponse:
    """One example: aims, cost, pitfalls, source."""
    edition = editions.featured()
    found = [e for e in edition.texts.examples if e.code == code] if edition else []
    if edition is None or not found:
        raise Http404
    axis = next(a for a in edition.texts.axes if a.code == found[0].axis)
    siblings = [e for e in edition.texts.examples if e.axis == axis.code and e.code != code]
    context = {
        "edition": edition,
        "example": found[0],
        "axis": axis,
        "siblings": siblings[:3],
    }
    return render(request, "pages/example.html", context)
