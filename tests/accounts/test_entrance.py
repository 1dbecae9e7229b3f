"""Signing up, logging in and out."""

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.test import Client

from accounts.models import User
from notifications.models import Email
from tests.accounts.browser import (
    LOGIN,
    LOGOUT,
    NEW_PASSWORD,
    RESET,
    SIGNUP,
    is_in,
    last_mail,
    link_of,
    log_in,
    sign_up,
)
from tests.factories import PASSWORD, make_user
from workflow.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def outbox(settings, empty_cache):
    """Mails go to the database, as on the site; no attempt is remembered."""
    settings.EMAIL_BACKEND = "notifications.backend.OutboxBackend"


def test_one_signs_up_confirms_one_s_address_enters_and_leaves_for_good(client):
    answer = sign_up(client)
    assert answer.url == "/compte/adresse/a-confirmer/"
    user = User.objects.get(email="zoe@example.org")
    assert (user.get_full_name(), user.job_title) == ("Zoé Essai", "Chargée de mission")
    assert not is_in(client)

    link = link_of(last_mail())
    client.get(link)
    assert not EmailAddress.objects.get(user=user).verified, "a mail scanner's GET confirms nothing"
    assert client.post(link).status_code == 302
    assert EmailAddress.objects.get(user=user).verified
    assert is_in(client)

    cookie = client.cookies["session"].value
    client.post(LOGOUT)
    assert not is_in(client)
    client.cookies["session"] = cookie
    assert not is_in(client), "the old cookie opens nothing"
    assert log_in(client, "ZOE@example.org ", NEW_PASSWORD).url == "/bureau/"
    assert is_in(client)
    assert list(Event.objects.values_list("name", flat=True).filter(subject_id=user.pk)) == [
        "account.login",
        "account.logout",
        "account.login",
    ]


def test_nobody_enters_before_confirming_the_address(client):
    make_user("zoe@example.org", verified=False)
    assert log_in(client, "zoe@example.org").url == "/compte/adresse/a-confirmer/"
    assert not is_in(client)
    assert "/adresse/confirmer/" in last_mail().text_body


def test_the_session_changes_its_number_when_one_enters(client):
    make_user("zoe@example.org")
    client.get(LOGIN)
    session = client.session
    session["vu"] = True
    session.save()
    client.cookies["session"] = before = session.session_key
    log_in(client, "zoe@example.org")
    assert client.cookies["session"].value != before


@pytest.mark.parametrize("path", [SIGNUP, LOGIN, RESET])
def test_pages_of_the_entrance_are_public_and_french(client, path):
    page = client.get(path).content.decode()
    assert "<h1>" in page
    assert "Adresse électronique" in page
    assert "placeholder" not in page


def test_sign_up_answers_the_same_for_a_known_and_an_unknown_address(client):
    make_user("alice@example.org")
    known, mail_to_known = sign_up(client, "alice@example.org"), last_mail()
    client.cookies.clear()
    unknown = sign_up(client, "inconnue@example.org")
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert "déjà un compte" in mail_to_known.text_body
    assert User.objects.get(email="alice@example.org").check_password(PASSWORD)


def test_sign_up_hashes_a_password_for_a_known_address_too(client, monkeypatch):
    """Hashing is what takes time: without it, a known address would answer sooner."""
    from django.contrib.auth.hashers import MD5PasswordHasher

    hashed, encode = [], MD5PasswordHasher.encode
    make_user("alice@example.org")
    monkeypatch.setattr(
        MD5PasswordHasher, "encode", lambda *args: hashed.append(1) or encode(*args)
    )
    for address in ("alice@example.org", "inconnue@example.org"):
        hashed.clear()
        sign_up(client, address)
        client.cookies.clear()
        assert len(hashed) == 1


def test_reset_answers_the_same_for_a_known_and_an_unknown_address(client):
    make_user("alice@example.org")
    known = client.post(RESET, {"email": "alice@example.org"})
    assert "/mot-de-passe/nouveau/" in last_mail().text_body
    unknown = client.post(RESET, {"email": "inconnue@example.org"})
    assert "aucun compte" in last_mail().text_body
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)


def test_login_answers_the_same_for_a_known_and_an_unknown_address(client):
    make_user("alice@example.org")
    known = log_in(client, "alice@example.org", "faux mot de passe")
    unknown = log_in(client, "inconnue@example.org", "faux mot de passe")
    assert known.status_code == unknown.status_code == 200
    said = [str(e) for e in known.context["form"].non_field_errors()]
    assert said == [str(e) for e in unknown.context["form"].non_field_errors()]
    assert said[0].startswith("L'adresse électronique ou le mot de passe ne sont pas justes.")


def test_five_wrong_passwords_close_an_account_for_five_minutes_only_from_guessing(client):
    make_user("alice@example.org")
    make_user("bob@example.org")
    for _ in range(5):
        log_in(client, "alice@example.org", "faux mot de passe")
    refused = log_in(client, " ALICE@example.org")
    assert "Trop de tentatives" in refused.content.decode()
    assert not is_in(client)
    assert log_in(client, "bob@example.org").status_code == 302, "others are not locked out"


