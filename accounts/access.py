"""Who may open a page at all: a role, or the page does not exist."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from accounts.models import User

View = Callable[..., HttpResponseBase]


def acting(request: HttpRequest) -> User:
    """The person of a page that only people logged in may open."""
    return cast(User, request.user)


def only(*roles: str) -> Callable[[View], View]:
    """Open a view to people who hold one of these roles; for anyone else it does not exist."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated or not request.user.has_role(*roles):
                raise Http404
            return view(request, *args, **kwargs)

        return guarded

    return decorate
