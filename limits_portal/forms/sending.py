"""What a page's form sent: the first arguments of a form, that stays blank until it is sent."""

from typing import Any

from django.http import HttpRequest, QueryDict


def sent(request: HttpRequest) -> QueryDict | None:
    """What was typed; None when the page is only read."""
    return request.POST if request.method == "POST" else None


def sent_with_files(request: HttpRequest) -> tuple[Any, ...]:
    """What was typed and the files joined, to be unpacked; nothing when the page is only read."""
    return (request.POST, request.FILES) if request.method == "POST" else ()