def test_leaving_is_said_at_the_top_of_the_home_page_once(client):
    make_user("alice@example.org")
    log_in(client, "alice@example.org")
    page = client.post(LOGOUT, follow=True).content.decode()
    assert page.count("Vous êtes déconnecté") == 1
    assert page.index("Vous êtes déconnecté") < page.index("<h1")


def test_a_new_password_opens_the_account_that_was_shut(client):
    make_user("alice@example.org")
    for _ in range(5):
        log_in(client, "alice@example.org", "faux mot de passe")
    client.post(RESET, {"email": "alice@example.org"})
    form = client.get(link_of(last_mail()), follow=True)
    client.post(form.request["PATH_INFO"], {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})
    log_in(client, "alice@example.org", NEW_PASSWORD)
    assert is_in(client)


def test_thirty_log_ins_a_minute_from_one_address_are_enough():
    make_user("alice@example.org")
    assert {log_in(Client(), "alice@example.org").status_code for _ in range(30)} == {302}
    answer = log_in(Client(), "alice@example.org")
    assert answer.status_code == 429
    assert "Trop de tentatives" in answer.content.decode()


def test_a_forged_forwarded_address_does_not_escape_the_limits(client):
    for n in range(12):
        log_in_from(client, f"10.0.0.{n}", f"personne{n}@example.org")
    last = log_in_from(client, "10.9.9.9", "autre@example.org")
    assert "Trop de tentatives" in last.content.decode()


def log_in_from(client, address: str, email: str):
    """Try to enter with a forged X-Forwarded-For."""
    return client.post(
        LOGIN,
        {"login": email, "password": "faux mot de passe"},
        headers={"x-forwarded-for": address},
    )


def test_too_many_requests_are_told_so_in_french(client):
    for _ in range(6):
        answer = client.post(RESET, {"email": "alice@example.org"})
    assert answer.status_code == 429
    assert "Trop de tentatives" in answer.content.decode()
    cache.clear()


@pytest.mark.parametrize(
    "target",
    [
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "https://evil.example",
        "https:evil.example",
        "http:///evil.example",
        "javascript:alert(1)",
        "\tjavascript:alert(1)",
        "https://localhost@evil.example",
        "//evil.example\\@localhost",
        "\n//evil.example",
        "ftp://localhost/x",
    ],
)
def test_no_login_leads_to_another_site(client, target):
    make_user("alice@example.org")
    assert log_in(client, "alice@example.org", next=target).url == "/bureau/"


def test_login_leads_back_to_the_page_one_asked_for(client):
    make_user("alice@example.org")
    asked = client.get("/compte/sessions/")
    assert asked.url == "/compte/connexion/?next=/compte/sessions/"
    assert log_in(client, "alice@example.org", next="/compte/sessions/").url == "/compte/sessions/"


def test_a_disabled_account_does_not_enter_and_loses_its_session(client):
    user = make_user("alice@example.org")
    log_in(client, user.email)
    assert is_in(client)
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert not is_in(client)
    client.cookies.clear()
    log_in(client, user.email)
    assert not is_in(client)


@pytest.mark.parametrize(
    "password",
    [
        "court",
        "14 caractères!",
        "zoe.essai@example",
        "motdepassemotdepasse",
        "mildeca-commune-nord-2024",
        "LIMITS Gironde 2024 !!!",
        "aaaaaaaaaaaaaaaaaaaa",
    ],
)
def test_guessable_passwords_are_refused(client, departements, password):
    answer = sign_up(client, "zoe.essai@example.org", password1=password, password2=password)
    assert answer.status_code == 200
    assert answer.context["form"].errors["password1"]
    assert not User.objects.exists()


@pytest.mark.parametrize(
    "password", ["girafe verte sous la pluie", "le nord a ses corons gris", "x" * 3 + "é€ŧ" * 40]
)
def test_long_phrases_and_any_characters_are_accepted(client, departements, password):
    assert sign_up(client, password1=password, password2=password).status_code == 302


@pytest.mark.parametrize("value", ["a\x00b", "\ud800", "x" * 100_000, "<script>alert(1)</script>"])
def test_strange_input_is_never_a_server_error(client, value):
    for name in ("first_name", "email", "password1", "job_title"):
        fields = {name: value.encode("utf-8", "surrogatepass")}
        assert sign_up(client, **fields).status_code in (200, 302, 400)
    assert log_in(client, value.encode("utf-8", "surrogatepass")).status_code in (200, 302, 400)
    assert client.get(
        LOGIN, {"next": value[:2000].encode("utf-8", "surrogatepass")}
    ).status_code in (
        200,
        400,
    )


def test_a_login_writes_its_mail_and_reaches_no_server(client, monkeypatch):
    """Neither the broker nor a mail server is called: with both down, people still enter."""
    import smtplib

    from kombu import Connection

    def forbidden(*args, **kwargs):
        raise AssertionError("no request calls the broker or a mail server")

    monkeypatch.setattr(Connection, "connect", forbidden)
    monkeypatch.setattr(Connection, "ensure_connection", forbidden)
    monkeypatch.setattr(smtplib.SMTP, "__init__", forbidden)
    make_user("alice@example.org")
    assert log_in(client, "alice@example.org").status_code == 302
    assert client.post(RESET, {"email": "alice@example.org"}).status_code == 302
    assert Email.objects.filter(delivery="waiting").count() == 1
