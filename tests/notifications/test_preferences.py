"""What a person chooses: each time, once a day, never; in one click from the mail itself (RFC 8058)."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from notifications import delivery, digest, dispatch, preferences
from notifications.models import Email, Notice, Preference
from notifications.rule import Topic
from tests.applications.filings import make_filed
from tests.factories import paris

PAGE = "notifications:preferences"


@pytest.fixture
def filed(commune_a, bob, ines, flora):
    """A dossier filed: its team is owed the receipt, those who follow it may choose."""
    return make_filed(holder=commune_a, by=bob).application


def choose(person, mode: str, topic: str = Topic.FOLLOW) -> None:
    preferences.choose(person, {topic: mode})


def test_everything_comes_mail_by_mail_at_first(filed, ines):
    dispatch.dispatch_due()
    assert Email.objects.filter(to=ines.email).count() == 1


@pytest.mark.parametrize("mode", ["daily", "none"])
def test_a_choice_stops_the_mail_and_never_the_portals_list(filed, ines, flora, mode):
    choose(ines, mode)
    dispatch.dispatch_due()
    assert not Email.objects.filter(to=ines.email).exists()
    assert Email.objects.filter(to=flora.email).exists()
    assert Notice.objects.get(recipient=ines).awaits_digest == (mode == "daily")


def test_what_is_owed_comes_whatever_was_chosen(filed, bob):
    for topic in Topic:
        choose(bob, "none", topic)
    dispatch.dispatch_due()
    assert Email.objects.filter(to=bob.email, code="application-filed").exists()


def test_the_page_keeps_the_choices(client_of, ines, alice):
    browser = client_of(ines)
    page = browser.get(reverse(PAGE)).content.decode()
    assert "Le suivi des dossiers" in page
    assert "Le suivi des dossiers" not in client_of(alice).get(reverse(PAGE)).content.decode()
    answer = browser.post(
        reverse(PAGE),
        {"follow": "daily", **dict.fromkeys(("team", "deadlines", "conventions"), "each")},
    )
    assert answer.status_code == 302
    assert preferences.of(ines) == {
        **dict.fromkeys(("team", "deadlines", "conventions"), "each"),
        "follow": "daily",
    }


def test_each_is_asked_of_what_can_concern_them(client_of, alice, flora, ines, lea, nora):
    asked = {
        person: set(client_of(person).get(reverse(PAGE)).context["form"].fields)
        for person in (alice, flora, ines, lea, nora)
    }
    assert asked == {
        alice: {"team", "deadlines", "conventions"},
        flora: {"team", "deadlines", "follow", "conventions"},
        ines: {"team", "deadlines", "follow", "conventions"},
        lea: {"deadlines"},
        nora: {"team"},
    }


def test_what_waited_for_a_digest_that_is_given_up_does_not_come_back(filed, ines):
    choose(ines, "daily")
    dispatch.dispatch_due()
    choose(ines, "none")
    choose(ines, "daily")
    assert digest.send_due(now=paris("2027-03-02 08:00:00")) == 0


def test_a_wrong_choice_is_refused(client_of, ines):
    answer = client_of(ines).post(reverse(PAGE), {"follow": "x"})
    assert answer.status_code == 422
    assert not Preference.objects.exists()


# --- One click from the mail


@pytest.fixture
def mail(filed, ines) -> Email:
    dispatch.dispatch_due()
    return Email.objects.get(to=ines.email)


def test_the_mail_says_how_to_stop_it_to_mail_programs(mail):
    headers = delivery.message_of(mail).extra_headers
    assert headers["List-Unsubscribe"] == f"<{mail.unsubscribe_url}>"
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail.unsubscribe_url in mail.text_body


def test_what_is_owed_has_no_such_header(filed, bob):
    dispatch.dispatch_due()
    owed = Email.objects.get(to=bob.email, code="application-filed")
    assert "List-Unsubscribe" not in delivery.message_of(owed).extra_headers
    assert "Ne plus recevoir" not in owed.text_body


def test_opening_the_link_changes_nothing_posting_turns_the_topic_off(mail, ines, settings):
    browser = Client(enforce_csrf_checks=True)
    path = mail.unsubscribe_url.removeprefix(settings.BASE_URL)
    assert browser.get(path).status_code == 200
    assert preferences.of(ines)["follow"] == "each"
    assert browser.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert preferences.of(ines) == {
        **dict.fromkeys(("team", "deadlines", "conventions"), "each"),
        "follow": "none",
    }


@pytest.mark.parametrize("token", ["x", "bnVsbA:abc", "W10:xyz", "é"])
def test_a_link_that_is_not_ours_opens_nothing(db, token):
    path = reverse("notifications:unsubscribe", args=[token])
    assert Client().get(path).status_code == 404
    assert Client().post(path).status_code == 404


# --- The daily digest


def test_the_digest_is_one_mail_at_eight_with_all_that_waits(
    commune_a, commune_b, bob, charlie, ines
):
    choose(ines, "daily")
    make_filed(holder=commune_a, by=bob)
    dispatch.dispatch_due()
    assert digest.send_due(now=paris("2027-03-02 07:59:59")) == 0
    assert digest.send_due(now=paris("2027-03-02 08:00:00")) == 1
    assert digest.send_due(now=paris("2027-03-02 08:05:00")) == 0
    written = Email.objects.get(code="digest")
    assert written.to == ines.email
    assert "Loos a déposé son dossier" in written.text_body
    assert "Loos a déposé son dossier" in written.html_body
    assert written.unsubscribe_url


def test_one_click_stops_the_digest_whatever_it_was_made_of(filed, ines, settings):
    choose(ines, "daily")
    choose(ines, "daily", Topic.TEAM)
    dispatch.dispatch_due()
    digest.send_due(now=paris("2027-03-02 08:00:00"))
    Notice.objects.filter(recipient=ines).update(awaits_digest=True)
    path = Email.objects.get(code="digest").unsubscribe_url.removeprefix(settings.BASE_URL)
    assert "Le résumé quotidien" in Client().get(path).content.decode()
    Client().post(path, {"List-Unsubscribe": "One-Click"})
    assert preferences.of(ines) == {
        **dict.fromkeys(("deadlines", "conventions"), "each"),
        **dict.fromkeys(("team", "follow"), "none"),
    }
    assert digest.send_due(now=paris("2027-03-03 08:00:00")) == 0


def test_an_empty_digest_is_not_sent(ines):
    choose(ines, "daily")
    assert digest.send_due(now=paris("2027-03-02 09:00:00")) == 0
    assert not Email.objects.exists()


def test_what_comes_after_the_days_digest_waits_for_the_next(filed, ines, commune_b):
    choose(ines, "daily")
    dispatch.dispatch_due()
    morning = paris("2027-03-02 08:00:00")
    digest.send_due(now=morning)
    Notice.objects.filter(recipient=ines).update(awaits_digest=True)
    assert digest.send_due(now=morning + timedelta(hours=3)) == 0
    assert digest.send_due(now=morning + timedelta(days=1)) == 1
    assert Email.objects.filter(code="digest").count() == 2
