"""A template drawn once, then filled: for the lines of a page, that differ by a few values."""

import re
from functools import cached_property
from typing import Any

from django.template.loader import render_to_string
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
    def _pieces(self) -> list[str]:
        """Text, hole, text, hole… text."""
        marks = {hole: MARK.format(hole) for hole in self.holes}
        return MARKED.split(render_to_string(self.template_name, marks))

    def fill(self, **values: Any) -> SafeString:
        """The HTML with these values. Raises KeyError when one is missing."""
        escaped = {hole: text(values[hole]) for hole in self.holes}
        pieces = self._pieces
        return SafeString(
            "".join(escaped[piece] if rank % 2 else piece for rank, piece in enumerate(pieces))
        )
