"""Lines of a list, each a stencil filled: a budget has up to ninety of them."""

from typing import Any

from django import template
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from applications.forms.lines import LineSet, Row
from limits_portal.stencil import Stencil

register = template.Library()

OF_LINE = ("list", "id", "rank", "noun", "name", "address", "error")
FREE_LINE = Stencil("applications/sections/line.html", *OF_LINE, "fields")
# A line given by the call: it has a title, and stays where it is.
FIXED_LINE = Stencil(
    "applications/sections/fixed_line.html", "list", "id", "title", "error", "fields"
)
BUDGET_LINE = Stencil("applications/budget/line.html", *OF_LINE, "side", "heads", "cells", "tools")
BUDGET_TOOLS = Stencil("applications/budget/tools.html", *OF_LINE)
BUDGET_CELL = Stencil(
    "applications/budget/cell.html", "error", "anchor", "year", "field", "messages"
)


@register.simple_tag
def line(lines: LineSet, row: Row, rank: Any, address: str) -> SafeString:
    """One line of a section; `address` is where its buttons send the page."""
    if not lines.can_change:
        title = row.title or f"{capfirst(lines.kind.noun)} n° {rank}"
        return FIXED_LINE.fill(**_of(lines, row), title=title, fields=row.form)
    return FREE_LINE.fill(**_of(lines, row), rank=rank, address=address, fields=row.form)


@register.simple_tag
def budget_line(lines: LineSet, row: Row, rank: Any, address: str) -> SafeString:
    """One expense or resource, its amounts by year."""
    form: Any = row.form
    cells = "".join(budget_cell(cell, year) for year, cell in enumerate(form.cells, start=1))
    of_line = {**_of(lines, row), "rank": rank, "address": address}
    return BUDGET_LINE.fill(
        **of_line,
        tools=BUDGET_TOOLS.fill(**of_line) if lines.can_change else "",
        side="expense" if lines.kind.field == "expenses" else "resource",
        heads=SafeString("".join(field.as_field_group() for field in form.heads)),
        cells=SafeString(cells),
    )


@register.simple_tag
def budget_cell(cell: Any, year: int) -> SafeString:
    """The amount of one year."""
    return BUDGET_CELL.fill(
        error=" fr-input-group--error" if cell.errors else "",
        anchor=cell.id_for_label,
        year=year,
        field=SafeString(cell.as_widget()),
        messages=cell.messages,
    )


def _of(lines: LineSet, row: Row) -> dict[str, Any]:
    return {
        "list": lines.kind.field,
        "id": row.id,
        "noun": lines.kind.noun,
        "name": capfirst(lines.kind.noun),
        "error": " line--error" if row.form.errors else "",
    }
