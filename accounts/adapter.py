"""Where allauth meets our accounts: sessions, second factor, what a sign-up keeps."""

import base64
import hashlib
import logging
import time
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.internal.httpkit import HTTP_USER_AGENT_MAX_LENGTH
from allauth.core.internal.ratelimit import get_ip, respond_429
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.totp.internal.auth import generate_totp_secret
from allauth.usersessions.models import UserSession
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.http import HttpRequest

from accounts import attempts
from accounts.mailing import framed
from accounts.models import User
from workflow.engine import record
from workflow.origin import client_address

logger = logging.getLogger(__name__)
OPENED_AT = "opened_at"
SEEN_AT = "seen_at"


class AccountAdapter(DefaultAccountAdapter):
    """Our choices over allauth's defaults."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": "Ce compte est désactivé.",
        "duplicate_email": "Cette adresse est déjà celle de votre compte.",
        "email_password_mismatch": (
            "L'adresse électronique ou le mot de passe ne sont pas justes. "
            "Vérifiez les deux, ou demandez un nouveau mot de passe."
        ),
        "enter_current_password": "Ce n'est pas votre mot de passe actuel.",
        "incorrect_code": "Ce code n'est pas juste, ou il a déjà servi. Attendez le suivant.",
        "incorrect_password": "Ce mot de passe n'est pas juste.",
        "invalid_password_reset": "Ce lien n'est plus valable.",
        "rate_limited": "Trop de tentatives. Patientez quelques minutes, puis réessayez.",
        "too_many_login_attempts": "Trop de tentatives. Réessayez dans cinq minutes.",
    }

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the attempt. Raises ValidationError or a 429 when it is one too many."""
        self.attempt = attempts.count(self._limits(request, credentials))
        if "address" in self.attempt.refused_by:
            raise ImmediateHttpResponse(respond_429(request))
        if self.attempt.refused_by:
            raise self.validation_error("too_many_login_attempts")

    def _rollback_login_failed_rl_usage(self) -> None:
        attempts.take_back(self.attempt)

    def _delete_login_attempts_cached_email(self, request: HttpRequest, **credentials: Any) -> None:
        attempts.clear(self._limits(request, credentials))

    def _limits(self, request: HttpRequest, credentials: Any) -> list[attempts.Limit]:
        return attempts.limits_of_login(
            address=get_ip(request), account=self.clean_email(credentials.get("email", ""))
        )

    def login(self, request: HttpRequest, user: User) -> None:
        """Open the session, start its clocks (see accounts.middleware), list it and journal it."""
        with transaction.atomic():
            super().login(request, user)  # dates the last log-in, and so locks the person's row
            request.session[OPENED_AT] = request.session[SEEN_AT] = int(time.time())
            UserSession.objects.create(
                user=user,
                session_key=request.session.session_key,
                ip=self.get_client_ip(request),
                user_agent=request.headers.get("User-Agent", "")[:HTTP_USER_AGENT_MAX_LENGTH],
            )
            record("account.login", subject=user, by=user, is_locked=True)

    def logout(self, request: HttpRequest) -> None:
        """Close the session."""
        if request.user.is_authenticated:
            record("account.logout", subject=request.user, by=request.user)
        super().logout(request)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Log the attempt; not in the journal, whose lock would tell known addresses apart."""
        logger.warning("login refused from %s", client_address(request))

    def clean_email(self, email: str) -> str:
        """Addresses are kept in lower case: one account an address, however it is typed."""
        return email.lower()

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        """Keep what the sign-up form asks besides the address and the password."""
        user.job_title = form.cleaned_data.get("job_title", "")
        saved: User = super().save_user(request, user, form, commit=commit)
        return saved

    def render_mail(
        self,
        template_prefix: str,
        email: str | list[str],
        context: dict[str, Any],
        headers: dict[str, str] | None = None,
    ) -> EmailMultiAlternatives:
        """The mail as text, from its template, and the same words as HTML in our frame."""
        message: EmailMultiAlternatives = super().render_mail(
            template_prefix, email, context, headers
        )
        html = framed(str(message.subject), str(message.body))
        message.attach_alternative(html, "text/html")
        return message

    def send_notification_mail(
        self,
        template_prefix: str,
        user: User,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Tell the person about a change of their account, and journal it (security.md, 16.3.1)."""
        super().send_notification_mail(template_prefix, user, context, email)
        record(f"account.{template_prefix.rpartition('/')[2]}", subject=user, by=user)


class SecondFactorAdapter(DefaultMFAAdapter):
    """Second-factor secrets are encrypted at rest with a key drawn from SECRET_KEY."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": AccountAdapter.error_messages["incorrect_code"],
        "cannot_generate_recovery_codes": "Activez d'abord la double authentification.",
    }

    def _box(self) -> MultiFernet:
        keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
        digests = (
            hashlib.sha256(b"accounts.second-factor" + key.encode()).digest() for key in keys
        )
        return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])

    def encrypt(self, text: str) -> str:
        """Secret as it is stored."""
        return self._box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Secret as allauth uses it; one that no key opens any more matches no code."""
        try:
            return self._box().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            logger.exception("a second factor was encrypted under a key that is gone")
            return generate_totp_secret()
