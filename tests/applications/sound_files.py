"""Sound files of each admitted type, made in memory: what the hostile ones start from."""

import io
import zipfile
import zlib

import pikepdf
from PIL import Image

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
HEAD = '<?xml version="1.0" encoding="UTF-8"?>'


def pdf(change=None, **options) -> bytes:
    """A PDF of one page, or what `change(pdf)` made of it."""
    document = pikepdf.new()
    document.add_blank_page()
    if change:
        change(document)
    stream = io.BytesIO()
    document.save(stream, **options)
    return stream.getvalue()


def image(kind: str = "PNG", size: tuple[int, int] = (40, 30), **options) -> bytes:
    """An image with something on it."""
    picture = Image.linear_gradient("L").resize(size).convert("RGB")
    stream = io.BytesIO()
    picture.save(stream, kind, **options)
    return stream.getvalue()


def png_header(width: int, height: int) -> bytes:
    """A PNG that announces a size and holds next to nothing."""

    def chunk(name: bytes, data: bytes) -> bytes:
        body = name + data
        return len(data).to_bytes(4) + body + zlib.crc32(body).to_bytes(4)

    size = width.to_bytes(4) + height.to_bytes(4) + b"\x08\x02\x00\x00\x00"
    data = zlib.compress(b"\0" * 1000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", size) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def archive(entries: dict[str, str | bytes], *, stored: tuple[str, ...] = ()) -> bytes:
    """A zip of these entries, in order."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in entries.items():
            kind = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            file.writestr(zipfile.ZipInfo(name), data, compress_type=kind)
    return stream.getvalue()


def types(main: str, part: str, *more: str) -> str:
    """[Content_Types].xml with a main part."""
    overrides = "".join(more)
    return (
        f'{HEAD}<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/{part}" ContentType="{main}"/>{overrides}</Types>'
    )


def relations(*rows: str) -> str:
    """A .rels part."""
    return f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{"".join(rows)}</Relationships>'


def relation(kind: str, target: str, mode: str = "") -> str:
    """One relation."""
    external = f' TargetMode="{mode}"' if mode else ""
    return f'<Relationship Id="r1" Type="{OFFICE}/{kind}" Target="{target}"{external}/>'


def docx(more: dict[str, str | bytes] | None = None, *, body: str = "", main: str = "") -> bytes:
    """A Word document; `more` adds or replaces entries."""
    main = main or f"{WORD}.document.main+xml"
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    entries: dict[str, str | bytes] = {
        "[Content_Types].xml": types(main, "word/document.xml"),
        "_rels/.rels": relations(relation("officeDocument", "word/document.xml")),
        "word/document.xml": f'{HEAD}<w:document xmlns:w="{space}"><w:body><w:p><w:r>'
        f"<w:t>Bonjour</w:t></w:r>{body}</w:p></w:body></w:document>",
    }
    return archive(entries | (more or {}), stored=("word/media/image1.png",))


def xlsx(more: dict[str, str | bytes] | None = None) -> bytes:
    """An Excel workbook."""
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    entries: dict[str, str | bytes] = {
        "[Content_Types].xml": types(f"{SHEET}.sheet.main+xml", "xl/workbook.xml"),
        "_rels/.rels": relations(relation("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'{HEAD}<workbook xmlns="{space}"><sheets/></workbook>',
    }
    return archive(entries | (more or {}))


def opendocument(
    kind: str = "text", more: dict[str, str | bytes] | None = None, *, manifest: str = ""
) -> bytes:
    """An OpenDocument text or spreadsheet."""
    space = "urn:oasis:names:tc:opendocument:xmlns"
    entries: dict[str, str | bytes] = {
        "mimetype": f"application/vnd.oasis.opendocument.{kind}",
        "content.xml": f'{HEAD}<office:document-content xmlns:office="{space}:office:1.0">'
        "<office:scripts/><office:body/></office:document-content>",
        "META-INF/manifest.xml": f'{HEAD}<manifest:manifest xmlns:manifest="{space}:manifest:1.0">'
        f"{manifest}</manifest:manifest>",
    }
    return archive(entries | (more or {}), stored=("mimetype",))
