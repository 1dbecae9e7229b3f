"""Agents of the State owe a second factor before they act (security.md, 6.3.3)."""

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect


class SecondFactorMiddleware:
    """Sends an agent without a second factor to the enrolment page, from anywhere else."""

    FREE_PATHS = ("/compte/", "/static/")

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if (
            settings.REQUIRE_AGENT_SECOND_FACTOR
            and request.user.is_authenticated
            and not request.path.startswith(self.FREE_PATHS)
            and request.user.is_agent
            and not is_mfa_enabled(request.user)
        ):
            return redirect("mfa_activate_totp")
        return self.get_response(request)
