"""The articles of a call's convention, on the administrator's screens."""

import io

import pytest
from django.core.management import call_command
from django.urls import reverse

from applications.models import Call
from conventions.articles import SHARE
from conventions.placeholders import known_names
from tests.factories import make_call
from workflow.models import Event

LIST = reverse("conventions:articles", args=["limits-2024"])
AMOUNT = reverse("conventions:article", args=["limits-2024", "montant"])
ADD = reverse("conventions:article_add", args=["limits-2024"])


@pytest.fixture
def call(db) -> Call:
    """LIMIT'S 2024."""
    call_command("load_call", "limits-2024", stdout=io.StringIO())
    return Call.objects.get()


@pytest.fixture
def browser(client_of, nora):
    """The administrator's browser."""
    return client_of(nora)


def codes(call: Call) -> list[str]:
    """Codes of the articles, in order."""
    return [a["code"] for a in SHARE.read(call)]


def test_an_article_is_reworded_and_journaled(call, browser):
    page = browser.get(AMOUNT)
    data = page.context["form"].initial | {"body": "Texte corrigé. [[montant_total]]"}
    data["seen"] = page.context["seen"]
    assert browser.post(AMOUNT, data).status_code == 302
    assert call.article_templates.get(code="montant").body == "Texte corrigé. [[montant_total]]"
    event = Event.objects.about(call).first()
    assert (event.name, event.payload["part"]) == ("call.edited", "articles")


@pytest.mark.parametrize("body", ["[[montnat]]", "[[]]", "[[a\nb]]", "[[montant_total]] [[x]]"])
def test_a_name_that_nothing_would_fill_is_refused(call, browser, body):
    page = browser.get(AMOUNT)
    data = page.context["form"].initial | {"body": body, "seen": page.context["seen"]}
    answer = browser.post(AMOUNT, data)
    assert "ne sait pas remplacer" in answer.content.decode()
    assert "[[montant_total]]" in call.article_templates.get(code="montant").body


def test_articles_move_and_go(call, browser):
    page = browser.get(LIST)
    browser.post(LIST, {"command": "down:objet", "seen": page.context["seen"]})
    assert codes(call)[:2] == ["duree", "objet"]
    seen = browser.get(LIST).context["seen"]
    browser.post(LIST, {"command": "remove:duree", "seen": seen})
    assert len(codes(call)) == 21
    assert [a.position for a in call.article_templates.all()] == list(range(1, 22))


def test_an_article_is_added_at_the_end(call, browser):
    page = browser.get(ADD)
    data = {"title": "Lutte contre le bruit", "body": "Texte.", "seen": page.context["seen"]}
    assert browser.post(ADD, data).status_code == 302
    assert codes(call)[-1] == "lutte-contre-le-bruit"


def test_a_stale_page_changes_nothing_and_keeps_what_is_typed(call, browser):
    page = browser.get(AMOUNT)
    call.article_templates.filter(code="objet").update(title="Changé entre-temps")
    data = page.context["form"].initial | {"title": "Mon titre", "seen": page.context["seen"]}
    answer = browser.post(AMOUNT, data)
    assert "Un collègue a modifié" in answer.content.decode()
    assert "Mon titre" in answer.content.decode()
    browser.post(LIST, {"command": "up:duree", "seen": page.context["seen"]})
    assert codes(call)[0] == "objet"


def test_what_does_not_exist_is_not_found(call, browser):
    for command in ("", "up:rien", "explode:objet"):
        assert browser.post(LIST, {"command": command}).status_code == 404
    assert (
        browser.get(reverse("conventions:article", args=["limits-2024", "rien"])).status_code == 404
    )
    assert browser.get(reverse("conventions:articles", args=["rien"])).status_code == 404


def test_a_call_without_articles_says_so(browser):
    call = make_call()
    page = browser.get(reverse("conventions:articles", args=[call.slug]))
    assert "pas encore d'article" in page.content.decode()


def test_brackets_that_name_nothing_are_found():
    assert known_names("[[collectivite]] [simple]") == "[[collectivite]] [simple]"
    with pytest.raises(ValueError, match=r"\[\[inconnu\]\]\.$"):
        known_names("[[collectivite]] [[inconnu]] [simple]")
