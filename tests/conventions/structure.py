"""Our own rules on a PDF that must be accessible and archived: what is wrong, as sentences.

After PDF/A-3a and the Matterhorn protocol of PDF/UA-1; not a validation by an accredited tool,
which the portal does not claim (stack.md, §4).
"""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf

# Never fonts of the portal: nothing else may come in.
FONT = "Marianne"


def faults(content: bytes) -> list[str]:
    """Everything found wrong in a document."""
    with Pdf.open(BytesIO(content)) as file:
        return [
            *_catalog(file),
            *_metadata(file),
            *_fonts(file),
            *_pages(file),
            *_tree(file),
            *_annotations(file),
            *_joined(file),
        ]


def _catalog(file: Pdf) -> Iterator[str]:
    root = file.Root
    if not root.get("/MarkInfo", {}).get("/Marked"):
        yield "le document n’est pas balisé"
    if str(root.get("/Lang", "")) != "fr":
        yield "la langue n’est pas le français"
    if "/StructTreeRoot" not in root:
        yield "il n’y a pas d’arbre de structure"
    if not root.get("/ViewerPreferences", {}).get("/DisplayDocTitle"):
        yield "le titre n’est pas celui de la fenêtre"
    if not str(file.docinfo.get("/Title", "")).strip():
        yield "le document n’a pas de titre"
    if "/OutputIntents" not in root:
        yield "il n’y a pas de profil de couleur"
    if "/Outlines" not in root:
        yield "il n’y a pas de signets"
    if "/ID" not in file.trailer:
        yield "le document n’a pas d’identifiant"
    if any(name in root for name in ("/OpenAction", "/AA")):
        yield "le document fait quelque chose à l’ouverture"


def _metadata(file: Pdf) -> Iterator[str]:
    with file.open_metadata() as said:
        wanted = {"pdfaid:part": "3", "pdfaid:conformance": "A", "pdfuaid:part": "1"}
        for key, value in wanted.items():
            if said.get(key) != value:
                yield f"{key} vaut {said.get(key)}"
    text = file.Root.Metadata.read_bytes()
    if text.count(b"<rdf:RDF") != 1 or b"pdfaExtension:schemas" not in text:
        yield "les métadonnées n’ont pas le schéma d’extension"


def _fonts(file: Pdf) -> Iterator[str]:
    for number, page in enumerate(file.pages, start=1):
        for font in page.get("/Resources", {}).get("/Font", {}).values():
            name = str(font.BaseFont).split("+")[-1]
            if not name.startswith(FONT):
                yield f"page {number} : la police {name} n’est pas {FONT}"
            inner = font.DescendantFonts[0] if "/DescendantFonts" in font else font
            described = inner.FontDescriptor
            if not any(key in described for key in ("/FontFile", "/FontFile2", "/FontFile3")):
                yield f"page {number} : la police {name} n’est pas incorporée"
            if "/ToUnicode" not in font:
                yield f"page {number} : la police {name} ne dit pas ses caractères"


def _pages(file: Pdf) -> Iterator[str]:
    """Whatever is drawn is tagged or an artifact."""
    showing = {"Tj", "TJ", "'", '"', "f", "F", "f*", "S", "s", "B", "b", "B*", "b*", "Do", "sh"}
    for number, page in enumerate(file.pages, start=1):
        if str(page.get("/Tabs", "")) != "/S":
            yield f"page {number} : l’ordre de tabulation n’est pas celui de la structure"
        depth = loose = 0
        for step in pikepdf.parse_content_stream(page):
            operator = str(step.operator)
            if operator in {"BDC", "BMC"}:
                depth += 1
            elif operator == "EMC":
                depth -= 1
            elif operator in showing and depth <= 0:
                loose += 1
        if depth:
            yield f"page {number} : un contenu balisé n’est pas refermé"
        if loose:
            yield f"page {number} : {loose} tracés hors de toute balise"


def elements(file: Pdf) -> Iterator[Dictionary]:
    """Every structure element, in reading order."""
    waiting: list[Any] = [file.Root.StructTreeRoot]
    while waiting:
        node = waiting.pop()
        if "/S" in node:
            yield node
        children = node.get("/K")
        found = list(children) if isinstance(children, Array) else [children]  # type: ignore[arg-type]
        waiting += [
            child
            for child in reversed(found)
            if isinstance(child, Dictionary) and ("/S" in child or "/K" in child)
        ]


def _tree(file: Pdf) -> Iterator[str]:
    last = 0
    for element in elements(file):
        kind = str(element.S).removeprefix("/")
        if kind in {"H1", "H2", "H3", "H4", "H5", "H6"}:
            level = int(kind[1])
            if level > last + 1:
                yield f"un titre {kind} suit un niveau {last}"
            last = level
        if kind == "Figure" and not str(element.get("/Alt", "")).strip():
            yield "une figure n’a pas de texte de remplacement"
        if kind == "Table":
            yield from _table(element)


def _table(table: Dictionary) -> Iterator[str]:
    kinds = []
    waiting = [table]
    while waiting:
        node = waiting.pop()
        kinds.append(str(node.get("/S", "")).removeprefix("/"))
        children = node.get("/K")
        found = list(children) if isinstance(children, Array) else [children]  # type: ignore[arg-type]
        waiting += [child for child in found if isinstance(child, Dictionary) and "/S" in child]
    if "TH" not in kinds:
        yield "un tableau n’a pas d’en-tête"
    if "TR" not in kinds:
        yield "un tableau n’a pas de ligne"


def _annotations(file: Pdf) -> Iterator[str]:
    for number, page in enumerate(file.pages, start=1):
        for annotation in page.get("/Annots", []):
            kind = str(annotation.Subtype)
            if "/StructParent" not in annotation:
                yield f"page {number} : une annotation {kind} est hors de la structure"
            if not int(annotation.get("/F", 0)) & 4:
                yield f"page {number} : une annotation {kind} ne s’imprime pas"
            if kind == "/Link" and not str(annotation.get("/Contents", "")).strip():
                yield f"page {number} : un lien ne dit pas où il mène"
            if kind == "/Widget" and not str(annotation.get("/TU", "")).strip():
                yield f"page {number} : un champ n’a pas de nom"


def _joined(file: Pdf) -> Iterator[str]:
    named = len(file.attachments)
    associated = list(file.Root.get("/AF", []))
    if named != len(associated):
        yield f"{named} fichiers joints, {len(associated)} associés"
    for entry in associated:
        if entry.get("/AFRelationship") != Name.Data:
            yield "un fichier joint ne dit pas sa relation"
        if "/Subtype" not in entry.EF.F:
            yield "un fichier joint ne dit pas son type"


def check(path: Any) -> int:
    """`qpdf --check`, by the library that pikepdf carries: 0 when the structure is sound."""
    job = pikepdf.Job(["qpdf", "--check", str(path)])
    job.run()
    return int(job.exit_code)
