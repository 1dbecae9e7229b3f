"""A page of a document as a picture, signatures included, for the signing page."""

from io import BytesIO
from threading import Lock

import pypdfium2 as pdfium

# Dots an inch: a page is about 900 pixels wide, sharp enough to read.
DEFINITION = 110
POINTS_AN_INCH = 72
# PDFium holds one state for the whole process.
_ONE_AT_A_TIME = Lock()


def count_pages(content: bytes) -> int:
    """Number of pages of one of our own documents."""
    with _ONE_AT_A_TIME:
        document = pdfium.PdfDocument(content)
        try:
            return len(document)
        finally:
            document.close()


def picture(content: bytes, page: int) -> bytes | None:
    """PNG of a page, from 1, of one of our own documents; None when there is no such page."""
    with _ONE_AT_A_TIME:
        document = pdfium.PdfDocument(content)
        try:
            if not 1 <= page <= len(document):
                return None
            # The stamps are form fields: they are drawn once the form is opened.
            document.init_forms()
            drawn = document[page - 1]
            bitmap = drawn.render(scale=DEFINITION / POINTS_AN_INCH)
            picture = BytesIO()
            bitmap.to_pil().convert("P", colors=64).save(picture, "PNG", optimize=False)
            bitmap.close()
            drawn.close()
            return picture.getvalue()
        finally:
            document.close()
