"""Keeping one's account: password, address, second factor, proving who one is again."""

from typing import Any

from allauth.account import forms as allauth
from allauth.mfa.base import forms as mfa
from allauth.mfa.recovery_codes.forms import GenerateRecoveryCodesForm
from allauth.mfa.totp.forms import ActivateTOTPForm, DeactivateTOTPForm
from django import forms

from accounts.forms.entrance import ADDRESS_HINT, name_password, settle
from limits_portal.forms import PortalForm

CODE_HINT = "Six chiffres, affichés par votre application d'authentification."
CODE_OR_RECOVERY_HINT = (
    "Six chiffres affichés par votre application d'authentification, ou l'un de vos codes de "
    "secours."
)


def name_code(form: forms.Form, hint: str) -> None:
    """Put our label and hint on the field of a one-time code."""
    form.fields["code"].label = "Code de vérification"
    form.fields["code"].help_text = hint
    form.fields["code"].widget.attrs |= {"inputmode": "numeric", "autocapitalize": "off"}
    settle(form)


class ReauthenticateForm(PortalForm, allauth.ReauthenticateForm):
    """The password again, before a sensitive change."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].label = "Mot de passe"
        self.fields["password"].help_text = ""
        settle(self)


class ChangePasswordForm(PortalForm, allauth.ChangePasswordForm):
    """The present password and the new one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"].label = "Mot de passe actuel"
        self.fields["oldpassword"].help_text = ""
        name_password(self, "Nouveau mot de passe", "Nouveau mot de passe, une seconde fois")
        settle(self)


class SetPasswordForm(PortalForm, allauth.SetPasswordForm):
    """A first password, for an account that has none."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name_password(self, "Mot de passe", "Mot de passe, une seconde fois")
        settle(self)


class ChangeEmailForm(PortalForm, allauth.AddEmailForm):
    """The new address; the old one stays until the new one is confirmed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = "Nouvelle adresse électronique"
        self.fields["email"].help_text = ADDRESS_HINT
        settle(self)


class SecondFactorForm(PortalForm, mfa.AuthenticateForm):
    """The one-time code asked at log-in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name_code(self, CODE_OR_RECOVERY_HINT)


class SecondFactorAgainForm(PortalForm, mfa.ReauthenticateForm):
    """The one-time code again, before a sensitive change."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name_code(self, CODE_OR_RECOVERY_HINT)


class ActivateForm(PortalForm, ActivateTOTPForm):
    """The first code, which proves that the application was set."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name_code(self, CODE_HINT)


class DeactivateForm(PortalForm, DeactivateTOTPForm):
    """One button: stop asking for a second factor."""


class RecoveryCodesForm(PortalForm, GenerateRecoveryCodesForm):
    """One button: draw new recovery codes; the former ones stop working."""
