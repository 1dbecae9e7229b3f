"""Serving a file: one to keep, never a page."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from limits_portal.printouts import Printout


def paper_of(
    printout: Printout, name: str, content_type: str = "application/pdf"
) -> HttpResponse | None:
    """The file to download, or None while it is not there to be read."""
    if printout.progress != Printout.Status.DONE:
        return None
    try:
        with printout.file.open("rb") as file:
            content = file.read()
    except OSError:
        return None
    return kept(content, name, content_type)


def kept(content: bytes, name: str, content_type: str = "application/pdf") -> HttpResponse:
    """Some bytes as a file to download, that no browser opens as a page nor caches."""
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response
