"""Points of the instruction sheet, each a stencil filled: a dossier has several hundred of them."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

from django import template
from django.template.defaultfilters import linebreaksbr
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from applications.forms.outline import Point
from limits_portal.stencil import Stencil

register = template.Library()

POINT = Stencil("reviews/instruction/point.html", "long", "label", "value", "said", "address")
READ = Stencil("reviews/instruction/point_read.html", "long", "label", "value", "said")
MARKS = "reviews/instruction/marks.html"
LONG = SafeString(' class="sheet-long"')
MISSING = SafeString('<span class="recap-missing">Non renseigné</span>')


@register.simple_tag
def sheet_points(
    points: Iterable[tuple[Point, list[Any]]], section: str, comment_address: str
) -> SafeString:
    """The points of a part, what is said of each, and where to comment it ("": nowhere)."""
    start = f"{comment_address}?section={section}&unit="
    filled = []
    for point, marks in points:
        said = {
            "long": LONG if point.is_long else "",
            "label": point.label,
            "value": _lines(point.value) if point.value else MISSING,
            "said": render_to_string(MARKS, {"said": marks}) if marks else "",
        }
        if comment_address:
            filled.append(POINT.fill(**said, address=start + quote(point.unit, safe="")))
        else:
            filled.append(READ.fill(**said))
    return SafeString("".join(filled))


def _lines(value: str) -> str:
    return linebreaksbr(value) if "\n" in value or "\r" in value else value
