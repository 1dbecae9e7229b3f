"""A page of a document as a picture, signatures included."""

from base64 import b64encode
from io import BytesIO
from typing import Any

import pypdfium2 as pdfium

# Dots an inch: a page is about 900 pixels wide, sharp enough to read.
DEFINITION = 110
POINTS_AN_INCH = 72


def read(path: str, page: str) -> dict[str, Any]:
    """PNG of a page, from 1, in base 64; empty when there is no such page."""
    document = pdfium.PdfDocument(path)
    try:
        if not 1 <= int(page) <= len(document):
            return {"png": ""}
        # The stamps are form fields: they are drawn once the form is opened.
        document.init_forms()
        drawn = document[int(page) - 1]
        bitmap = drawn.render(scale=DEFINITION / POINTS_AN_INCH)
        picture = BytesIO()
        bitmap.to_pil().convert("P", colors=64).save(picture, "PNG", optimize=False)
        bitmap.close()
        drawn.close()
        return {"png": b64encode(picture.getvalue()).decode()}
    finally:
        document.close()
