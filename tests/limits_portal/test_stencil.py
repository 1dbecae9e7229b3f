"""A template drawn once, then filled."""

import pytest
from django.utils.safestring import SafeString

from limits_portal.stencil import Stencil

CELL = Stencil("applications/budget/cell.html", "error", "anchor", "year", "field", "messages")


def filled(**values):
    given = {"error": "", "anchor": "id_a", "year": 1, "field": "", "messages": ""}
    return CELL.fill(**(given | values))


def test_what_fills_a_hole_is_escaped():
    html = filled(anchor='"><script>', field="<b>")

    assert "<script>" not in html and "<b>" not in html
    assert "&lt;b&gt;" in html


def test_html_that_is_safe_stays_html():
    assert '<input name="a">' in filled(field=SafeString('<input name="a">'))


def test_a_use_leaves_nothing_to_the_next():
    filled(anchor="id_before", year=3)

    assert "id_before" not in filled(anchor="id_after")
    assert "année 1" in filled()


def test_a_hole_left_empty_is_an_error():
    with pytest.raises(KeyError):
        CELL.fill(error="")
