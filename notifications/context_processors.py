"""What the header says of notifications."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from notifications.models import Notice


def unread(request: HttpRequest) -> dict[str, Any]:
    """Number of unread notices, counted only by a page that shows it."""

    def count() -> int:
        user = getattr(request, "user", None)
        if user is None or not user.is_authenticated:
            return 0
        return Notice.objects.filter(recipient=user, read_at=None).count()

    return {"unread_notices": SimpleLazyObject(count)}
