"""PDF: opens with qpdf, not encrypted, no code, no attached file but the XML of an invoice."""

from pathlib import Path
from typing import Any

import pikepdf

from applications.inspection import limits
from applications.inspection.polyglots import PAGE, refuse_archive, refuse_second_content
from applications.inspection.refusals import Refusal

# Actions that run something or send something elsewhere.
ACTIONS = {"/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/Rendition"}
OBJECTS = {"/RichMedia", "/3D", "/Movie", "/Sound", "/Screen"}


def examine(path: str, kind: str = "pdf") -> None:
    """Raise Refusal unless the file is a sound, passive PDF."""
    data = Path(path).read_bytes()
    if not data.startswith(b"%PDF-"):
        raise Refusal("polyglot" if b"%PDF-" in data[:1024] else "mismatch")
    end = data.rfind(b"%%EOF")
    if end < 0:
        raise Refusal("damaged")
    if PAGE.search(data[:1024]):
        raise Refusal("polyglot")
    refuse_second_content(data[end + 5 :])
    refuse_archive(path)
    del data
    try:
        with pikepdf.open(path, suppress_warnings=True) as pdf:
            if pdf.is_encrypted:
                raise Refusal("encrypted")
            _refuse_activity(pdf)
    except pikepdf.PasswordError as error:
        raise Refusal("encrypted") from error
    except (pikepdf.PdfError, ValueError, RuntimeError, KeyError, TypeError) as error:
        raise Refusal("damaged") from error


def _refuse_activity(pdf: pikepdf.Pdf) -> None:
    pages = len(pdf.pages)
    if not pages:
        raise Refusal("damaged")
    if pages > limits.PAGES or len(pdf.objects) > limits.PDF_OBJECTS:
        raise Refusal("heavy")
    if "/XFA" in _dictionary(pdf.Root.get("/AcroForm")):
        raise Refusal("active")
    for thing in pdf.objects:
        _refuse_active(_dictionary(thing), depth=0)


def _dictionary(thing: Any) -> Any:
    if isinstance(thing, pikepdf.Stream):
        return thing.stream_dict
    return thing if isinstance(thing, pikepdf.Dictionary) else {}


def _refuse_active(thing: Any, depth: int) -> None:
    """Look at one object and at the direct ones inside it."""
    if depth > 20:
        raise Refusal("heavy")
    if str(thing.get("/S", "")) in ACTIONS or "/JS" in thing or "/JavaScript" in thing:
        raise Refusal("active")
    if str(thing.get("/Subtype", "")) in OBJECTS:
        raise Refusal("active")
    if "/EF" in thing:
        name = str(thing.get("/UF") or thing.get("/F") or "")
        if not name.lower().endswith(".xml"):  # Factur-X invoices carry their data as XML
            raise Refusal("active")
    for value in thing.values() if thing else ():
        for inner in _directs(value):
            _refuse_active(inner, depth + 1)


def _directs(value: Any) -> list[Any]:
    """Dictionaries written inside another object; those with a number of their own come apart."""
    if isinstance(value, pikepdf.Dictionary) and not value.is_indirect:
        return [value]
    if isinstance(value, pikepdf.Array) and not value.is_indirect:
        return [
            item for item in value if isinstance(item, pikepdf.Dictionary) and not item.is_indirect
        ]
    return []
