"""Sessions that end by themselves, and the second factor that agents of the State owe."""

import time
from collections.abc import Callable
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from accounts.adapter import OPENED_AT, SEEN_AT

# The clock is written at most once a minute, so that most pages write nothing.
TICK_SECONDS = 60


class SessionClockMiddleware:
    """Ends a session left alone too long, or opened too long ago (security.md, 7.3).

    Holders: 2 hours idle, 12 hours in all; agents: 30 minutes, 8 hours. Every login stamps
    the session (AccountAdapter.login).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        opened_at = request.session.get(OPENED_AT)
        if opened_at is not None:
            now = int(time.time())
            idle, age = now - request.session.get(SEEN_AT, opened_at), now - opened_at
            if idle > TICK_SECONDS and request.user.is_authenticated:
                self._tick(request, now, idle, age)
        return self.get_response(request)

    def _tick(self, request: HttpRequest, now: int, idle: int, age: int) -> None:
        kind = "agent" if request.user.is_agent else "holder"
        if (
            idle > settings.SESSION_IDLE_SECONDS[kind]
            or age > settings.SESSION_LONGEST_SECONDS[kind]
        ):
            UserSession.objects.filter(session_key=request.session.session_key).delete()
            logout(request)
            request.session_ended = True
            return
        request.session[SEEN_AT] = now
        UserSession.objects.filter(session_key=request.session.session_key).update(
            last_seen_at=timezone.now()
        )


class SecondFactorMiddleware:
    """Sends an agent without a second factor to the enrolment page, from anywhere else.

    Also says why a session ended, once messages can be left.
    """

    # What enrolment itself needs: to prove who one is, to confirm one's address, to leave.
    FREE_NAMES = frozenset(
        {
            "mfa_activate_totp",
            "mfa_view_recovery_codes",
            "mfa_download_recovery_codes",
            "account_reauthenticate",
            "account_set_password",
            "account_logout",
        }
    )

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if getattr(request, "session_ended", False):
            messages.warning(
                request,
                "Votre session s'est terminée après un temps sans activité. "
                "Reconnectez-vous : vous reviendrez à la page que vous demandiez.",
            )
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Let enrolment pages through; send the rest to enrolment when it is owed."""
        if (
            settings.REQUIRE_AGENT_SECOND_FACTOR
            and request.user.is_authenticated
            and (request.resolver_match and request.resolver_match.url_name) not in self.FREE_NAMES
            and request.user.is_agent
            and not is_mfa_enabled(request.user)
        ):
            return redirect("mfa_activate_totp")
        return None
