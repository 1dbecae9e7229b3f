"""One-time codes: enrolling, entering, and the ways around that must not exist."""

import re
import time
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.urls import URLPattern, get_resolver
from django.utils import timezone

from accounts.enums import Role
from accounts.models import Membership
from notifications.models import Email
from tests.accounts.browser import (
    LOGOUT,
    NEW_PASSWORD,
    RESET,
    code,
    is_in,
    last_mail,
    link_of,
    log_in,
)
from tests.factories import PASSWORD, TOTP_SECRET, make_second_factor, make_user

pytestmark = pytest.mark.django_db
ACTIVATE = "/compte/double-authentification/activer/"
CODE = "/compte/double-authentification/code/"
CODES = "/compte/double-authentification/codes-de-secours/"


@pytest.fixture(autouse=True)
def outbox(settings, empty_cache):
    """Mails go to the database, as on the site; no attempt is remembered."""
    settings.EMAIL_BACKEND = "notifications.backend.OutboxBackend"


def enrol(client) -> str:
    """Activate the second factor of the person logged in; return the secret."""
    page = client.get(ACTIVATE, follow=True)
    if page.request["PATH_INFO"] != ACTIVATE:
        page = client.post("/compte/confirmation/", {"password": PASSWORD, "next": ACTIVATE})
        page = client.get(ACTIVATE)
    assert 'src="data:image/svg+xml;base64,' in page.content.decode()
    secret = page.context["form"].secret
    answer = client.post(ACTIVATE, {"code": code(secret)})
    assert answer.url == CODES
    return secret


@pytest.mark.django_db(transaction=True)
def test_one_enrols_then_enters_with_a_code_once(client):
    user = make_user("alice@example.org")
    log_in(client, user.email)
    secret = enrol(client)
    told = set(Email.objects.filter(to=user.email).values_list("subject", flat=True))
    assert "Double authentification activée" in told
    stored = Authenticator.objects.get(user=user, type="totp").data["secret"]
    assert secret not in stored, "the secret is not stored in the clear"

    client.post(LOGOUT)
    assert log_in(client, user.email).url == CODE
    assert not is_in(client)
    cache.clear()  # the code of the enrolment, in the same half minute
    used = code(secret)
    assert client.post(CODE, {"code": used}).url == "/bureau/"
    assert is_in(client)

    client.post(LOGOUT)
    log_in(client, user.email)
    refused = client.post(CODE, {"code": used})
    assert "déjà servi" in refused.content.decode()
    assert not is_in(client)


def test_a_recovery_code_opens_once(client):
    user = make_user("alice@example.org")
    log_in(client, user.email)
    enrol(client)
    first = re.search(r"<code>(\d+)</code>", client.get(CODES).content.decode()).group(1)
    download = client.get(f"{CODES}telecharger/")
    assert first in download.content.decode()
    for expected in (True, False):
        client.post(LOGOUT)
        log_in(client, user.email)
        client.post(CODE, {"code": first})
        assert is_in(client) is expected


def test_codes_are_not_guessed(client):
    user = make_user("alice@example.org")
    make_second_factor(user)
    log_in(client, user.email)
    for _ in range(6):
        answer = client.post(CODE, {"code": "000000"})
    assert "Trop de tentatives" in answer.content.decode()
    client.post(CODE, {"code": code()})
    assert not is_in(client)


def test_a_reset_password_does_not_spare_the_code(client):
    user = make_user("alice@example.org")
    make_second_factor(user)
    client.post(RESET, {"email": user.email})
    form = client.get(link_of(last_mail())).url
    answer = client.post(form, {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})
    assert answer.url == "/compte/mot-de-passe/change/"
    assert not is_in(client)
    assert log_in(client, user.email, NEW_PASSWORD).url == CODE
    assert not is_in(client)
    assert client.get(form).status_code == 200
    assert "plus valable" in client.get(form, follow=True).content.decode(), "the link serves once"


def test_the_second_factor_survives_a_new_key_and_refuses_politely_a_lost_one(client, settings):
    user = make_user("alice@example.org")
    make_second_factor(user)
    former, settings.SECRET_KEY = settings.SECRET_KEY, "une nouvelle clé"
    log_in(client, user.email)
    lost = client.post(CODE, {"code": code()})
    assert lost.status_code == 200
    assert not is_in(client)
    settings.SECRET_KEY_FALLBACKS = [former]
    client.post(CODE, {"code": code()})
    assert is_in(client)


@pytest.fixture
def agents_need_a_code(settings):
    """As on the real site."""
    settings.REQUIRE_AGENT_SECOND_FACTOR = True


def test_an_agent_without_second_factor_is_sent_to_enrol_from_everywhere(
    client_of, ines, agents_need_a_code
):
    Authenticator.objects.filter(user=ines).delete()
    browser = client_of(ines)
    spared = {
        "mfa_activate_totp",
        "mfa_view_recovery_codes",
        "mfa_download_recovery_codes",
        "account_reauthenticate",
        "account_set_password",
        "account_logout",
    }
    tried = 0
    for pattern in plain_patterns():
        if pattern.name not in spared:
            answer = browser.get(f"/{pattern.pattern}")
            assert (answer.status_code, answer.url) == (302, ACTIVATE), pattern.name
            tried += 1
    assert tried > 10


def plain_patterns() -> list[URLPattern]:
    """Addresses without arguments, wherever they are included."""
    found = []
    for entry in get_resolver().url_patterns:
        prefix = str(entry.pattern)
        for pattern in getattr(entry, "url_patterns", [entry]):
            route = prefix + str(pattern.pattern) if pattern is not entry else prefix
            if isinstance(pattern, URLPattern) and "<" not in route and "^" not in route:
                found.append(type("P", (), {"pattern": route, "name": pattern.name}))
    return found


def test_an_agent_enrols_and_works(client_of, ines, agents_need_a_code):
    Authenticator.objects.filter(user=ines).delete()
    browser = client_of(None)
    log_in(browser, ines.email)
    enrol(browser)
    assert is_in(browser)


def test_a_holder_is_asked_nothing(client_of, alice, agents_need_a_code):
    assert is_in(client_of(alice))


def test_the_requirement_falls_on_the_next_request_of_a_person_made_agent(
    client_of, alice, mildeca, agents_need_a_code
):
    browser = client_of(alice)
    assert is_in(browser)
    Membership.objects.create(
        user=alice,
        organisation=mildeca,
        role=Role.INSTRUCTOR,
        status="validated",
        decided_at=timezone.now(),
    )
    assert browser.get("/compte/").url == ACTIVATE


def test_removing_the_second_factor_asks_who_one_is_again(client):
    user = make_user("alice@example.org")
    make_second_factor(user)
    log_in(client, user.email)
    client.post(CODE, {"code": code(TOTP_SECRET)})
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] = time.time() - timedelta(hours=1).total_seconds()
    session.save()
    answer = client.get("/compte/double-authentification/retirer/")
    assert "confirmation" in answer.url
    assert Authenticator.objects.filter(user=user).exists()
