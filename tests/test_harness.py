"""The harness keeps its promises."""

import socket

import pytest
from django.template import Context, Engine
from django.template.loader import render_to_string

from accounts.models import User
from tests import strictness
from tests.strictness import NetworkForbidden, UndefinedVariable, UndefinedVariablesFail


@pytest.fixture
def render(tmp_path, monkeypatch):
    """Render a text as one of our templates."""
    monkeypatch.setattr(strictness, "OUR_TEMPLATES", tmp_path)

    def draw(text: str, **values: object) -> str:
        (tmp_path / "page.html").write_text(text)
        engine = Engine(dirs=[tmp_path], string_if_invalid=UndefinedVariablesFail())
        return engine.get_template("page.html").render(Context(values))

    return draw


def test_undefined_variable_of_our_templates_fails_and_is_named(render):
    with pytest.raises(UndefinedVariable, match=r"page\.html : la variable « unknown »"):
        render("<p>{{ unknown }}</p>")


def test_undefined_attribute_fails(render):
    with pytest.raises(UndefinedVariable, match=r"user\.nickname"):
        render("{{ user.nickname }}", user=User(email="a@example.org"))


def test_asking_whether_a_variable_exists_is_allowed(render):
    assert render("{% if unknown %}oui{% else %}non{% endif %}") == "non"


def test_a_template_of_a_library_may_count_on_empty_variables():
    assert "fr-alert" in render_to_string("dsfr/alert.html", {"self": {"type": "info"}})


def test_no_test_reaches_another_machine():
    with pytest.raises(NetworkForbidden):
        socket.create_connection(("192.0.2.1", 80), timeout=1)


def test_the_people_are_who_they_are_said_to_be(alice, bob, edgar, flora, nora, commune_a):
    assert alice.role_in(commune_a.pk) == "writer"
    assert bob.role_in(commune_a.pk) == "representative"
    assert edgar.roles() == set()
    assert flora.is_agent
    assert nora.roles() == {"administrator"}


def test_every_person_can_open_a_page(client_of, alice, flora):
    for user in (None, alice, flora):
        assert client_of(user).get("/").status_code in (200, 302)
