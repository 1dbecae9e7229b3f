"""What the harness forbids: undefined template variables, and any network but this machine's."""

import socket
import sys
from pathlib import Path
from types import FrameType
from typing import Any

from django.template.base import FilterExpression, Node

OUR_TEMPLATES = Path(__file__).resolve().parent.parent / "templates"


class UndefinedVariable(Exception):
    """One of our templates shows a variable that its view did not give."""


class UndefinedVariablesFail(str):
    """Value of the template engine's `string_if_invalid`.

    `{{ unknown }}` in a file of our `templates/` raises; in a template of Django, allauth or
    django-dsfr, which count on it, it stays an empty string. `{% if unknown %}` stays false.
    """

    __slots__ = ()

    def __bool__(self) -> bool:
        """Be true for the engine, that asks whether it is set, and empty for templates."""
        return sys._getframe(1).f_code is FilterExpression.resolve.__code__

    def __contains__(self, key: object) -> bool:
        """Say that a « %s » waits for the variable's name, so that the engine calls `%`."""
        return key == "%s"

    def __mod__(self, variable: Any) -> str:
        """Raise UndefinedVariable with the template and the name, when the template is ours."""
        template = origin_of_node(sys._getframe(1))
        if template is None or OUR_TEMPLATES not in template.parents:
            return ""
        name = template.relative_to(OUR_TEMPLATES)
        raise UndefinedVariable(f"templates/{name} : la variable « {variable} » n'existe pas.")


def origin_of_node(frame: FrameType | None) -> Path | None:
    """File of the template whose node is being rendered in this frame or a caller's."""
    while frame is not None:
        node = frame.f_locals.get("self")
        if isinstance(node, Node) and getattr(node, "origin", None):
            return Path(node.origin.name)
        frame = frame.f_back
    return None


class NetworkForbidden(RuntimeError):
    """A test tried to reach another machine."""


def only_this_machine(monkeypatch: Any) -> None:
    """Refuse every connection and name look-up but those of loopback and unix sockets."""
    connect, connect_ex, look_up = (
        socket.socket.connect,
        socket.socket.connect_ex,
        socket.getaddrinfo,
    )

    def is_here(host: object) -> bool:
        name = host.decode() if isinstance(host, bytes) else host
        return name in (None, "", "localhost", "::1") or str(name).startswith("127.")

    def check(self: socket.socket, address: Any) -> None:
        if self.family != socket.AF_UNIX and not is_here(address[0]):
            raise NetworkForbidden(f"Connexion à {address} interdite pendant les tests.")

    def guarded_connect(self: socket.socket, address: Any) -> None:
        check(self, address)
        connect(self, address)

    def guarded_connect_ex(self: socket.socket, address: Any) -> int:
        check(self, address)
        return connect_ex(self, address)

    def guarded_look_up(host: Any, *args: Any, **options: Any) -> Any:
        if not is_here(host):
            raise NetworkForbidden(f"Recherche de {host} interdite pendant les tests.")
        return look_up(host, *args, **options)

    monkeypatch.setattr(socket.socket, "connect", guarded_connect)
    monkeypatch.setattr(socket.socket, "connect_ex", guarded_connect_ex)
    monkeypatch.setattr(socket, "getaddrinfo", guarded_look_up)
