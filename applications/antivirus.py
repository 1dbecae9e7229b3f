"""The antivirus, as a step that may be absent: clamd's INSTREAM command over a socket.

Nothing is configured (`CLAMD_ADDRESS` empty): files are « Non analysé ». Configured: files wait as
« Analyse en cours » until a worker has scanned them; a clamd that is down or slow makes them wait
longer, and stops nobody from writing or filing.
"""

import socket
import struct
from dataclasses import dataclass
from typing import BinaryIO

from django.conf import settings
from django.core.files import File

CHUNK = 64 * 1024
TIMEOUT = 30  # seconds, for each exchange
REPLY_SIZE = 4096


class Unavailable(Exception):
    """The antivirus does not answer, or not in words we know: try again later."""


class TooLarge(Exception):
    """The antivirus is configured for smaller files than ours (StreamMaxLength)."""


@dataclass(frozen=True)
class Scan:
    """What the antivirus says of a file; `signature` names what it found."""

    is_infected: bool
    signature: str = ""


def is_configured() -> bool:
    """Whether there is an antivirus at all."""
    return bool(settings.CLAMD_ADDRESS)


def scan(file: BinaryIO | File) -> Scan:
    """Send a file to clamd. Raises Unavailable or TooLarge."""
    try:
        with _connect(settings.CLAMD_ADDRESS) as connection:
            reply = _exchange(connection, file)
    except (OSError, ValueError) as error:
        raise Unavailable(str(error)) from error
    if reply == "stream: OK":
        return Scan(is_infected=False)
    if reply.endswith(" FOUND"):
        return Scan(True, reply.removeprefix("stream: ").removesuffix(" FOUND"))
    if "size limit exceeded" in reply:
        raise TooLarge(reply)
    raise Unavailable(reply or "réponse vide")


def _connect(address: str) -> socket.socket:
    """Open « unix:/run/clamd.sock » or « tcp://host:3310 ». Raises ValueError on another form."""
    scheme, _, place = address.partition(":")
    if scheme == "unix" and place:
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.settimeout(TIMEOUT)
        try:
            connection.connect(place)
        except OSError:
            connection.close()
            raise
        return connection
    host, colon, port = place.removeprefix("//").rpartition(":")
    if scheme != "tcp" or not colon or not host:
        raise ValueError(f"CLAMD_ADDRESS illisible : {address}")
    return socket.create_connection((host, int(port)), timeout=TIMEOUT)


def _exchange(connection: socket.socket, file: BinaryIO | File) -> str:
    """Stream the file, in chunks preceded by their length, and read the answer."""
    connection.sendall(b"zINSTREAM\0")
    try:
        while chunk := file.read(CHUNK):
            connection.sendall(struct.pack("!L", len(chunk)) + chunk)
        connection.sendall(struct.pack("!L", 0))
    except (BrokenPipeError, ConnectionResetError):
        pass  # clamd hangs up on a file above its limit: its answer says so
    reply = b""
    while not reply.endswith(b"\0") and len(reply) < REPLY_SIZE:
        received = connection.recv(REPLY_SIZE)
        if not received:
            break
        reply += received
    return reply.strip(b"\0\n ").decode("utf-8", "replace")
