"""A browser thin enough not to be what is measured: one connection, cookies, forms."""

import re
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlencode, urlsplit

Pairs = list[tuple[str, str]]
# Ends an answer that is streamed, before what it cost.
TRAILER = "\x00bench:"
LAST_CHUNK = b"\r\n0\r\n\r\n"
BOUNDARY = "----limits-bench"


@dataclass(frozen=True)
class Answer:
    """An answer, what it took here, what the server says it cost."""

    status: int
    headers: dict[str, str]
    body: bytes
    elapsed: float  # seconds, from the first byte sent to the last one received
    path: str
    queries: int
    cpu: float  # seconds of the server's processor
    hashing: float  # seconds of it, of password hashing
    hashing_wall: float  # seconds
    first_byte: float = 0  # seconds, to the first byte of the body
    memory: int = 0  # kilobytes the worker grew by, when asked

    @property
    def text(self) -> str:
        """The page."""
        return self.body.decode()

    @property
    def location(self) -> str:
        """Where a redirection leads, without the host."""
        parts = urlsplit(self.headers["location"])
        return parts.path + (f"?{parts.query}" if parts.query else "")


class Unexpected(Exception):
    """An answer that is not the one the scenario waits for."""


class OutOfTime(Exception):
    """The time of the run is up in the middle of a scenario; `requests` were answered."""

    def __init__(self, requests: int) -> None:
        super().__init__(requests)
        self.requests = requests


@dataclass
class Browser:
    """One person's browser, seen by the server at an address of its own."""

    port: int
    address: str = "10.0.0.1"
    cookies: dict[str, str] = field(default_factory=dict)
    answers: list[Answer] | None = None  # kept when a list is given
    stop: Callable[[], bool] | None = None  # asked before each request
    asks_memory: bool = False
    _socket: socket.socket | None = None

    def get(self, path: str, expect: int = 200) -> Answer:
        """Read a page. Raises Unexpected when its status is not the one expected."""
        return self._checked(self._exchange("GET", path, b"", ""), expect)

    def post(self, path: str, pairs: Pairs, expect: int = 302) -> Answer:
        """Send a form with the token of its page."""
        body = urlencode([*pairs, ("csrfmiddlewaretoken", self.cookies["csrf"])]).encode()
        answer = self._exchange("POST", path, body, "application/x-www-form-urlencoded")
        return self._checked(answer, expect)

    def upload(
        self, path: str, pairs: Pairs, name: str, file: tuple[str, bytes], expect: int = 302
    ) -> Answer:
        """Send a form with one file."""
        parts = [*pairs, ("csrfmiddlewaretoken", self.cookies["csrf"])]
        head = "".join(
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'
            for key, value in parts
        )
        head += (
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"; '
            f'filename="{file[0]}"\r\nContent-Type: application/pdf\r\n\r\n'
        )
        body = head.encode() + file[1] + f"\r\n--{BOUNDARY}--\r\n".encode()
        answer = self._exchange("POST", path, body, f"multipart/form-data; boundary={BOUNDARY}")
        return self._checked(answer, expect)

    def raw(self, path: str, body: bytes, expect: int) -> Answer:
        """Send a JSON body."""
        return self._checked(self._exchange("POST", path, body, "application/json"), expect)

    def close(self) -> None:
        """Hang up."""
        if self._socket is not None:
            self._socket.close()
            self._socket = None

    def _checked(self, answer: Answer, expect: int) -> Answer:
        if answer.status != expect:
            said = re.findall(r"fr-(?:error-text|message--error)[^>]*>\s*([^<]+)", answer.text)
            raise Unexpected(f"{answer.path} : {answer.status}, attendu {expect}. {said[:5]}")
        return answer

    def _exchange(self, method: str, path: str, body: bytes, kind: str) -> Answer:
        if self.stop is not None and self.stop():
            raise OutOfTime(len(self.answers or []))
        lines = [f"{method} {path.partition('#')[0]} HTTP/1.1", f"Host: 127.0.0.1:{self.port}"]
        lines += [f"X-Forwarded-For: {self.address}", "User-Agent: bench", "Accept: text/html"]
        if self.asks_memory:
            lines.append("X-Bench-Memory: 1")
        if self.cookies:
            lines.append("Cookie: " + "; ".join(f"{k}={v}" for k, v in self.cookies.items()))
        if method == "POST":
            lines += [f"Content-Type: {kind}", f"Content-Length: {len(body)}"]
        message = ("\r\n".join(lines) + "\r\n\r\n").encode() + body
        if self._socket is None:
            self._socket = socket.create_connection(("127.0.0.1", self.port), timeout=60)
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        started = time.perf_counter()
        try:
            self._socket.sendall(message)
            head, content, began = read_answer(self._socket)
        except OSError:
            self.close()
            raise
        elapsed = time.perf_counter() - started
        answer = self._parsed(head, content, (elapsed, began and began - started), path)
        if self.answers is not None:
            self.answers.append(answer)
        return answer

    def _parsed(self, head: bytes, content: bytes, times: tuple[float, float], path: str) -> Answer:
        first, *lines = head.decode("latin-1").split("\r\n")
        headers: dict[str, str] = {}
        for line in lines:
            name, _, value = line.partition(": ")
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key.strip()] = rest.partition(";")[0].strip('"')
            headers[name.lower()] = value.strip()
        said = headers.get("x-bench", "")
        if not said:  # streamed: what it cost comes after its last byte
            content, _, trailer = content.partition(TRAILER.encode())
            said = trailer.decode() or "0;0;0;0;0"
        queries, *costs, memory = said.split(";")
        cpu, hashing_wall, hashing = (float(part) / 1000 for part in costs)
        return Answer(
            status=int(first.split()[1]),
            headers=headers,
            body=content,
            elapsed=times[0],
            path=path,
            queries=int(queries),
            cpu=cpu,
            hashing=hashing,
            hashing_wall=hashing_wall,
            first_byte=times[1],
            memory=int(memory),
        )


