"""The plan of actions on screen: add, write, copy, move, remove; from an example."""

import re
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from applications import drafting
from applications.call_content import ExampleAction
from applications.content import ActionContent, Project
from applications.models import Action, Application
from tests.factories import make_application, make_call, make_call_content

EXAMPLE = ExampleAction(
    code="psfp",
    axis="axe-2",
    title="Programme de soutien aux familles",
    town="",
    audience="Familles",
    summary="Quatorze séances.",
    aims=[],
    description="",
    cost=Decimal(42_000),
    years=3,
    pitfalls=["Mobiliser les familles demande du temps."],
)


@pytest.fixture
def application(alice, commune_a) -> Application:
    call = make_call(make_call_content(examples=[EXAMPLE]))
    dossier = make_application(holder=commune_a, by=alice, call=call)
    section = dossier.sections.get(key="objectifs")
    drafting.save_section(section, Project(duration_years=3), version=0, by=alice)
    return dossier


@pytest.fixture
def as_alice(client_of, alice):
    return client_of(alice)


def url(name: str, application: Application, *args) -> str:
    return reverse(f"applications:{name}", args=[application.reference, *args])


def add(application: Application, by, **content) -> Action:
    return drafting.add_action(application, ActionContent(**content), by=by)


def test_an_axis_without_action_says_that_one_is_needed__C_3c(as_alice, application, alice):
    add(application, alice, title="Former", axis="axe-1", costs=[Decimal(1000)])

    page = as_alice.get(url("plan", application)).content.decode()

    assert page.count("Aucune action&nbsp;: il en faut une") == 3
    assert "1 action · <strong>1\u00a0000\u00a0€</strong>" in page


def test_only_what_can_move_in_its_axis_may_be_pressed(as_alice, application, alice):
    for title, axis in (("un", "axe-1"), ("deux", "axe-1"), ("trois", "axe-2")):
        add(application, alice, title=title, axis=axis)

    page = as_alice.get(url("plan", application)).content.decode()

    pressed = (
        r'name="(up|down)"[^>]*?( disabled)?>(?:Monter|Descendre) «&nbsp;(un|deux|trois)&nbsp;»'
    )
    assert [(way, bool(off), title) for way, off, title in re.findall(pressed, page)] == [
        ("up", True, "un"),
        ("down", False, "un"),
        ("up", False, "deux"),
        ("down", True, "deux"),
        ("up", True, "trois"),
        ("down", True, "trois"),
    ]


def test_an_action_starts_in_the_axis_it_was_asked_for(as_alice, application):
    as_alice.post(url("action_add", application), {"axis": "axe-3"})

    assert application.actions.get().content["axis"] == "axe-3"


def test_an_action_may_stand_outside_the_axes__C_2_2b(as_alice, application):
    as_alice.post(url("action_add", application), {"outside": "1"})

    assert application.actions.get().content["is_outside_axes"] is True


def test_the_examples_show_their_cost_and_pitfalls__C_A2(as_alice, application):
    page = as_alice.get(url("action_examples", application), {"axe": "axe-2"}).content.decode()

    assert "42\u00a0000\u00a0€" in page
    assert "Mobiliser les familles demande du temps." in page


def test_an_action_starts_from_an_example_over_the_project_s_years__C_A2(as_alice, application):
    response = as_alice.post(url("action_add", application), {"example": "psfp"})

    action = application.actions.get()
    assert response.url == url("action", application, action.pk)
    assert action.content["costs"] == ["14000.00"] * 3
    assert action.content["example"] == "psfp"


def test_an_unknown_example_is_not_found_and_adds_nothing(as_alice, application):
    assert as_alice.post(url("action_add", application), {"example": "x"}).status_code == 404
    assert not application.actions.exists()


def test_an_action_is_written_with_its_yearly_costs__C_4_1b(as_alice, application, alice):
    action = add(application, alice)
    response = as_alice.post(
        url("action", application, action.pk),
        {
            "version": "1",
            "go": "next",
            "title": "Théâtre forum",
            "axis": "axe-3",
            "has_operator": "yes",
            "operator_name": "Compagnie",
            "operator_is_independent": "on",
            "costs-0": "11 700",
            "requested-0": "9 000,50",
        },
    )

    assert response.status_code == 302, response.context["errors"]
    content = ActionContent.model_validate(application.actions.get().content)
    assert (content.title, content.axis, content.operator_name) == (
        "Théâtre forum",
        "axe-3",
        "Compagnie",
    )
    assert content.cost == 11_700
    assert content.requested_total == Decimal("9000.50")


def test_an_action_in_an_axis_and_outside_all_is_refused_and_kept_on_screen(
    as_alice, application, alice
):
    action = add(application, alice)
    response = as_alice.post(
        url("action", application, action.pk),
        {"version": "1", "title": "Ma saisie", "axis": "axe-1", "is_outside_axes": "on"},
    )

    assert response.status_code == 422
    assert "Ma saisie" in response.content.decode()
    assert application.actions.get().version == 1


def test_an_action_is_copied_moved_and_removed(as_alice, application, alice):
    first = add(application, alice, title="un")
    add(application, alice, title="deux")

    as_alice.post(url("action_move", application, first.pk), {"down": "1"})
    as_alice.post(url("action_duplicate", application, first.pk))
    asked = as_alice.get(url("action_remove", application, first.pk))
    as_alice.post(url("action_remove", application, first.pk))

    assert "Supprimer cette action&nbsp;?" in asked.content.decode()
    titles = [row.content["title"] for row in application.actions.all()]
    assert titles == ["deux", "un (copie)"]


def test_a_stranger_finds_nothing(client_of, application, alice, charlie):
    action = add(application, alice)
    stranger = client_of(charlie)

    for name in ("action", "action_remove"):
        assert stranger.get(url(name, application, action.pk)).status_code == 404
    for name in ("action_move", "action_duplicate", "action_remove"):
        assert stranger.post(url(name, application, action.pk)).status_code == 404
    assert stranger.post(url("action_add", application)).status_code == 404
    assert application.actions.count() == 1


def test_an_action_of_another_dossier_is_not_found(as_alice, application):
    elsewhere = make_application()
    other = add(elsewhere, elsewhere.created_by, title="ailleurs")

    assert as_alice.get(url("action", application, other.pk)).status_code == 404


@pytest.mark.parametrize("name", ["plan", "action"])
def test_the_queries_do_not_grow_with_the_plan(name, as_alice, application, alice):
    action = add(application, alice, title="un")
    args = [action.pk] if name == "action" else []
    as_alice.get(url(name, application, *args))
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            as_alice.get(url(name, application, *args))
        counts.append(len(queries))
        for rank in range(5):
            add(application, alice, title=f"action {rank}", axis="axe-1")

    assert counts[0] == counts[1] <= 8
