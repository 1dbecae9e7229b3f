"""When a request came in: what decides of a deadline, however long the answer takes."""

from datetime import datetime
from typing import cast

from django.http import HttpRequest
from django.utils import timezone


class _Stamped(HttpRequest):
    received_at: datetime


def stamp(request: HttpRequest) -> None:
    """Note that the request comes in now."""
    cast(_Stamped, request).received_at = timezone.now()


def received_at(request: HttpRequest) -> datetime:
    """The instant the request came in, before anything was done with it."""
    return cast(_Stamped, request).received_at
