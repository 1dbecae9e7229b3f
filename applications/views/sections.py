"""The sections that are one document: shown and saved by one view."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.access import acting
from applications import drafting
from applications.sections import PAGES, neighbours
from applications.views.dossier_page import fetch, section_row
from applications.views.edited import Editing
from applications.views.editing import edit
from limits_portal.menu import address


def addresses(reference: str, key: str) -> dict[str, str]:
    """Where the buttons of a section lead: itself, the next one, the previous one."""
    before, after = neighbours(key)
    places = {"stay": reverse("applications:section", args=[reference, key])}
    if after:
        places["next"] = reverse("applications:section", args=[reference, after.value])
    else:
        places["next"] = address("applications:recap", reference) or places["stay"]
    if before:
        places["previous"] = reverse("applications:section", args=[reference, before.value])
    return places


@require_http_methods(["GET", "HEAD", "POST"])
def section(request: HttpRequest, reference: str, section: str) -> HttpResponse:
    """Show or save one section of a dossier."""
    page = PAGES.get(section)
    if page is None:
        raise Http404
    application = fetch(acting(request), reference)
    return edit(
        request,
        Editing(
            application=application,
            key=page.key,
            row=section_row(application, section),
            kind=page.sheet,
            save=drafting.save_section,
            title=str(page.key.label),
            intro=page.intro,
            addresses=addresses(reference, section),
            template=page.template,
        ),
    )
