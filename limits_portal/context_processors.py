"""What every page knows."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, Any]:
    """Name and marks of the service, mode of the site."""
    return {
        "DEMO": settings.DEMO,
        "SITE_NAME": "LIMIT'S",
        "BRAND": settings.BRAND,
        "OPERATOR": settings.OPERATOR,
        "BASELINE": settings.BASELINE,
    }
