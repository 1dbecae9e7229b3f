"""What may be written of a dossier to complete: the points asked, and what stands under them."""

import pytest

from applications.scope import WHOLE, Scope, changed, changes, covers, leaves
from tests.applications.dossiers import action, valid_dossier
from tests.applications.dossiers import changed as with_one_change


@pytest.mark.parametrize(
    ("unit", "under"),
    [
        ("", "anything"),
        ("title", "title"),
        ("requested", "requested__1"),
        ("publics", "publics:ab12:headcount"),
        ("publics:ab12", "publics:ab12:headcount"),
        ("12", "12/title"),
        ("12/costs", "12/costs__0"),
    ],
)
def test_a_unit_covers_what_stands_under_it(unit, under):
    assert covers(unit, under)


@pytest.mark.parametrize(
    ("unit", "other"),
    [("title", "titles"), ("12", "123/title"), ("publics:ab", "publics:ab12"), ("a", "")],
)
def test_a_unit_covers_nothing_else(unit, other):
    assert not covers(unit, other)


def test_a_closed_scope_opens_nothing_and_a_whole_one_everything():
    assert Scope().is_closed
    assert not Scope().opens("budget")
    assert WHOLE.covers("budget", "")


def test_a_section_is_open_when_one_of_its_points_is():
    scope = Scope(anchors=frozenset({("actions", "12/title")}))
    assert scope.opens("actions")
    assert scope.opens("actions", "12/")
    assert not scope.opens("actions", "13/")
    assert not scope.covers("actions", "")
    assert not scope.opens("budget")


def test_adding_a_line_is_a_change_of_its_list():
    before = {"publics": [{"id": "a", "headcount": 3}]}
    after = {"publics": [{"id": "a", "headcount": 3}, {"id": "b", "headcount": 4}]}
    assert changed(before, after) == ["publics", "publics:b:id", "publics:b:headcount"]


def test_a_line_s_field_is_named_by_its_line():
    assert leaves({"owner": {"name": "x"}, "amounts": [1, 2]}) == {
        "owner__name": "x",
        "amounts__0": 1,
        "amounts__1": 2,
    }


def test_two_states_of_a_dossier_differ_by_section_and_unit():
    before = valid_dossier()
    after = with_one_change(before, "project.title", "Grandir ailleurs")
    after = with_one_change(after, "actions.0.content.title", "Autre titre")
    after = with_one_change(after, "documents", [])
    assert changes(before, after) == [
        ("objectifs", "title"),
        ("actions", "1/title"),
        ("pieces-jointes", "deliberation"),
        ("pieces-jointes", "rib"),
    ]
    assert changes(before, before) == []


def test_an_action_added_is_one_change():
    before = valid_dossier()
    after = before.model_copy(update={"actions": [*before.actions, action(9, "piloter")]})
    assert changes(before, after) == [("actions", "9")]
