"""A stub of the antivirus: a real socket that speaks clamd's INSTREAM."""

import socket
import struct
import threading

import pytest

from tests.applications.hostile_files import EICAR


class Clamd(threading.Thread):
    """A tiny clamd: finds the test virus, or answers what it is told to."""

    def __init__(self, server: socket.socket, reply: bytes | None = None) -> None:
        super().__init__(daemon=True)
        self.server, self.reply, self.received = server, reply, []

    def run(self) -> None:
        """Serve one connection after the other, until the socket is closed."""
        while True:
            try:
                connection, _ = self.server.accept()
            except OSError:
                return
            with connection:
                self.serve(connection)

    def serve(self, connection: socket.socket) -> None:
        """Read one stream to its end and answer."""
        stream = connection.makefile("rb")
        assert stream.read(10) == b"zINSTREAM\0"
        data = b""
        while size := struct.unpack("!L", stream.read(4))[0]:
            data += stream.read(size)
        self.received.append(data)
        found = b"stream: Win.Test.EICAR_HDB-1 FOUND\0" if EICAR in data else b"stream: OK\0"
        connection.sendall(found if self.reply is None else self.reply)


@pytest.fixture
def clamd(settings, tmp_path):
    """Start a stub on a unix socket and configure the portal with it."""
    servers = []

    def start(reply: bytes | None = None) -> Clamd:
        place = tmp_path / f"clamd{len(servers)}.sock"
        server = socket.socket(socket.AF_UNIX)
        server.bind(str(place))
        server.listen()
        servers.append(server)
        settings.CLAMD_ADDRESS = f"unix:{place}"
        stub = Clamd(server, reply)
        stub.start()
        return stub

    yield start
    for server in servers:
        server.close()
