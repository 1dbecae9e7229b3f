"""One PAdES signature in one field, as an addition to the bytes that were there (stack.md, §5)."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from typing import Any, TypeVar

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.stamp import TextStampStyle

Result = TypeVar("Result")


class _Pdf17Writer(IncrementalPdfFileWriter):
    """PDF/A-3 is PDF 1.7: pyHanko would announce 2.0."""

    output_version = (1, 7)


def put(
    content: bytes,
    *,
    field: str,
    signer: SimpleSigner,
    name: str,
    reason: str,
    stamp: TextStampStyle | None = None,
    seals: bool = False,
) -> bytes:
    """Return the document with a signature in `field`; its first bytes are those of `content`.

    `name` and `reason` are what readers show beside the certificate. `seals` certifies: from then
    on only the other signatures may be added. Raises pyHanko's SigningError when the field does
    not exist or is taken.
    """
    metadata = PdfSignatureMetadata(
        field_name=field,
        md_algorithm="sha256",
        name=name,
        reason=reason,
        subfilter=SigSeedSubFilter.PADES,
        certify=seals,
        docmdp_permissions=MDPPerm.FILL_FORMS,
    )
    signed = BytesIO()
    outside_any_loop(
        PdfSigner(metadata, signer=signer, stamp_style=stamp).sign_pdf,
        _Pdf17Writer(BytesIO(content)),
        existing_fields_only=True,
        output=signed,
    )
    return signed.getvalue()


def outside_any_loop(call: Callable[..., Result], *args: Any, **options: Any) -> Result:
    """Call pyHanko in a thread of its own: it begins an event loop, and refuses to inside another."""
    with ThreadPoolExecutor(max_workers=1) as pool:
        return pool.submit(call, *args, **options).result()
