"""Debian's Chromium, and what every page must be: no fault of axe, no word in the console."""

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from playwright.sync_api import BrowserContext, Page

from applications.models import Call

# Playwright's own event loop would make Django refuse its database.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

PHONE = {"width": 375, "height": 800}
DESK = {"width": 1280, "height": 900}


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Debian's Chromium, that calls nobody."""
    return browser_type_launch_args | {
        "executable_path": "/usr/bin/chromium",
        "args": ["--no-sandbox", "--disable-dev-shm-usage", "--disable-background-networking"],
    }


@pytest.fixture(scope="session")
def base_url() -> None:
    """No address of its own: tests give the live server's (the plugin's fixture warns)."""


@pytest.fixture
def edition(transactional_db: None) -> Call:
    """LIMIT'S 2024, loaded from its data file and published: closed since 30 April 2024."""
    call_command("load_call", "limits-2024")
    Call.objects.update(is_published=True)
    return Call.objects.get(slug="limits-2024")


@pytest.fixture
def console(page: Page) -> Iterator[list[str]]:
    """What the console says; the test fails if it says anything, a CSP report first of all."""
    said: list[str] = []
    page.on("console", lambda m: said.append(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    yield said
    assert said == []


@pytest.fixture
def log_in(context: BrowserContext, live_server: Any) -> Callable[[Any], None]:
    """Give the browser this person's session."""

    def open_session(user: Any) -> None:
        client = Client()
        client.force_login(user)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME]
        context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])

    return open_session


@pytest.fixture
def faults() -> Callable[[Page], list[str]]:
    """The rules of axe that this page breaks, with where."""

    def run(page: Page) -> list[str]:
        found = Axe().run(page).response["violations"]
        return [f"{v['id']}: {[n['target'] for n in v['nodes']][:5]}" for v in found]

    return run


@pytest.fixture
def overflow() -> Callable[[Page], int]:
    """Pixels by which the page is wider than its window."""

    def measure(page: Page) -> int:
        return int(
            page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
        )

    return measure