def read_answer(line: socket.socket) -> tuple[bytes, bytes, float]:
    """Head and body of an answer, and the instant its body began; chunks are joined."""
    data = b""
    while (end := data.find(b"\r\n\r\n")) < 0:
        data += _more(line)
    head, content = data[:end], data[end + 4 :]
    began = time.perf_counter() if content else 0.0
    found = re.search(rb"(?i)\r\ncontent-length: (\d+)", head)
    if found is None and b"chunked" not in head.lower():
        raise OSError("answer without a length")
    pieces, size = [content], len(content)
    while size < int(found[1]) if found else not pieces[-1].endswith(LAST_CHUNK):
        pieces.append(_more(line))
        size += len(pieces[-1])
        began = began or time.perf_counter()
        if not found and len(pieces[-1]) < len(LAST_CHUNK):
            pieces = [b"".join(pieces)]
    content = b"".join(pieces)
    return head, content if found else _joined(content), began


def _more(line: socket.socket) -> bytes:
    chunk = line.recv(262_144)
    if not chunk:
        raise OSError("the server hung up")
    return chunk


def _joined(chunked: bytes) -> bytes:
    pieces, at = [], 0
    while True:
        end = chunked.index(b"\r\n", at)
        size = int(chunked[at:end], 16)
        if not size:
            return b"".join(pieces)
        pieces.append(chunked[end + 2 : end + 2 + size])
        at = end + 2 + size + 2


class _Forms(HTMLParser):
    """Reads the forms of a page: what a browser would send, buttons left aside."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Pairs] = []
        self.templates = 0
        self.select = self.area = ""
        self.options: list[tuple[str, bool]] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a control."""
        given = dict(attrs)
        name = given.get("name") or ""
        if tag == "template":
            self.templates += 1
        if tag == "form":
            self.forms.append([])
        if self.templates or not self.forms:
            return
        if tag == "input" and name:
            self._input(name, given)
        elif tag == "select":
            self.select, self.options = name, []
        elif tag == "option" and self.select:
            self.options.append((given.get("value") or "", "selected" in given))
        elif tag == "textarea":
            self.area, self.text = name, []

    def _input(self, name: str, given: dict[str, str | None]) -> None:
        kind = given.get("type") or "text"
        if kind in {"checkbox", "radio"}:
            if "checked" in given:
                self.forms[-1].append((name, given.get("value") or "on"))
        elif kind not in {"submit", "button", "file"}:
            self.forms[-1].append((name, given.get("value") or ""))

    def handle_data(self, data: str) -> None:
        """Keep the text of a text area."""
        if self.area:
            self.text.append(data)

    def handle_endtag(self, tag: str) -> None:
        """Close a control."""
        if tag == "template":
            self.templates -= 1
        elif tag == "select" and self.select:
            chosen = [value for value, is_chosen in self.options if is_chosen]
            chosen = chosen or [value for value, _ in self.options[:1]]
            self.forms[-1] += [(self.select, value) for value in chosen]
            self.select = ""
        elif tag == "textarea" and self.area:
            self.forms[-1].append((self.area, "".join(self.text).removeprefix("\n")))
            self.area = ""


def form_with(page: str, name: str) -> Pairs:
    """What the form that has a field of this name would send, its token left aside."""
    reader = _Forms()
    reader.feed(page)
    for form in reader.forms:
        if any(key == name for key, _ in form):
            return [(key, value) for key, value in form if key != "csrfmiddlewaretoken"]
    raise Unexpected(f"no form with a field « {name} »")
