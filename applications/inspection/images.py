"""PNG and JPEG: decoded whole, within a number of pixels, with nothing hidden beside."""

import struct
from pathlib import Path

from PIL import Image

from applications.inspection import limits
from applications.inspection.polyglots import PAGE, refuse_archive, refuse_second_content
from applications.inspection.refusals import Refusal

FORMATS = {"png": ("PNG",), "jpg": ("JPEG", "MPO")}


def examine(path: str, kind: str) -> None:
    """Raise Refusal unless the file is a sound image of this kind."""
    Image.MAX_IMAGE_PIXELS = limits.PIXELS
    refuse_archive(path)
    try:
        with Image.open(path, formats=FORMATS[kind]) as image:
            if image.width * image.height > limits.PIXELS:
                raise Refusal("pixels")
            image.verify()
        with Image.open(path, formats=FORMATS[kind]) as image:
            image.load()
    except Image.DecompressionBombError as error:
        raise Refusal("pixels") from error
    except (OSError, SyntaxError, ValueError, struct.error, EOFError, IndexError) as error:
        raise Refusal("damaged") from error
    data = Path(path).read_bytes()
    if kind == "png":
        extra = _after_png(data)
    else:
        # Comments and profiles are kept inside a JPEG: a page written there is one too many.
        if PAGE.search(data):
            raise Refusal("polyglot")
        extra = data[data.rfind(b"\xff\xd9") + 2 :] if b"\xff\xd9" in data else b""
    refuse_second_content(extra)


def _after_png(data: bytes) -> bytes:
    """Texts of a PNG, where a page could hide, and what follows its end."""
    position, texts = 8, b""
    while position + 12 <= len(data):
        length = int.from_bytes(data[position : position + 4])
        name = data[position + 4 : position + 8]
        if name in {b"tEXt", b"iTXt", b"zTXt"}:
            texts += data[position + 8 : position + 8 + length]
        position += 12 + length
        if name == b"IEND":
            break
    return data[position:] + texts
