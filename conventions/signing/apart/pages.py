"""The pages of a PDF: their text, and what their QR codes say, read as a scanner would."""

from typing import Any

import pypdfium2 as pdfium
import zxingcpp

# Dots an inch tried in turn: enough for a code of 18 mm, then for a poor scan.
DEFINITIONS = (150, 300)
POINTS_AN_INCH = 72
# Beyond this, in points, a page is not one of ours and would fill the memory.
LARGEST = 2_000
# Pages read for their words; for their codes, half a second each.
MOST = {"text": 400, "codes": 100, "first": 400}
# Pages where a first code is looked for: each of ours bears one.
SOUGHT = 4
# Characters of a page: ours have three thousand.
LONGEST = 20_000
# Share of a page that a picture of it covers.
WHOLE = 0.85
QR_CODE = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode])


def read(path: str, what: str) -> dict[str, Any]:
    """The pages of a document: what each says (« text »), or the texts of its codes (« codes »).

    « first »: those of the first page that bears any, among the SOUGHT first ones.
    """
    document = pdfium.PdfDocument(path)
    try:
        if len(document) > MOST[what]:
            return {"error": "heavy"}
        pages: list[Any] = []
        for number in range(len(document) if what != "first" else min(len(document), SOUGHT)):
            page = document[number]
            pages.append(_words(page) if what == "text" else _codes(page))
            page.close()
            if what == "first" and pages[-1]:
                break
        return {"pages": pages}
    finally:
        document.close()


def _words(page: pdfium.PdfPage) -> dict[str, Any]:
    content = page.get_textpage()
    try:
        text = str(content.get_text_bounded())[:LONGEST]
    finally:
        content.close()
    return {"text": text, "is_picture": _is_picture(page)}


def _is_picture(page: pdfium.PdfPage) -> bool:
    """Whether one picture covers the page: a scanner's, whatever words it recognised."""
    width, height = page.get_size()
    for shown in page.get_objects(filter=[pdfium.raw.FPDF_PAGEOBJ_IMAGE]):
        left, bottom, right, top = shown.get_bounds()
        if (right - left) * (top - bottom) >= WHOLE * width * height:
            return True
    return False


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
