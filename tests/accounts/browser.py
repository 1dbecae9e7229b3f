"""What the tests of the account pages share: typing a form, reading a mail, drawing a code."""

import re
import time

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client

from notifications.models import Email
from tests.factories import PASSWORD, TOTP_SECRET

NEW_PASSWORD = "girafe verte sous la pluie"
LOGIN, SIGNUP, LOGOUT = "/compte/connexion/", "/compte/inscription/", "/compte/deconnexion/"
RESET = "/compte/mot-de-passe/oublie/"


def log_in(client: Client, email: str, password: str = PASSWORD, **fields: str):
    """Post the log-in form."""
    return client.post(LOGIN, {"login": email, "password": password, **fields})


def sign_up(client: Client, email: str = "zoe@example.org", **fields: str):
    """Post the sign-up form."""
    form = {
        "first_name": "Zoé",
        "last_name": "Essai",
        "job_title": "Chargée de mission",
        "email": email,
        "password1": NEW_PASSWORD,
        "password2": NEW_PASSWORD,
    }
    return client.post(SIGNUP, form | fields)


def last_mail() -> Email:
    """The mail written last."""
    return Email.objects.latest("id")


def link_of(mail: Email) -> str:
    """Path of the first link of a mail."""
    return re.search(r"https?://[^/\s]+(/\S+)", mail.text_body).group(1)


def code(secret: str = TOTP_SECRET) -> str:
    """The code an authentication application shows now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def is_in(client: Client) -> bool:
    """Whether this browser is let in."""
    return client.get("/compte/").status_code == 200
