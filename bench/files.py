"""The file that applicants join."""

import random
from io import BytesIO

import pikepdf

from bench import SEED


def pdf_of(size: int) -> bytes:
    """A real PDF of about this many bytes: one page, an image of noise that does not compress."""
    noise = random.Random(SEED).randbytes(size)
    with pikepdf.new() as document:
        page = document.add_blank_page(page_size=(595, 842))
        side = int(size**0.5)
        image = pikepdf.Stream(document, noise[: side * side])
        image.Type, image.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
        image.Width = image.Height = side
        image.ColorSpace, image.BitsPerComponent = pikepdf.Name.DeviceGray, 8
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=image))
        page.Contents = pikepdf.Stream(document, b"q 500 0 0 500 40 300 cm /Im0 Do Q")
        stream = BytesIO()
        document.save(stream, deterministic_id=True)
    return stream.getvalue()
