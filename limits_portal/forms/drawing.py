"""Plain widgets drawn without a template: the same HTML as Django's, ten times faster.

A page of the dossier has a hundred of them, and Django renders each through three nested
templates. Every other widget, and every group around a field, keeps its template.
"""

from collections.abc import Callable
from typing import Any

from django.utils.formats import localize
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

Widget = dict[str, Any]


def _attrs(attrs: dict[str, Any]) -> SafeString:
    given = [(name, value) for name, value in attrs.items() if value is not False]
    valued = format_html_join("", ' {}="{}"', (pair for pair in given if pair[1] is not True))
    if len(valued) and all(value is not True for _, value in given):
        return valued
    # A name alone keeps its place among the others.
    return format_html_join(
        "",
        "{}",
        (
            (format_html(" {}", name) if value is True else format_html(' {}="{}"', name, value),)
            for name, value in given
        ),
    )


def draw_input(widget: Widget) -> SafeString:
    """`<input>` of any type."""
    value = widget["value"]
    return format_html(
        '<input type="{}" name="{}"{}{}>',
        widget["type"],
        widget["name"],
        "" if value is None else format_html(' value="{}"', value),
        _attrs(widget["attrs"]),
    )


def draw_textarea(widget: Widget) -> SafeString:
    """`<textarea>`; its first line break is the page's, not the text's."""
    return format_html(
        '<textarea name="{}"{}>\n{}</textarea>',
        widget["name"],
        _attrs(widget["attrs"]),
        localize(widget["value"]) if widget["value"] else "",
    )


def draw_select(widget: Widget) -> SafeString:
    """`<select>` with its groups and options."""
    parts = []
    for group, options, _ in widget["optgroups"]:
        if group:
            parts.append(format_html('\n  <optgroup label="{}">', localize(group)))
        parts += [
            format_html(
                '\n  <option value="{}"{}>{}</option>\n',
                option["value"],
                _attrs(option["attrs"]),
                localize(option["label"]),
            )
            for option in options
        ]
        if group:
            parts.append(format_html("\n  </{}>", "optgroup"))
    return format_html(
        '<select name="{}"{}>{}\n</select>',
        widget["name"],
        _attrs(widget["attrs"]),
        format_html_join("", "{}", ((part,) for part in parts)),
    )


_INPUTS = ("text", "number", "email", "url", "password", "hidden", "date", "time", "checkbox")
DRAWN: dict[str, Callable[[Widget], SafeString]] = {
    **{f"django/forms/widgets/{kind}.html": draw_input for kind in _INPUTS},
    "django/forms/widgets/textarea.html": draw_textarea,
    "django/forms/widgets/select.html": draw_select,
}
