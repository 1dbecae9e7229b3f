"""The eligibility panel and the steps alone, for the page to refresh after a save."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from applications.enums import SectionKey
from applications.views.dossier_page import fetch, surroundings


@require_safe
def panel(request: HttpRequest, reference: str) -> HttpResponse:
    """Panel and steps of a dossier; `section` in the query says which step is current."""
    application = fetch(request.user, reference)  # type: ignore[arg-type]
    key = request.GET.get("section", "")
    if key not in SectionKey.values:
        key = SectionKey.IDENTITY.value
    context = surroundings(application, request.user, key)  # type: ignore[arg-type]
    return render(request, "applications/sections/refresh.html", context)
