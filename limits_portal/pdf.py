"""Tagged PDF/A documents from templates: the only importer of WeasyPrint.

The same values give the same bytes: every date is given, the identifier comes from the
reference, and Marianne is the only font. Nothing is ever fetched: `PackagedFiles` answers for the
fonts shipped with the portal and refuses everything else (files, network, even `data:`).
"""

import hashlib
import logging
import re
import unicodedata
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import dsfr
from django.template.loader import render_to_string
from fontTools.ttLib import TTFont
from weasyprint import HTML, Attachment
from weasyprint.logger import PROGRESS_LOGGER
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from limits_portal.drawn import Drawn

FONTS = Path(dsfr.__file__).parent / "static" / "dsfr" / "dist" / "fonts"
FACES = ("Light", "Regular", "Medium", "Bold", "Regular_Italic", "Bold_Italic")

# Characters that people type and Marianne lacks, with the nearest one it has.
EQUIVALENTS = {
    "\u202f": "\u00a0",
    "\u2010": "-",
    "\u2011": "-",
    "\u2012": "–",
    "\u2015": "—",
    "\u02bc": "’",
    "\u2032": "’",
    "\u2033": "”",
    "\u25cf": "•",
    "\u25aa": "•",
    "\u25a0": "•",
    "\u2023": "•",
    "\u2043": "-",
    "\u2713": "×",
    "\u2714": "×",
    "\u2610": "-",
    "\u2611": "×",
    "\u2612": "×",
    "\u27a2": "→",
    "\u279c": "→",
    "\uf0b7": "•",
    "\ufeff": "",
    "\u00ad": "",
    "\ufe0f": "",
    "\u200d": "",
}
UNPRINTABLE = "?"


class NothingIsFetched(ValueError):
    """A document asked for something that is not one of the portal's own fonts."""


class PackagedFiles(URLFetcher):
    """Answers `portal:/fonts/<face>.woff2`; anything else stops the rendering."""

    def __init__(self) -> None:
        # A refusal stops the rendering instead of leaving a hole in the page.
        super().__init__(allowed_protocols=[], allow_redirects=False, fail_on_errors=True)

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """Return a font of the portal. Raises NothingIsFetched for every other address."""
        parts = urlsplit(url)
        name = parts.path.removeprefix("/fonts/Marianne-").removesuffix(".woff2")
        if parts.scheme != "portal" or name not in FACES or parts.netloc or parts.query:
            raise NothingIsFetched(f"Adresse refusée dans un document : {url[:200]}")
        content = (FONTS / f"Marianne-{name}.woff2").read_bytes()
        return URLFetcherResponse(url, BytesIO(content), {"Content-Type": "font/woff2"})


class Place(NamedTuple):
    """Where something is drawn: page from 1, then left, bottom, right, top in PDF points."""

    page: int
    left: float
    bottom: float
    right: float
    top: float


@dataclass(frozen=True)
class Joined:
    """A file carried by the document: the data it was made from."""

    name: str
    description: str
    text: str


@dataclass(frozen=True)
class Document(Drawn):
    """A rendered PDF.

    `places` has where each element whose identifier begins with « place- » was drawn.
    """

    pages: int
    places: Mapping[str, Place] = field(default_factory=dict)


