"""What a signature shows in its box: who, in which capacity, when, and what it is in law."""

from functools import cache
from io import BytesIO
from textwrap import wrap
from typing import Any

from fontTools.ttLib import TTFont
from pyhanko.pdf_utils.font.api import FontEngineFactory
from pyhanko.pdf_utils.font.opentype import GlyphAccumulator
from pyhanko.pdf_utils.layout import AxisAlignment, Margins, SimpleBoxLayoutRule
from pyhanko.pdf_utils.text import TextBoxStyle
from pyhanko.stamp import TextStampStyle

from limits_portal.pdf import FONTS, printable

# Points; a box is about 165 points wide, that is 36 characters of this size.
FONT_SIZE = 8
LEADING = 10
LINE_LENGTH = 38
# The State's blue.
BLUE = (0.0, 0.0, 0.569)


def style(lines: list[str]) -> TextStampStyle:
    """A stamp of these lines, in Marianne; a long line goes on below."""
    text = "\n".join(part for line in lines for part in wrap(printable(line), LINE_LENGTH))
    return TextStampStyle(
        border_width=1,
        border_color=BLUE,
        stamp_text=text.replace("%", "%%"),
        text_box_style=TextBoxStyle(
            font=_Marianne(),
            font_size=FONT_SIZE,
            leading=LEADING,
            text_color=BLUE,
        ),
        inner_content_layout=SimpleBoxLayoutRule(
            x_align=AxisAlignment.ALIGN_MIN,
            y_align=AxisAlignment.ALIGN_MID,
            margins=Margins(5, 5, 5, 5),
        ),
    )


class _Marianne(FontEngineFactory):
    """Marianne as a TrueType font: the one that is shipped is compressed for the web."""

    def create_font_engine(self, writer: Any, obj_stream: Any = None) -> GlyphAccumulator:
        return GlyphAccumulator(writer, BytesIO(_true_type()), FONT_SIZE, obj_stream=obj_stream)


@cache
def _true_type() -> bytes:
    opened = BytesIO()
    with TTFont(FONTS / "Marianne-Regular.woff2") as font:
        font.flavor = None
        font.save(opened)
    return opened.getvalue()
