"""The empty signature fields of a convention, created once, before anything is signed.

As tagged form elements, so that the signed file keeps the shape of an accessible one; saved
without object streams, that would make each validation ten times slower (stack.md, §5).
"""

from io import BytesIO
from typing import Any, NamedTuple

from pikepdf import Array, Dictionary, Name, ObjectStreamMode, Page, Pdf, String

from conventions.enums import Party

SEAL_FIELD = "CachetDuPortail"
FIELDS = {
    Party.HOLDER: "SignatureCollectivite",
    Party.PREFECTURE: "SignaturePrefecture",
    Party.MILDECA: "SignatureMildeca",
}
TITLES = {
    Party.HOLDER: "Signature de la collectivité",
    Party.PREFECTURE: "Signature de la préfecture",
    Party.MILDECA: "Signature de la MILDECA",
}
# Printed, never moved or resized by a reader's hand.
_PRINTED_AND_LOCKED = 4 | 128


class Box(NamedTuple):
    """Where a signature shows: page number from 1, then left, bottom, right, top in PDF points."""

    page: int
    left: float
    bottom: float
    right: float
    top: float


def add_fields(content: bytes, boxes: dict[Party, Box]) -> bytes:
    """Return the document with its seal's field, invisible, and one field a party.

    `boxes` come in the order of signature: the last one closes the document for good. The same
    bytes and boxes give the same bytes.
    """
    with Pdf.open(BytesIO(content)) as document:
        form = document.make_indirect(
            Dictionary(Fields=Array(), SigFlags=0, DA=String("/Helv 0 Tf 0 g"))
        )
        document.Root.AcroForm = form
        _add(document, document.pages[0], SEAL_FIELD, "Cachet du portail", (0, 0, 0, 0))
        last = list(boxes)[-1] if boxes else None
        for party, box in boxes.items():
            page = document.pages[box.page - 1]
            field = _add(document, page, FIELDS[party], TITLES[party], box[1:])
            if party == last:
                field.Lock = document.make_indirect(
                    Dictionary(Type=Name.SigFieldLock, Action=Name.All, P=1)
                )
        saved = BytesIO()
        document.save(saved, object_stream_mode=ObjectStreamMode.disable, deterministic_id=True)
    return saved.getvalue()


def _add(
    document: Pdf, page: Page, name: str, title: str, rectangle: tuple[float, ...]
) -> Dictionary:
    field = document.make_indirect(
        Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            FT=Name.Sig,
            T=String(name),
            TU=String(title),
            F=_PRINTED_AND_LOCKED,
            Rect=Array([round(value, 2) for value in rectangle]),
            P=page.obj,
        )
    )
    if "/Annots" not in page.obj:
        page.obj.Annots = Array()
    page.obj.Annots.append(field)
    document.Root.AcroForm.Fields.append(field)
    _tag(document, page, field)
    return field


def _tag(document: Pdf, page: Page, field: Dictionary) -> None:
    """Give a field its place in the structure tree: a `Form` element that refers to it."""
    tree = document.Root.get("/StructTreeRoot")
    if tree is None:
        return
    key = int(tree.get("/ParentTreeNextKey", 0)) or _next_key(tree)
    parent = _document_element(tree)
    element = document.make_indirect(
        Dictionary(Type=Name.StructElem, S=Name.Form, P=parent, Pg=page.obj)
    )
    element.K = Dictionary(Type=Name.OBJR, Obj=field, Pg=page.obj)
    field.StructParent = key
    children = parent.get("/K")
    if isinstance(children, Array):
        children.append(element)
    else:
        parent.K = Array([element] if children is None else [children, element])
    numbers = tree.ParentTree
    if "/Nums" not in numbers:
        numbers.Nums = Array()
    numbers.Nums.append(key)
    numbers.Nums.append(element)
    tree.ParentTreeNextKey = key + 1


def _next_key(tree: Any) -> int:
    numbers = tree.ParentTree.get("/Nums", Array())
    return max((int(numbers[rank]) for rank in range(0, len(numbers), 2)), default=-1) + 1


def _document_element(tree: Any) -> Any:
    """The `Document` element at the top of the tree, or the tree itself."""
    children = tree.get("/K")
    if isinstance(children, Array):
        return children[0] if len(children) == 1 else tree
    return tree if children is None else children
