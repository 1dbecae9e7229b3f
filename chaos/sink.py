"""A mail server of our own on loopback, that behaves as it is told to; the tests use it too."""

import email
import enum
import random
import socket
import socketserver
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

LONGEST_HANG = 60  # seconds


class Act(enum.Enum):
    """What the server does with one try of a mail."""

    TAKE = "250"
    LEAVE = "421"  # asks to come back later and hangs up
    LATER = "450"
    REFUSE = "550"
    HANG = "hang"  # reads the whole message, then says nothing
    DROP = "drop"  # reads the whole message, then hangs up without having kept it


# What to do with the nth try (1, 2…) of a mail to this address.
Script = Callable[[str, int], Act]


@dataclass(frozen=True)
class Taken:
    """A message the server answered 250 to."""

    sender: str
    to: str
    message_id: str
    content: bytes


class Conversation(socketserver.StreamRequestHandler):
    """One client's connection: as much of RFC 5321 as smtplib speaks."""

    server: "Sink"
    sender = to = ""
    act = Act.TAKE

    def handle(self) -> None:
        """Answer each command until the client or the script hangs up."""
        self.say("220 sink")
        while line := self.rfile.readline():
            word, _, rest = line.decode(errors="replace").strip().partition(" ")
            answer = getattr(self, f"on_{word.lower()}", self.on_other)
            if answer(rest) is False:
                return

    def say(self, text: str) -> None:
        """Send one line."""
        self.wfile.write(f"{text}\r\n".encode())

    def on_other(self, rest: str) -> None:
        """EHLO, HELO, RSET, NOOP."""
        self.say("250 ok")

    def on_mail(self, rest: str) -> None:
        """Note the envelope's sender."""
        self.sender = rest.partition(":")[2].split()[0].strip("<>")
        self.say("250 ok")

    def on_rcpt(self, rest: str) -> bool:
        """Decide what becomes of this mail."""
        self.to = rest.partition(":")[2].split()[0].strip("<>")
        self.act = self.server.decide(self.to)
        reply = {
            Act.LEAVE: "421 4.3.2 come back later",
            Act.LATER: "450 4.2.0 greylisted",
            Act.REFUSE: "550 5.1.1 no such mailbox",
        }.get(self.act, "250 ok")
        self.say(reply)
        return self.act is not Act.LEAVE

    def on_data(self, rest: str) -> bool:
        """Read the message, and keep it if the script says so."""
        self.say("354 go on")
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line)
        if not line:
            return False
        if self.act is Act.DROP:
            return False
        if self.act is Act.HANG:
            self.connection.settimeout(LONGEST_HANG)
            self.rfile.readline()
            return False
        content = b"".join(lines)
        self.server.keep(Taken(self.sender, self.to, message_id(content), content))
        time.sleep(self.server.delay())
        self.say("250 kept")
        return True

    def on_quit(self, rest: str) -> bool:
        """Say good-bye."""
        self.say("221 bye")
        return False


def message_id(content: bytes) -> str:
    """The Message-ID of a message as it was received."""
    return (email.message_from_bytes(content)["Message-ID"] or "").strip()


class Sink(socketserver.ThreadingTCPServer):
    """The server: `taken` lists what it answered 250 to, in order; `tries` counts by address."""

    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 64

    def __init__(self, script: Script, delay: Callable[[], float]) -> None:
        super().__init__(("127.0.0.1", 0), Conversation)
        self.script, self.delay = script, delay
        self.taken: list[Taken] = []
        self.tries: Counter[str] = Counter()
        self.acts: Counter[str] = Counter()
        self._lock = threading.Lock()

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.server_address[1])

    def decide(self, to: str) -> Act:
        """What to do with one more try to this address."""
        with self._lock:
            self.tries[to] += 1
            act = self.script(to, self.tries[to])
            self.acts[act.value] += 1
        return act

    def keep(self, taken: Taken) -> None:
        """Keep a message: from here on it is delivered, whatever the client learns."""
        with self._lock:
            self.taken.append(taken)

    def handle_error(self, request: object, client_address: object) -> None:
        """Clients are killed in the middle of a word: that is the point."""


def take_all(to: str, nth: int) -> Act:
    """The script of a server in good health."""
    return Act.TAKE


def sulky(seed: int) -> Script:
    """The script of a server that sulks: one address in ten, the same ones for the same seed."""

    def decide(to: str, nth: int) -> Act:
        draw = random.Random(f"{seed} {to}").random()
        if draw < 0.02:
            return Act.REFUSE
        troubles = ((0.05, Act.LATER, 2), (0.07, Act.LEAVE, 1), (0.085, Act.DROP, 1),
                    (0.09, Act.HANG, 1))  # fmt: skip
        for share, trouble, times in troubles:
            if draw < share:
                return trouble if nth <= times else Act.TAKE
        return Act.TAKE

    return decide


@contextmanager
def listening(script: Script = take_all, delay: Callable[[], float] = float) -> Iterator[Sink]:
    """A server on a free port of loopback, for as long as the block lasts."""
    with Sink(script, delay) as sink:
        thread = threading.Thread(target=sink.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield sink
        finally:
            sink.shutdown()
            thread.join()


def refuses_connections() -> int:
    """A port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
