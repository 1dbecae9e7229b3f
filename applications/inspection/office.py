"""Word, Excel and OpenDocument: every XML part is read; macros, locks and lures are refused."""

from collections.abc import Callable
from xml.parsers import expat

from applications.inspection.archives import Reader, unpack
from applications.inspection.kinds import KINDS
from applications.inspection.refusals import Refusal

XML = (".xml", ".rels", ".vml", ".rdf")
# Name of the part that makes the document, and the type it must have in [Content_Types].xml.
MAIN_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
}
MACRO_PATHS = ("basic/", "scripts/", "xl/macrosheets/", "xl/dialogsheets/")
MACRO_NAMES = ("vbaproject.bin", "vbadata.xml", "vbaprojectsignature.bin")
OBJECT_PATHS = ("word/activex/", "xl/activex/", "customui/")
FETCHED = ("http:", "https:", "ftp:", "mhtml:", "x-usc:", "ms-")
# Relations that a reader follows by itself on opening; plain links and pictures are not.
OPENED = ("attachedtemplate", "oleobject", "frame", "subdocument", "afchunk")


class Part:
    """One XML part: no document type, and nothing that runs or fetches."""

    def __init__(self, seen: "Document") -> None:
        self.seen = seen
        self.is_instruction = False
        self.parser = expat.ParserCreate(namespace_separator="|")
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.StartElementHandler = self._element
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.buffer_text = True

    def feed(self, name: str, chunk: bytes) -> None:
        """Read a chunk; an empty one ends the part."""
        try:
            self.parser.Parse(chunk, not chunk)
        except expat.ExpatError as error:
            raise Refusal("damaged") from error

    def _doctype(self, *parts: object) -> None:
        raise Refusal("polyglot")

    def _element(self, name: str, attributes: dict[str, str]) -> None:
        element = name.rpartition("|")[2]
        plain = {key.rpartition("|")[2]: value for key, value in attributes.items()}
        if element in {"Override", "Default"}:
            self.seen.types.add(plain.get("ContentType", ""))
        elif element == "Relationship":
            _check_relation(plain)
        elif element in {"ddeLink", "event-listener"}:
            raise Refusal("macros")
        elif element == "encryption-data":
            raise Refusal("encrypted")
        elif element == "fldSimple" and "dde" in plain.get("instr", "").lower():
            raise Refusal("macros")
        self.is_instruction = element == "instrText"

    def _end(self, name: str) -> None:
        self.is_instruction = False

    def _text(self, text: str) -> None:
        if self.is_instruction and text.strip().lower().startswith("dde"):
            raise Refusal("macros")


def _check_relation(plain: dict[str, str]) -> None:
    kind = plain.get("Type", "").rpartition("/")[2].lower()
    target = plain.get("Target", "").strip().lower()
    if kind in OPENED and plain.get("TargetMode") == "External" and target.startswith(FETCHED):
        raise Refusal("external")


class Document:
    """What the parts of a document say together."""

    def __init__(self) -> None:
        self.types: set[str] = set()
        self.mimetype = b""

    def reader_of(self, name: str) -> Reader | None:
        """Reader of an entry, or None for what is only counted (pictures, fonts)."""
        _check_name(name.lower())
        if name == "mimetype":
            return self._read_mimetype
        if name.lower().endswith(XML):
            feed: Callable[[str, bytes], None] = Part(self).feed
            return feed
        return None

    def _read_mimetype(self, name: str, chunk: bytes) -> None:
        self.mimetype += chunk[:100]


def _check_name(name: str) -> None:
    if name.startswith(MACRO_PATHS) or name.endswith(MACRO_NAMES):
        raise Refusal("macros")
    if name.startswith(OBJECT_PATHS) or ("/embeddings/" in name and name.endswith(".bin")):
        raise Refusal("nested")


def examine(path: str, kind: str) -> None:
    """Raise Refusal unless the file is a sound document of this kind."""
    document = Document()
    names = unpack(path, document.reader_of)
    if any("macroenabled" in t.lower() or "vbaproject" in t.lower() for t in document.types):
        raise Refusal("macros")
    if kind in MAIN_TYPES:
        is_right = MAIN_TYPES[kind] in document.types and "[Content_Types].xml" in names
    else:
        is_right = (
            names[:1] == ["mimetype"]
            and document.mimetype.decode("latin-1") == KINDS[kind].content_type
            and "content.xml" in names
        )
    if not is_right:
        raise Refusal("mismatch")
