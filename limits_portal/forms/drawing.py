"""Plain widgets drawn without a template: the same HTML as Django's, twenty times faster.

A page of the dossier has a hundred of them, and Django renders each through three nested
templates. What is drawn here is escaped value by value, as a template would.
"""

from collections.abc import Callable, Mapping
from html import escape
from typing import Any

from django.utils.formats import localize
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

Widget = dict[str, Any]


def text(value: Any) -> str:
    """A value as HTML text: escaped, unless it is HTML already."""
    kind = type(value)
    if kind is str:
        return escape(value)
    return value if kind is SafeString else str(conditional_escape(value))


def _attrs(attrs: Mapping[str, Any]) -> str:
    """HTML attributes; a true one is its name alone, a false one is left out."""
    return "".join(
        f" {name}" if value is True else f' {name}="{text(value)}"'
        for name, value in attrs.items()
        if value is not False
    )


def draw_input(widget: Widget) -> SafeString:
    """`<input>` of any type."""
    value = widget["value"]
    given = "" if value is None else f' value="{text(value)}"'
    return SafeString(
        f'<input type="{widget["type"]}" name="{text(widget["name"])}"{given}'
        f"{_attrs(widget['attrs'])}>"
    )


def draw_textarea(widget: Widget) -> SafeString:
    """`<textarea>`; its first line break is the page's, not the text's."""
    value = text(localize(widget["value"])) if widget["value"] else ""
    return SafeString(
        f'<textarea name="{text(widget["name"])}"{_attrs(widget["attrs"])}>\n{value}</textarea>'
    )


def draw_select(widget: Widget) -> SafeString:
    """`<select>` with its groups and options."""
    parts = [f'<select name="{text(widget["name"])}"{_attrs(widget["attrs"])}>']
    for group, options, _ in widget["optgroups"]:
        if group:
            parts.append(f'\n  <optgroup label="{text(localize(group))}">')
        parts += [
            f'\n  <option value="{text(option["value"])}"{_attrs(option["attrs"])}>'
            f"{text(localize(option['label']))}</option>\n"
            for option in options
        ]
        if group:
            parts.append("\n  </optgroup>")
    return SafeString("".join(parts) + "\n</select>")


def _draw_option(kind: str) -> Callable[[Widget], SafeString]:
    """One choice of a group: its box or button, then its label."""

    def draw(widget: Widget) -> SafeString:
        label = ""
        if widget.get("wrap_label"):
            given = widget["attrs"].get("id")
            target = f' for="{text(given)}"' if given else ""
            label = f'<label class="fr-label"{target}>{text(widget["label"])}</label>'
        return SafeString(f'<div class="fr-{kind}-group">{draw_input(widget)}{label}</div>')

    return draw


_FOLDER = "django/forms/widgets"
_INPUTS = ("text", "number", "email", "url", "password", "hidden", "date", "time", "checkbox")
DRAWN: dict[str, Callable[[Widget], SafeString]] = {
    **{f"{_FOLDER}/{kind}.html": draw_input for kind in _INPUTS},
    f"{_FOLDER}/textarea.html": draw_textarea,
    f"{_FOLDER}/select.html": draw_select,
    f"{_FOLDER}/radio_option.html": _draw_option("radio"),
    f"{_FOLDER}/checkbox_option.html": _draw_option("checkbox"),
}
