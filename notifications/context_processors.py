"""What every page says of notifications: how many are unread; to administrators, what is stuck."""

from functools import cache
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from accounts.enums import Role
from notifications import backlog
from notifications.models import Notice


def unread(request: HttpRequest) -> dict[str, Any]:
    """Number of unread notices and alarms, asked at once, by a page that shows one of them."""

    @cache
    def read() -> tuple[int, list[backlog.Alarm]]:
        user = getattr(request, "user", None)
        if user is None or not user.is_authenticated:
            return 0, []
        if user.has_role(Role.ADMINISTRATOR):
            return backlog.news(user, now=timezone.now())
        return Notice.objects.filter(recipient=user, read_at=None).count(), []

    return {
        "unread_notices": SimpleLazyObject(lambda: read()[0]),
        "mail_alarms": SimpleLazyObject(lambda: read()[1]),
    }
