"""Whether a session moved since a page was drawn: asked every second or two, one small query."""

from django.http import Http404, HttpRequest, QueryDict
from django.shortcuts import get_object_or_404

from accounts.access import acting
from reviews.models import Sitting


def number(data: QueryDict, name: str) -> int | None:
    """A whole number of the address, or None."""
    text = data.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def moved_revision(request: HttpRequest, pk: int) -> int | None:
    """The session's revision, when it moved since the page was drawn. Raises Http404."""
    if pk > 2**31 - 1:
        raise Http404
    found = get_object_or_404(
        Sitting.objects.visible_to(acting(request)).only("revision"), pk=pk
    ).revision
    return None if found == number(request.GET, "revision") else found
