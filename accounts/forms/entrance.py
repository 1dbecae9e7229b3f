"""Getting in: log-in, sign-up, forgotten password."""

from typing import Any

from allauth.account import forms as allauth
from django import forms
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest, HttpResponse

from accounts.models import User
from limits_portal.forms import PortalForm

PASSWORD_HINT = (
    "15 caractères ou plus. Une phrase de plusieurs mots est facile à retenir et difficile à "
    "deviner ; évitez les mots attendus ici (« mildeca », « commune », votre nom)."
)
ADDRESS_HINT = "Format attendu : prenom.nom@commune.fr"


def name_password(form: forms.Form, label: str, again: str, hint: str = PASSWORD_HINT) -> None:
    """Put our labels and hint on the pair of fields of a new password."""
    form.fields["password1"].label = label
    form.fields["password1"].help_text = hint
    form.fields["password2"].label = again
    form.fields["password2"].help_text = ""


def settle(form: forms.Form) -> None:
    """Make the fields as allauth built them ours: no placeholder, an e-mail is an e-mail field.

    A placeholder is no label: it vanishes as one types (RGAA 11.1). To be called last, for
    what the page shows of a field is fixed when it is first looked at.
    """
    for field in form.fields.values():
        field.widget.attrs.pop("placeholder", None)
        if isinstance(field, forms.EmailField):
            field.widget = forms.EmailInput(attrs={"autocomplete": "email"})
            field.widget.is_required = field.required
            vars(field).pop("counted_length", None)
    form._bound_fields_cache.clear()


class LoginForm(PortalForm, allauth.LoginForm):
    """Address and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = "Adresse électronique"
        self.fields["login"].help_text = ADDRESS_HINT
        self.fields["password"].label = "Mot de passe"
        self.fields["password"].help_text = ""
        settle(self)


class SignupForm(PortalForm, allauth.SignupForm):
    """Who one is, one's professional address, a password."""

    field_order = ("first_name", "last_name", "job_title", "email", "password1", "password2")

    first_name = forms.CharField(
        label="Prénom",
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
    )
    last_name = forms.CharField(
        label="Nom",
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "family-name"}),
    )
    job_title = forms.CharField(
        label="Fonction",
        max_length=120,
        help_text="Par exemple : coordinatrice du CLSPD, maire, chargé de mission prévention.",
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = "Adresse électronique professionnelle"
        self.fields["email"].help_text = ADDRESS_HINT
        name_password(self, "Mot de passe", "Mot de passe, une seconde fois")
        settle(self)

    def try_save(self, request: HttpRequest) -> tuple[User | None, HttpResponse | None]:
        """Sign up; for a known address, only seem to, and take as long: hashing is slow."""
        if self.account_already_exists:
            make_password(self.cleaned_data["password1"])
        result: tuple[User | None, HttpResponse | None] = super().try_save(request)
        return result


class ResetPasswordForm(PortalForm, allauth.ResetPasswordForm):
    """The address to which the link goes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = "Adresse électronique"
        self.fields["email"].help_text = ADDRESS_HINT
        settle(self)


class NewPasswordForm(PortalForm, allauth.ResetPasswordKeyForm):
    """The new password, after the link of the mail."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name_password(self, "Nouveau mot de passe", "Nouveau mot de passe, une seconde fois")
        settle(self)
