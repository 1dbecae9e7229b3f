"""Signing with another program than ours: poppler's `pdfsig`, its key in a store of Mozilla's NSS."""

import ctypes
import subprocess
import sys
from pathlib import Path

# NSS keeps one store a process: the key is put in it by a process of its own.
IMPORT = """
import ctypes as c, sys
store, p12 = sys.argv[1:]
nss, smime = c.CDLL("libnss3.so"), c.CDLL("libsmime3.so")

class Item(c.Structure):
    _fields_ = [("type", c.c_int), ("data", c.c_char_p), ("len", c.c_uint)]

def found(library, name, *types, gives=c.c_int):
    function = getattr(library, name)
    function.argtypes, function.restype = types, gives
    return function

p, s = c.c_void_p, c.c_char_p
def sound(outcome):
    if outcome != 0:
        raise SystemExit(1)

sound(found(nss, "NSS_InitReadWrite", s)(b"sql:" + store.encode()))
slot = found(nss, "PK11_GetInternalKeySlot", gives=p)()
sound(found(nss, "PK11_InitPin", p, s, s)(slot, None, b""))
no_word = Item(0, b"\\0\\0", 2)
start = found(smime, "SEC_PKCS12DecoderStart", p, *[p] * 7, gives=p)
decoder = start(c.addressof(no_word), slot, None, None, None, None, None, None)
content = open(p12, "rb").read()
sound(found(smime, "SEC_PKCS12DecoderUpdate", p, s, c.c_ulong)(decoder, content, len(content)))
sound(found(smime, "SEC_PKCS12DecoderVerify", p)(decoder))
keep_name = c.CFUNCTYPE(p, p, p, p)(lambda *_: None)
validate = found(smime, "SEC_PKCS12DecoderValidateBags", p, p)
sound(validate(decoder, c.cast(keep_name, p)))
sound(found(smime, "SEC_PKCS12DecoderImportBags", p)(decoder))
"""


def is_there() -> bool:
    """Whether this machine has NSS: poppler signs with it."""
    try:
        ctypes.CDLL("libsmime3.so")
    except OSError:
        return False
    return True


def signed(content: bytes, *, field: str, key: Path, folder: Path) -> bytes:
    """The document signed by `pdfsig` in a field, with the key of a PKCS#12 file."""
    store, source, target = folder / "nss", folder / "a.pdf", folder / "b.pdf"
    store.mkdir()
    source.write_bytes(content)
    subprocess.run([sys.executable, "-c", IMPORT, store, key], check=True)
    subprocess.run(
        ["pdfsig", "-nssdir", f"sql:{store}", "-nick", key.stem, "-sign", field, source, target],
        check=True,
        capture_output=True,
    )
    return target.read_bytes()
