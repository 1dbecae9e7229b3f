"""Sessions: how long they last, seeing them, closing them; and the demo's one click."""

import re
import time
from datetime import timedelta

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts import demo
from accounts.enums import Role
from accounts.tasks import forget_what_expired
from limits_portal.sessions import SessionStore
from notifications.models import Email
from tests.accounts.browser import NEW_PASSWORD, is_in, link_of, log_in, sign_up
from tests.factories import (
    PASSWORD,
    make_commune,
    make_membership,
    make_organisation,
    make_second_factor,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh(empty_cache, settings):
    """No attempt is remembered; the second factor is another file's subject."""
    settings.REQUIRE_AGENT_SECOND_FACTOR = False


def stays_in(user, *steps: timedelta) -> list[bool]:
    """Whether this person is let in after each of these waits, from one log-in."""
    browser = Client()
    with time_machine.travel(timezone.now(), tick=False) as clock:
        browser.force_login(user)
        log_in_stamped(browser)
        seen = []
        for step in steps:
            clock.shift(step)
            seen.append(is_in(browser))
    return seen


def log_in_stamped(browser: Client) -> None:
    """Stamp the session as AccountAdapter.login does."""
    session = browser.session
    session["opened_at"] = session["seen_at"] = int(time.time())
    session.save()


def test_a_holder_s_session_ends_after_two_idle_hours(alice):
    assert stays_in(alice, timedelta(minutes=119), timedelta(minutes=119)) == [True, True]
    assert stays_in(alice, timedelta(minutes=121)) == [False]


def test_an_agent_s_session_ends_after_half_an_idle_hour(ines):
    assert stays_in(ines, timedelta(minutes=29), timedelta(minutes=31)) == [True, False]


def test_a_session_ends_in_any_case(alice, ines):
    hour = timedelta(hours=1)
    assert stays_in(alice, *[hour] * 13) == [True] * 12 + [False]
    quarter = timedelta(minutes=25)
    assert stays_in(ines, *[quarter] * 20) == [True] * 19 + [False]


def test_an_ended_session_says_so_and_leads_back(alice):
    browser = Client()
    log_in(browser, alice.email)
    with time_machine.travel(timezone.now() + timedelta(hours=3)):
        answer = browser.get("/compte/", follow=True)
    assert "session s'est terminée" in answer.content.decode().replace("&#x27;", "'")
    assert answer.request["QUERY_STRING"] == "next=%2Fcompte%2F"


def test_logging_in_for_real_stamps_the_session(alice):
    browser = Client()
    log_in(browser, alice.email)
    assert {"opened_at", "seen_at"} <= set(browser.session.keys())


def test_one_sees_one_s_sessions_and_closes_another(alice):
    here, there = Client(headers={"user-agent": "Mozilla/5.0 (X11; Linux) Firefox/140"}), Client()
    log_in(here, alice.email)
    log_in(there, alice.email)
    page = here.get("/compte/sessions/").content.decode()
    assert "Firefox sur Linux" in page
    assert page.count("Cette session") == 1
    other = UserSession.objects.exclude(session_key=here.session.session_key).get()
    here.post(f"/compte/sessions/{other.pk}/fermer/")
    assert is_in(here)
    assert not is_in(there)


def test_one_does_not_close_somebody_else_s_session(alice, bob):
    hers, his = Client(), Client()
    log_in(hers, alice.email)
    log_in(his, bob.email)
    session = UserSession.objects.get(user=bob)
    assert hers.post(f"/compte/sessions/{session.pk}/fermer/").status_code == 404
    assert hers.get(f"/compte/sessions/{session.pk}/fermer/").status_code == 405
    assert is_in(his)


def test_all_the_others_are_closed_at_once(alice):
    browsers = [Client() for _ in range(3)]
    for browser in browsers:
        log_in(browser, alice.email)
    browsers[0].post("/compte/sessions/")
    assert [is_in(browser) for browser in browsers] == [True, False, False]


def test_a_changed_password_closes_the_other_sessions(alice):
    here, there = Client(), Client()
    log_in(here, alice.email)
    log_in(there, alice.email)
    here.post(
        "/compte/mot-de-passe/",
        {"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD},
    )
    assert is_in(here)
    assert not is_in(there)


def test_leaving_clears_what_the_browser_kept(alice):
    browser = Client()
    log_in(browser, alice.email)
    assert browser.post("/compte/deconnexion/").headers["Clear-Site-Data"] == '"cache", "storage"'
    assert "Clear-Site-Data" not in browser.get("/compte/connexion/").headers


# --- The demonstration


@pytest.fixture
def demo_people(commune_a, commune_b, commune_c, prefecture_a, prefecture_c, mildeca, departements):
    """The demo people, on the organisations of the tests."""
    make_organisation("epci", "CA Maubeuge", "200043396", departement=departements["59"])
    for name, code in (("Tourcoing", "59599"), ("Denain", "59172")):
        make_commune(name, code=code, departement=departements["59"])
    return demo.load()


def test_demo_people_cover_every_role_and_load_twice_without_harm(demo_people):
    assert demo.load() == demo_people
    roles = {m.role for user in demo_people.values() for m in user.memberships.all()}
    assert roles == set(Role)
    assert {user.last_name for user in demo_people.values()} == {"Démo"}
    assert not any(user.has_usable_password() for user in demo_people.values())


def test_the_demo_offers_its_people_in_one_click(client, settings, demo_people):
    settings.DEMO = True
    page = client.get("/compte/connexion/").content.decode()
    assert "Alice Démo" in page
    answer = client.post("/demo/connexion/", {"person": demo_people["bob"].pk})
    assert answer.url == "/bureau/"
    assert is_in(client)


def test_there_is_no_demo_login_outside_the_demo(client, settings, demo_people):
    settings.DEMO = False
    assert "Démo" not in client.get("/compte/connexion/").content.decode()
    person = {"person": demo_people["bob"].pk}
    assert client.post("/demo/connexion/", person).status_code == 404
    assert client.get("/demo/courriels/").status_code == 404
    assert not is_in(client)


def test_the_demo_lets_nobody_enter_as_a_real_person(client, settings, demo_people, alice):
    settings.DEMO = True
    for value in (alice.pk, "", "abc", "²", "9" * 30, "-1"):
        assert client.post("/demo/connexion/", {"person": value}).status_code == 404
    assert client.get("/demo/connexion/").status_code == 405
    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/demo/connexion/", {"person": demo_people["bob"].pk}).status_code == 403


@pytest.mark.parametrize("target", ["//evil.example", "https://evil.example"])
def test_the_demo_login_leads_to_no_other_site(client, settings, demo_people, target):
    settings.DEMO = True
    answer = client.post("/demo/connexion/", {"person": demo_people["bob"].pk, "next": target})
    assert answer.url == "/bureau/"


def test_the_demo_shows_the_mails_that_would_have_left(client, settings):
    settings.DEMO, settings.EMAIL_BACKEND = True, "notifications.backend.OutboxBackend"
    sign_up(client)
    listing = client.get("/demo/courriels/").content.decode()
    assert "Confirmez votre adresse" in listing
    mail = client.get(re.findall(r'href="(/demo/courriels/\d+/)"', listing)[0])
    assert "/adresse/confirmer/" in mail.content.decode()


# --- One's own account


def test_one_changes_one_s_name_function_and_phone(client_of, alice):
    browser = client_of(alice)
    form = {
        "first_name": "Alix",
        "last_name": "Dupré",
        "job_title": "Coordinatrice",
        "phone": "03 20 00 00 00",
        "is_active": "",
        "email": "autre@example.org",
    }
    assert browser.post("/compte/", form).status_code == 302
    alice.refresh_from_db()
    assert (str(alice), alice.phone, alice.is_active) == ("Alix Dupré", "03 20 00 00 00", True)
    assert alice.email == "alice@example.org"


@pytest.mark.parametrize("has_second_factor", [False, True])
def test_one_s_address_changes_once_the_new_one_is_confirmed(alice, settings, has_second_factor):
    settings.EMAIL_BACKEND = "notifications.backend.OutboxBackend"
    browser = Client()
    log_in(browser, alice.email)
    if has_second_factor:
        make_second_factor(alice)
    asked = browser.post("/compte/adresse/", {"email": "alix@example.org", "action_add": ""})
    assert not Email.objects.exists(), "one first proves again who one is"
    assert browser.post(asked.url, {"password": PASSWORD}).url == "/compte/adresse/"
    assert "alix@example.org" in browser.get("/compte/adresse/").content.decode()
    alice.refresh_from_db()
    assert alice.email == "alice@example.org", "nothing changes before the confirmation"
    browser.post(link_of(Email.objects.get(to="alix@example.org")))
    alice.refresh_from_db()
    assert alice.email == "alix@example.org"
    told = Email.objects.filter(to="alice@example.org").values_list("subject", flat=True)
    assert "L’adresse de votre compte a été changée" in told


def test_an_address_of_another_account_is_not_taken_nor_betrayed(alice, bob, settings):
    settings.EMAIL_BACKEND = "notifications.backend.OutboxBackend"
    browser = Client()
    log_in(browser, alice.email)
    asked = browser.post("/compte/adresse/", {"email": bob.email, "action_add": ""})
    answer = browser.post(asked.url, {"password": PASSWORD})
    assert answer.url == "/compte/adresse/", "the same answer as for a free address"
    alice.refresh_from_db()
    assert alice.email == "alice@example.org"


def test_a_page_of_wrong_values_keeps_what_was_typed(client_of, alice):
    form = {"first_name": "x" * 81, "last_name": "", "job_title": "\x00", "phone": "<b>"}
    answer = client_of(alice).post("/compte/", form)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "x" * 81 in page
    assert "&lt;b&gt;" in page
    assert set(answer.context["form"].errors) == {"first_name", "last_name", "job_title", "phone"}
    alice.refresh_from_db()
    assert alice.first_name == "Alice"


def test_the_account_page_asks_few_questions(
    client_of, alice, commune_b, django_assert_max_num_queries
):
    browser = client_of(alice)
    with django_assert_max_num_queries(6):
        browser.get("/compte/")
    make_membership(alice, commune_b)
    with django_assert_max_num_queries(6):
        browser.get("/compte/")


@pytest.mark.parametrize("open_already", [0, 3])
def test_a_login_asks_few_questions_however_many_sessions_are_open(client, open_already):
    """Attempts counted and taken back, person, address, second factor; four writings and the journal read."""
    user = make_user("alice@example.org")
    for _ in range(open_already):
        log_in(Client(), user.email)
    with CaptureQueriesContext(connection) as queries:
        log_in(client, user.email)
    own = [q["sql"] for q in queries if "SAVEPOINT" not in q["sql"]]
    assert len(own) == 10, "\n".join(own)


def test_a_session_is_listed_until_it_is_gone_and_forgotten_after(alice):
    browser = Client()
    log_in(browser, alice.email)
    forget_what_expired()
    assert UserSession.objects.get().session_key == browser.session.session_key
    Session.objects.all().delete()
    forget_what_expired()
    assert not UserSession.objects.exists()


def test_a_key_that_is_taken_is_drawn_again(alice, monkeypatch):
    browser = Client()
    log_in(browser, alice.email)
    taken = browser.session.session_key
    drawn = iter([taken, "a" * 32])
    monkeypatch.setattr(SessionStore, "_get_new_session_key", lambda self: next(drawn))
    session = SessionStore()
    session["a"] = 1
    session.save()
    assert session.session_key == "a" * 32
    assert SessionStore(session.session_key)["a"] == 1
    assert is_in(browser)