def render(
    template: str,
    values: dict[str, Any],
    *,
    reference: str,
    made_at: datetime,
    on_page: Callable[[int], None] | None = None,
    joined: Joined | None = None,
) -> Document:
    """Draw a template as a tagged PDF/A-3a; `on_page` is told of each page laid out, to show progress.

    `joined` is carried inside as the data of the document.

    `values` hold only formatted text; the template gives title and language. `reference` and
    `made_at` make the identifier and the dates of the file, so that bytes depend on nothing else.
    Raises weasyprint's FatalURLFetchingError when the page refers to anything but the portal's
    fonts.
    """
    stamp = made_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    html = render_to_string(template, {**values, "made_at": stamp, "faces": faces()})
    with _told_of_pages(on_page):
        document = HTML(
            string=printable(html), base_url="portal:/", url_fetcher=PackagedFiles()
        ).render(font_config=FontConfiguration(), pdf_variant="pdf/a-3a", pdf_tags=True)
    if joined is not None:
        document.metadata.attachments.append(
            Attachment(
                string=joined.text,
                name=joined.name,
                description=joined.description,
                created=made_at.astimezone(UTC),
                modified=made_at.astimezone(UTC),
                relationship="Data",
            )
        )
    with warnings.catch_warnings():
        # WeasyPrint leaves the file of its colour profile to the garbage collector.
        warnings.simplefilter("ignore", ResourceWarning)
        content = document.write_pdf(
            pdf_identifier=hashlib.sha256(reference.encode()).hexdigest()[:32].encode(),
            pdf_variant="pdf/a-3a",
            pdf_tags=True,
            custom_metadata=False,
        )
    return Document(content, len(document.pages), _places(document))


# Points in a CSS pixel.
POINT = 0.75


def _places(document: Any) -> dict[str, Place]:
    found = {}
    for number, page in enumerate(document.pages, start=1):
        for name, (left, top, right, bottom) in page.anchors.items():
            if name.startswith("place-"):
                height = page.height
                edges = (left, height - bottom, right, height - top)
                found[name] = Place(number, *(round(edge * POINT, 2) for edge in edges))
    return found


@contextmanager
def _told_of_pages(on_page: Callable[[int], None] | None) -> Iterator[None]:
    """Hear WeasyPrint count the pages it lays out: it says them to a logger of its own."""
    if on_page is None:
        yield
        return
    listener = _PageListener(on_page)
    level = PROGRESS_LOGGER.level
    PROGRESS_LOGGER.addHandler(listener)
    PROGRESS_LOGGER.setLevel(logging.INFO)
    try:
        yield
    finally:
        PROGRESS_LOGGER.removeHandler(listener)
        PROGRESS_LOGGER.setLevel(level)


class _PageListener(logging.Handler):
    def __init__(self, on_page: Callable[[int], None]) -> None:
        super().__init__()
        self.on_page = on_page

    def emit(self, record: logging.LogRecord) -> None:
        found = re.search(r"Page (\d+)", record.getMessage())
        if found:
            self.on_page(int(found.group(1)))


def printable(text: str) -> str:
    """Replace what Marianne cannot draw, so that no other font comes into the file.

    Known characters become their equivalent, letters lose the accent the font lacks, the rest
    becomes « ? ». The exact text stays in the snapshot.
    """
    known = _characters()
    composed = unicodedata.normalize("NFC", text)
    if all(ord(character) in known for character in set(composed) - {"\n", "\t", "\r"}):
        return composed
    return "".join(
        character if ord(character) in known or character in "\n\t\r" else _nearest(character)
        for character in composed
    )


def _nearest(character: str) -> str:
    if character in EQUIVALENTS:
        return EQUIVALENTS[character]
    if unicodedata.combining(character) or unicodedata.category(character) in {
        "Cf",
        "Cc",
    }:
        return ""
    if unicodedata.category(character) == "Zs":
        return " "
    known = _characters()
    # Markup may not come out of a compatibility form: « ＜ » must not become « < ».
    plain = "".join(
        part
        for part in unicodedata.normalize("NFKD", character)
        if ord(part) in known and part not in "<>&\"'"
    )
    return plain or UNPRINTABLE


@cache
def _characters() -> frozenset[int]:
    """Code points drawn by every face of the font."""
    faces = [set(TTFont(FONTS / f"Marianne-{face}.woff2").getBestCmap()) for face in FACES]
    return frozenset(set.intersection(*faces))


def faces() -> list[dict[str, str]]:
    """The faces of the font, as a template declares them."""
    weights = {"Light": "300", "Regular": "400", "Medium": "500", "Bold": "700"}
    return [
        {
            "url": f"portal:/fonts/Marianne-{face}.woff2",
            "weight": weights[face.split("_")[0]],
            "style": "italic" if face.endswith("Italic") else "normal",
        }
        for face in FACES
    ]
