"""Documents to sign: pages as the portal draws them, with their fields."""

from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from subprocess import run

import pikepdf
import segno
from PIL import Image
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.signers import PdfSignatureMetadata, sign_pdf

from accounts.models import Organisation
from conventions.enums import Party
from conventions.signing import certificates, fields, pades, seal
from conventions.signing.fields import FIELDS, Box
from conventions.signing.pades import outside_any_loop
from limits_portal import pdf
from tests.conventions.certificates import signer_of

BOXES = {
    Party.HOLDER: Box(1, 50, 60, 215, 130),
    Party.PREFECTURE: Box(1, 220, 60, 385, 130),
    Party.MILDECA: Box(1, 390, 60, 555, 130),
}

# Never saved: their certificates are named after these three values.
SIGNATORIES = {
    Party.HOLDER: Organisation(kind="commune", code="59360", name="Loos"),
    Party.PREFECTURE: Organisation(kind="prefecture", code="59", name="Préfecture du Nord"),
    Party.MILDECA: Organisation(kind="mildeca", code="mildeca", name="MILDECA"),
}


@cache
def drawn(amount: str = "180 000 €", mark: str = "") -> bytes:
    """A page in Marianne, tagged, without any field."""
    values = {
        "brand": ["Premier", "ministre"],
        "operator": "MILDECA",
        "minutes": {
            "held_at": "28 mai 2024",
            "call": "LIMIT'S",
            "chair": mark or "Martin",
            "convened_on": "",
            "opened_at": "",
            "closed_at": "",
            "place": f"Montant de la subvention : {amount}",
            "attendance": [],
            "quorum": {"counted": 0, "in_office": 0, "needed": 0, "is_asked": False},
            "recusals": [],
            "matters": [],
            "proposal": None,
        },
    }
    return pdf.render(
        "reviews/pdf/minutes.html",
        values,
        reference="essai",
        made_at=datetime(2024, 7, 1, tzinfo=UTC),
    ).content


@cache
def with_fields(amount: str = "180 000 €", mark: str = "") -> bytes:
    """The page with its seal's field and its three boxes."""
    return fields.add_fields(drawn(amount, mark), BOXES)


@cache
def sealed(amount: str = "180 000 €", mark: str = "") -> bytes:
    """The page as it is issued."""
    return seal.certify(with_fields(amount, mark))


def signed_by(content: bytes, party: Party, organisation) -> bytes:
    """The document with this party's own signature, without a stamp."""
    return pades.put(
        content,
        field=FIELDS[party],
        signer=certificates.organisation_signer(organisation),
        name="Essai",
        reason="Essai",
    )


@cache
def signed() -> bytes:
    """The sealed document signed by Loos, the Nord's prefecture and MILDECA."""
    content = sealed()
    for party, organisation in SIGNATORIES.items():
        content = signed_by(content, party, organisation)
    return content


def pdfsig(path) -> list[str]:
    """What another program than ours says of each signature of a file."""
    said = run(["pdfsig", "-nocert", str(path)], capture_output=True, text=True, check=False)
    lines = [line.strip() for line in said.stdout.splitlines()]
    return [line for line in lines if line.startswith("- Signature Validation")]


def text_of_stamps(content: bytes) -> str:
    """What the signatures show, read by another program than ours; lines joined."""
    said = run(["pdftotext", "-", "-"], input=content, capture_output=True, check=True)
    return " ".join(said.stdout.decode().split())


def recognised(content: bytes, words: str) -> bytes:
    """A scan with, over each page, the invisible words that a scanner recognised."""
    with pikepdf.open(BytesIO(content)) as document:
        for page in document.pages:
            font = pikepdf.Dictionary(
                Type=pikepdf.Name.Font,
                Subtype=pikepdf.Name.Type1,
                BaseFont=pikepdf.Name.Helvetica,
            )
            page.Resources.Font = pikepdf.Dictionary(F1=document.make_indirect(font))
            drawn = f"BT /F1 10 Tf 3 Tr 40 700 Td ({words}) Tj ET".encode()
            page.contents_add(document.make_stream(drawn))
        saved = BytesIO()
        document.save(saved)
    return saved.getvalue()


def scanned(addresses: list[str], *, definition: int = 200) -> bytes:
    """Pages as a scanner gives them: pictures, each with its QR code where there is one."""
    pages = []
    for address in addresses:
        page = Image.new("L", (int(8.27 * definition), int(11.69 * definition)), 255)
        if address:
            drawn = BytesIO()
            segno.make(address, error="m", micro=False).save(drawn, kind="png", scale=4, border=4)
            code = Image.open(drawn).convert("L").resize((definition, definition))
            page.paste(code, (page.width - 2 * definition, page.height - 2 * definition))
        pages.append(page)
    written = BytesIO()
    pages[0].save(written, "PDF", save_all=True, append_images=pages[1:], resolution=definition)
    return written.getvalue()


def signed_outside(
    content: bytes, party: Party = Party.HOLDER, *, signer=None, **metadata
) -> bytes:
    """The document signed by Bob's own software, as others sign."""
    written = BytesIO()
    outside_any_loop(
        sign_pdf,
        IncrementalPdfFileWriter(BytesIO(content)),
        PdfSignatureMetadata(field_name=metadata.pop("field", FIELDS[party]), **metadata),
        signer=signer or signer_of("Bob Essai"),
        output=written,
    )
    return written.getvalue()


def changed(content: bytes, change) -> bytes:
    """The document with an incremental update of its catalogue or pages."""
    writer = IncrementalPdfFileWriter(BytesIO(content))
    change(writer)
    written = BytesIO()
    writer.write(written)
    return written.getvalue()


def with_another_text(writer) -> None:
    """For `changed`: another page content."""
    page = writer.root["/Pages"]["/Kids"][0].get_object()
    stream = generic.StreamObject(stream_data=b"BT /F1 12 Tf 100 100 Td (280 000) Tj ET")
    page["/Contents"] = writer.add_object(stream)
    writer.mark_update(writer.root["/Pages"]["/Kids"].raw_get(0))


def with_an_annotation(writer) -> None:
    """For `changed`: a note over the page."""
    page = writer.root["/Pages"]["/Kids"][0].get_object()
    note = generic.DictionaryObject(
        {
            generic.pdf_name("/Type"): generic.pdf_name("/Annot"),
            generic.pdf_name("/Subtype"): generic.pdf_name("/Text"),
            generic.pdf_name("/Rect"): generic.ArrayObject(
                [generic.NumberObject(n) for n in (10, 10, 40, 40)]
            ),
            generic.pdf_name("/Contents"): generic.pdf_string("280 000"),
        }
    )
    page["/Annots"].append(writer.add_object(note))
    writer.update_container(page["/Annots"])
    writer.mark_update(writer.root["/Pages"]["/Kids"].raw_get(0))


def with_another_language(writer) -> None:
    """For `changed`: nothing that shows."""
    writer.root["/Lang"] = generic.pdf_string("en")
    writer.update_root()


def rewritten(content: bytes) -> bytes:
    """The document saved again by another program."""
    with pikepdf.open(BytesIO(content)) as document:
        saved = BytesIO()
        document.save(saved)
    return saved.getvalue()


def flipped(content: bytes, place: int) -> bytes:
    """The document with one bit changed."""
    return content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]
