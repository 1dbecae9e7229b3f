"""The portal as production serves it, and beside it the floors without session nor person."""

import os
from collections.abc import Callable
from typing import Any

os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"

import django
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler

django.setup()


def _floors() -> WSGIHandler:
    """A Django that passes only through FLOOR_MIDDLEWARE."""
    whole = settings.MIDDLEWARE
    settings.MIDDLEWARE = settings.FLOOR_MIDDLEWARE
    try:
        return WSGIHandler()
    finally:
        settings.MIDDLEWARE = whole


portal, floors = WSGIHandler(), _floors()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
    """Answer by the floors under /bench/, by the portal everywhere else."""
    handler = floors if environ["PATH_INFO"].startswith("/bench/") else portal
    return handler(environ, start_response)
