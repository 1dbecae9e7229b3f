"""A template drawn once, then filled: for the lines of a page, that differ by a few values."""

import re
from collections.abc import Callable
from functools import cached_property
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from limits_portal.forms.drawing import text

# No page holds these characters, and no filter changes them.
MARK = "\ue000{}\ue001"
MARKED = re.compile(r"\ue000(\w+)\ue001")


class Stencil:
    """A template without conditions: the process draws it once, each use fills its holes.

    The holes are its variables, named here; what fills them is escaped as in any template.
    """

    def __init__(self, template_name: str, *holes: str) -> None:
        self.template_name = template_name
        self.holes = holes

    @cached_property
    def _pieces(self) -> tuple[str, list[tuple[str, str]]]:
        """The text before the first hole; each hole with the text after it."""
        marks = {hole: MARK.format(hole) for hole in self.holes}
        first, *others = MARKED.split(render_to_string(self.template_name, marks))
        return first, list(zip(others[::2], others[1::2], strict=True))

    def fill(self, **values: Any) -> SafeString:
        """The HTML with these values. Raises KeyError when one is missing."""
        escaped = {hole: text(values[hole]) for hole in self.holes}
        first, others = self._pieces
        return SafeString(first + "".join([escaped[hole] + after for hole, after in others]))


# No reference holds these letters.
ANY = "reference"


def address_of_each(name: str, *before: Any) -> Callable[[str], str]:
    """The address of this page for any reference, worked out once for all the lines of a page."""
    start, _, end = reverse(name, args=[*before, ANY]).rpartition(ANY)
    return lambda reference: f"{start}{reference}{end}"
