"""Serving a paper made by a worker: as a file to keep, never as a page."""

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
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response
