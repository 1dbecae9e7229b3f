"""The admitted types of file: seven formats that any town hall can make."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """A type of file: its usual extension, its name in French, its media type."""

    extension: str
    label: str
    content_type: str


PDF = Kind("pdf", "PDF", "application/pdf")
PNG = Kind("png", "image PNG", "image/png")
JPEG = Kind("jpg", "image JPEG", "image/jpeg")
DOCX = Kind(
    "docx",
    "document Word",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
)
XLSX = Kind(
    "xlsx", "classeur Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
)
ODT = Kind("odt", "texte OpenDocument", "application/vnd.oasis.opendocument.text")
ODS = Kind("ods", "classeur OpenDocument", "application/vnd.oasis.opendocument.spreadsheet")

KINDS: dict[str, Kind] = {
    kind.extension: kind for kind in (PDF, PNG, JPEG, DOCX, XLSX, ODT, ODS)
} | {"jpeg": JPEG}

# What libmagic may say of a sound file of each kind.
MAGIC: dict[str, frozenset[str]] = {
    "pdf": frozenset({PDF.content_type}),
    "png": frozenset({PNG.content_type}),
    "jpg": frozenset({JPEG.content_type}),
    "docx": frozenset({DOCX.content_type, "application/zip", "application/octet-stream"}),
    "xlsx": frozenset({XLSX.content_type, "application/zip", "application/octet-stream"}),
    "odt": frozenset({ODT.content_type, "application/zip"}),
    "ods": frozenset({ODS.content_type, "application/zip"}),
}
