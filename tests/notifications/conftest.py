"""A real mail server on loopback, that does as it is told."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from chaos.sink import Script, Sink, listening, take_all


@pytest.fixture
def mail_host(settings) -> Iterator[Callable[[Script], Sink]]:
    """Start a server that follows a script, and send the portal's mails to it."""
    settings.EMAIL_BACKEND = "notifications.backend.OutboxBackend"
    settings.DELIVERY_EMAIL_BACKEND = "notifications.smtp.Backend"
    settings.EMAIL_TIMEOUT = 0.5
    with ExitStack() as stack:

        def start(script: Script = take_all) -> Sink:
            sink = stack.enter_context(listening(script))
            settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", sink.port
            return sink

        yield start
