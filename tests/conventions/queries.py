"""How many queries a page asks for."""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse


def queries_of(browser: Client, name: str) -> int:
    """How many queries a page asks for."""
    with CaptureQueriesContext(connection) as captured:
        assert browser.get(reverse(f"conventions:{name}")).status_code == 200
    return len(captured)
