"""Lists of lines: rearranged as typed, whatever is posted."""

from django import forms
from django.http import QueryDict

from limits_portal.forms import PortalForm
from limits_portal.lines import Lines


class Named(PortalForm):
    """A line with a name."""

    name = forms.CharField(label="Nom", max_length=20)


STORED = [("a", {"name": "Anne"}), ("b", {"name": "Bob"}), ("c", {"name": "Cléo"})]


def lines(query: str | None = None, **options) -> Lines:
    """Three lines, as stored or as posted."""
    data = None if query is None else QueryDict(query)
    return Lines("people", Named, noun="personne", stored=STORED, data=data, **options)


POSTED = "people=a&people=b&people=c&people-a-name=Anne&people-b-name=Bruno&people-c-name=Cléo"


def test_as_stored():
    rows = lines().rows
    assert [(r.id, r.number, r.form["name"].value()) for r in rows] == [
        ("a", 1, "Anne"),
        ("b", 2, "Bob"),
        ("c", 3, "Cléo"),
    ]
    assert (rows[0].is_first, rows[0].is_last, rows[2].is_last) == (True, False, True)


def test_moving_keeps_what_is_typed():
    typed = lines(POSTED)
    typed.change("up:b")
    assert [r.form["name"].value() for r in typed.rows] == ["Bruno", "Anne", "Cléo"]
    typed.change("down:a")
    assert [r.id for r in typed.rows] == ["b", "c", "a"]
    typed.change("up:b")
    assert [r.id for r in typed.rows] == ["b", "c", "a"]


def test_a_line_added_is_blank_and_shows_no_error():
    typed = lines(POSTED)
    typed.change("add")
    new = typed.rows[-1]
    assert new.is_new and new.form["name"].value() is None and not new.form.errors


def test_a_locked_line_stays():
    typed = lines(POSTED, locked=frozenset({"b"}))
    typed.change("remove:b")
    typed.change("remove:c")
    assert typed.ids == ["a", "b"]


def test_nonsense_changes_nothing():
    typed = lines(POSTED)
    for command in ("", "up:zzz", "remove", "drop:a", "up:", ":a"):
        typed.change(command)
    assert typed.ids == ["a", "b", "c"]


def test_lines_not_known_are_left_out():
    assert lines("people=a&people=zzz&people=../x&people=a").ids == ["a"]


def test_errors_name_their_line_and_too_many_lines_are_refused():
    wrong = lines("people=a&people=b&people-a-name=Anne&people-b-name=")
    assert [e.label for e in wrong.errors] == ["Nom (personne 2)"]
    many = "&".join(f"people=new-{n}&people-new-{n}-name=x" for n in range(70))
    flood = lines(many)
    assert "70 lignes" in flood.errors[0].message
    assert not flood.is_valid()
    assert len(lines("&".join(f"people=new-{n}" for n in range(2000))).ids) == 120


def test_values_in_order():
    moved = lines(POSTED.replace("people=a&people=b", "people=b&people=a"))
    assert moved.is_valid()
    assert moved.values[0] == ("b", {"name": "Bruno"})
