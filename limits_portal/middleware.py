"""Guarantees given to every response, whatever the view."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from limits_portal import arrival, errors

GetResponse = Callable[[HttpRequest], HttpResponse]
PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "publickey-credentials-create",
        "serial",
        "usb",
    )
)


class RequestGuardMiddleware:
    """Refuses requests nothing behind can read: NUL characters, foreign encodings, huge bodies.

    PostgreSQL stores no NUL, and encodings such as UTF-7 can smuggle NUL or lone surrogates past
    the forms. It also notes the instant the request came, which decides of a deadline.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        arrival.stamp(request)
        if _size(request) > settings.REQUEST_MAX_SIZE:
            return errors.too_large(request)
        if _is_unreadable(request):
            return errors.bad_request(request)
        response = self.get_response(request)
        if response.status_code == 405 and not response.streaming and not response.content:
            return errors.not_allowed(request, response)
        return response


def _size(request: HttpRequest) -> int:
    announced = str(request.META.get("CONTENT_LENGTH") or "0")
    return int(announced) if announced.isascii() and announced.isdigit() else 0


def _is_unreadable(request: HttpRequest) -> bool:
    charset = (request.content_params or {}).get("charset", "utf-8").lower()
    return (
        "\x00" in request.path
        or "%00" in request.META.get("QUERY_STRING", "")
        or any("\x00" in value for value in request.COOKIES.values())
        or charset not in {"utf-8", "utf8", "us-ascii", "ascii"}
    )


class SecurityHeadersMiddleware:
    """Headers Django does not set itself: no caching of private pages, no sharing of features.

    It stands first, so that redirections, static files and errors carry them too.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        # A static file says itself for how long it lives.
        if settings.SESSION_COOKIE_NAME in request.COOKIES and "Cache-Control" not in response:
            response["Cache-Control"] = "no-store"
        match = request.resolver_match
        if request.method == "POST" and match and match.url_name == "account_logout":
            response["Clear-Site-Data"] = '"cache", "storage"'
        return response
