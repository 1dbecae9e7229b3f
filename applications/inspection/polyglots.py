"""Files that are two things at once: a second content hidden before, inside or after."""

import re
import zipfile

from applications.inspection.refusals import Refusal

# What a browser would take for a page, or a server for a program.
PAGE = re.compile(rb"<\s*(script|html|!doctype|svg|iframe|body|\?php|%@)", re.IGNORECASE)
PROGRAM = re.compile(rb"\A\s*(MZ|\x7fELF|%PDF-|#!|Rar!|7z\xbc\xaf|\x1f\x8b|PK\x03\x04)")


def refuse_archive(path: str) -> None:
    """Raise Refusal when the file also opens as an archive (a JAR behind an image, say)."""
    if zipfile.is_zipfile(path):
        raise Refusal("polyglot")


def refuse_second_content(extra: bytes) -> None:
    """Raise Refusal when these bytes, outside the format, hold a page or a program."""
    if PAGE.search(extra) or PROGRAM.match(extra.lstrip(b"\x00")):
        raise Refusal("polyglot")
