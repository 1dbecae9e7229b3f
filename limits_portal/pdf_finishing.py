"""The last touch on a document that will be signed: PDF/UA said in its metadata, marks on its pages.

WeasyPrint writes PDF/A-3a or PDF/UA-1, never both; the pages are the same, only the metadata
differs, with the extension schema that PDF/A asks for (stack.md, §4).
"""

from collections.abc import Callable
from io import BytesIO

from pikepdf import Array, Dictionary, Name, ObjectStreamMode, Pdf

UNIVERSAL = """<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"
 pdfuaid:part="1"/>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 to which the document conforms</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
"""


def finished(content: bytes, mark: Callable[[int], bytes] | None = None) -> bytes:
    """Say that the document is universally accessible too, and draw `mark` of each page on it.

    `mark` gives PDF drawing operators for a page number from 1; they are marked as an artifact,
    which no screen reader reads. Saved without object streams, so that signatures are validated
    ten times faster. The same bytes and marks give the same bytes.
    """
    with Pdf.open(BytesIO(content)) as file:
        metadata = file.Root.Metadata
        text = metadata.read_bytes().replace(b"</rdf:RDF>", UNIVERSAL.encode() + b"</rdf:RDF>")
        file.Root.Metadata = file.make_stream(text, Type=Name.Metadata, Subtype=Name.XML)
        file.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
        _name_once(file)
        for number, page in enumerate(file.pages, start=1):
            page.obj.Tabs = Name.S
            if mark is not None:
                # WeasyPrint leaves its own scale behind: back to points before drawing.
                page.contents_add(b"q\n", prepend=True)
                drawn = b"\nQ /Artifact <</Type /Pagination /Subtype /Footer>> BDC q\n"
                page.contents_add(drawn + mark(number) + b"Q EMC\n")
        saved = BytesIO()
        file.save(saved, object_stream_mode=ObjectStreamMode.disable, deterministic_id=True)
    return saved.getvalue()


def _name_once(file: Pdf) -> None:
    """WeasyPrint names a joined file twice among the associated ones."""
    if "/AF" in file.Root:
        unique = {entry.objgen: entry for entry in file.Root.AF}
        file.Root.AF = Array(list(unique.values()))
