"""The archive of an office document: counted while it unpacks, never trusted on its word."""

import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

from applications.inspection import limits
from applications.inspection.refusals import Refusal

CHUNK = 64 * 1024
ENCRYPTED = 0x1
END_OF_DIRECTORY = b"PK\x05\x06"
# Entries that have no place in an office document: programs, pages, archives, macros.
PROGRAMS = (
    *(".exe", ".dll", ".scr", ".com", ".bat", ".cmd", ".ps1", ".sh", ".lnk", ".msi", ".jar"),
    *(".js", ".jse", ".vbs", ".vbe", ".wsf", ".hta", ".php", ".html", ".htm", ".svg", ".swf"),
    *(".zip", ".rar", ".7z", ".gz", ".iso", ".docm", ".dotm", ".xlsm", ".xlam"),
)

Reader = Callable[[str, bytes], None]


def unpack(path: str, reader_of: Callable[[str], Reader | None]) -> list[str]:
    """Unpack every entry, giving its chunks to its reader, and return the names in order.

    Each reader ends with an empty chunk. Raises Refusal for an archive that is damaged, locked,
    too heavy, or that hides something.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            _check_layout(path, entries)
            total = 0
            for entry in entries:
                read = reader_of(entry.filename)
                for chunk in _chunks(archive, entry):
                    total += len(chunk)
                    if total > limits.UNPACKED:
                        raise Refusal("heavy")
                    if read:
                        read(entry.filename, chunk)
                if read:
                    read(entry.filename, b"")
            return [entry.filename for entry in entries]
    except (
        zipfile.BadZipFile,
        zlib.error,
        struct.error,
        EOFError,
        NotImplementedError,
        UnicodeDecodeError,
        OSError,
    ) as error:
        raise Refusal("damaged") from error


def _chunks(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    unpacked = 0
    with archive.open(entry) as file:
        while chunk := file.read(CHUNK):
            unpacked += len(chunk)
            ratio = unpacked / max(1, entry.compress_size)
            if unpacked > limits.RATIO_FROM and ratio > limits.ENTRY_RATIO:
                raise Refusal("heavy")
            yield chunk


def _check_layout(path: str, entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > limits.ENTRIES:
        raise Refusal("heavy")
    names = [entry.filename for entry in entries]
    if len({name.lower() for name in names}) != len(names):
        raise Refusal("polyglot")
    for entry in entries:
        if entry.flag_bits & ENCRYPTED:
            raise Refusal("encrypted")
        if entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            raise Refusal("damaged")
        parts = entry.orig_filename.replace("\\", "/").split("/")
        if ".." in parts or parts[0] == "" or ":" in parts[0] or "\x00" in entry.orig_filename:
            raise Refusal("polyglot")
        if entry.filename.lower().endswith(PROGRAMS):
            raise Refusal("nested")
    _check_ends(path)


def _check_ends(path: str) -> None:
    """The archive fills the file: nothing before it, nothing after."""
    data = Path(path).read_bytes()
    end = data.rfind(END_OF_DIRECTORY)
    if not data.startswith(b"PK\x03\x04") or end < 0 or end + 22 != len(data):
        raise Refusal("polyglot")
    size, offset = struct.unpack("<LL", data[end + 12 : end + 20])
    is_large = 0xFFFFFFFF in (size, offset)
    # A zip64 record may stand between the directory and its end.
    gap = end - (offset + size)
    if not is_large and gap and data[offset + size : offset + size + 4] != b"PK\x06\x06":
        raise Refusal("polyglot")
