"""The eligibility panel and the steps alone, for the page to refresh after a save."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import acting
from applications.enums import SectionKey
from applications.views.dossier_page import fetch, surroundings


@require_safe
def panel(request: HttpRequest, reference: str) -> HttpResponse:
    """Panel and steps of a dossier; `section` in the query says which step is current."""
    application = fetch(acting(request), reference)
    key = request.GET.get("section", "")
    if key not in SectionKey.values:
        key = SectionKey.IDENTITY.value
    context = surroundings(application, acting(request), key)
    return render(request, "applications/sections/refresh.html", context)
