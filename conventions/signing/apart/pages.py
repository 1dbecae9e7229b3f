"""The pages of a PDF: their text, and what their QR codes say, read as a scanner would."""

from typing import Any

import pypdfium2 as pdfium
import zxingcpp

# Dots an inch tried in turn: enough for a code of 18 mm, then for a poor scan.
DEFINITIONS = (150, 300)
POINTS_AN_INCH = 72
# Beyond this, in points, a page is not one of ours and would fill the memory.
LARGEST = 2_000
MOST = 400
QR_CODE = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode])


def read(path: str, what: str) -> dict[str, Any]:
    """Number of pages, and of each its text (« text ») or the texts of its codes (« codes »)."""
    document = pdfium.PdfDocument(path)
    try:
        if len(document) > MOST:
            return {"error": "heavy"}
        pages = []
        for number in range(len(document)):
            page = document[number]
            pages.append(_text(page) if what == "text" else _codes(page))
            page.close()
        return {"pages": pages}
    finally:
        document.close()


def _text(page: pdfium.PdfPage) -> str:
    content = page.get_textpage()
    try:
        return str(content.get_text_bounded())
    finally:
        content.close()


def _codes(page: pdfium.PdfPage) -> list[str]:
    if max(page.get_size()) > LARGEST:
        return []
    for definition in DEFINITIONS:
        bitmap = page.render(scale=definition / POINTS_AN_INCH, grayscale=True)
        found = zxingcpp.read_barcodes(bitmap.to_pil(), formats=QR_CODE)
        bitmap.close()
        if found:
            return [code.text for code in found]
    return []
