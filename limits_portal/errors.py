"""Error pages: what happened, what is kept, what to do, and a number to quote.

An error page never makes a second error: it is drawn with the whole shell where the person is
known, bare where anything may be missing, and as plain text of last resort.
"""

import errno
import logging
import secrets
import sys
from typing import Any

from django.conf import settings
from django.core.exceptions import (
    PermissionDenied,
    RequestDataTooBig,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

logger = logging.getLogger(__name__)

# Seconds after which a browser or a proxy may try again.
RETRY_AFTER = 120
DISK_FULL = {errno.ENOSPC, errno.EDQUOT}
LAST_RESORT = """<!DOCTYPE html><html lang="fr"><head><meta charset="utf-8"><title>Erreur</title>
</head><body><h1>Une erreur est survenue</h1><p>Ce que vous aviez enregistré est conservé.
Réessayez dans quelques minutes. Numéro à nous communiquer&nbsp;: {reference}.</p></body></html>"""


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400, or 413 when it is the size of the request that was refused."""
    if isinstance(exception, RequestDataTooBig):
        return too_large(request, exception)
    is_too_many = isinstance(exception, TooManyFieldsSent | TooManyFilesSent)
    return _page(request, 400, exception, is_too_many=is_too_many)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: with the reason the portal gave, when it gave one."""
    reason = str(exception) if isinstance(exception, PermissionDenied) else ""
    return _page(request, 403, exception, with_shell=True, reason=reason)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Explain a refused form: the session changed since the page was opened."""
    return _page(request, 403, reason or None, template="403_csrf.html")


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: the same page whether the thing does not exist or is not this person's."""
    return _page(request, 404, None, with_shell=True)


def not_allowed(request: HttpRequest, refused: HttpResponse) -> HttpResponse:
    """405: an address that only receives forms was opened, after a log-in for instance."""
    response = _page(request, 405, None, with_shell=True)
    response["Allow"] = refused.get("Allow", "")
    return response


def too_large(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """413: the request is heavier than the portal reads."""
    return _page(request, 413, exception)


def too_many_requests(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """429: too many tries in too short a time."""
    response = _page(request, 429, exception)
    response["Retry-After"] = str(RETRY_AFTER)
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """500; 503 when the database does not answer, 507 when the disk has no room left."""
    fault = sys.exc_info()[1]
    if isinstance(fault, OSError) and fault.errno in DISK_FULL:
        return _page(request, 507, fault)
    if isinstance(fault, OperationalError | InterfaceError):
        return unavailable(request, fault)
    return _page(request, 500, fault)


def unavailable(request: HttpRequest, exception: BaseException | None = None) -> HttpResponse:
    """503: the portal is up but cannot serve."""
    response = _page(request, 503, exception)
    response["Retry-After"] = str(RETRY_AFTER)
    return response


def _page(
    request: HttpRequest,
    status: int,
    fault: Any,
    *,
    template: str = "",
    with_shell: bool = False,
    **context: Any,
) -> HttpResponse:
    reference = secrets.token_hex(4).upper()
    if fault is not None:
        level = logging.ERROR if status >= 500 else logging.WARNING
        logger.log(level, "%s %s: %s, reference %s", status, request.path, fault, reference)
    template = template or f"{status}.html"
    known = {
        "reference": reference,
        "again": _again(request),
        "SITE_NAME": "LIMIT'S",
        "BRAND": settings.BRAND,
        "OPERATOR": settings.OPERATOR,
        "BASELINE": settings.BASELINE,
        **context,
    }
    html = _draw(template, known | {"shell": "base.html"}, request) if with_shell else ""
    html = html or _draw(template, known | {"shell": "errors/bare.html"})
    return HttpResponse(html or LAST_RESORT.format(reference=reference), status=status)


def _again(request: HttpRequest) -> str:
    """Address to ask for again, or "" when a form was sent: it would not be sent with it."""
    path = request.get_full_path()
    return path if request.method == "GET" and not path.startswith(("//", "/\\")) else ""


def _draw(template: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
    """The page, or an empty string when it cannot be drawn."""
    try:
        return render_to_string(template, context, request)
    except Exception:
        logger.exception("The error page %s cannot be drawn", template)
        return ""
