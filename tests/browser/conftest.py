"""Debian's Chromium, and what every page must be: no fault of axe, no word in the console."""

import os
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from playwright.sync_api import BrowserContext, ConsoleMessage, Error, Page, expect

from applications.models import Call
from tests.applications.sound_files import pdf

# Playwright's own event loop would make Django refuse its database.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

# A busy machine is slow: nobody should see a false alarm.
expect.set_options(timeout=15_000)

# What htmx says of a request that a newer one replaced; a failed one says « sendError » too.
REPLACED = ("htmx:afterRequest", "htmx:sendAbort")

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
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """A browser of a French town hall."""
    return browser_context_args | {"locale": "fr-FR", "timezone_id": "Europe/Paris"}


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

    def hear(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not message.text.startswith(REPLACED):
            said.append(message.text)

    page.on("console", hear)
    page.on("pageerror", lambda error: said.append(str(error)))
    yield said
    assert said == []


@pytest.fixture
def log_in(context: BrowserContext, live_server: Any) -> Callable[..., None]:
    """Give the browser, or another one, this person's session."""

    def open_session(user: Any, where: BrowserContext = context) -> None:
        client = Client()
        client.force_login(user)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME]
        where.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])

    return open_session


@pytest.fixture
def faults() -> Callable[[Page], list[str]]:
    """The rules of axe that this page breaks, with where."""

    def run(page: Page) -> list[str]:
        # A click comes back when the next page begins, still empty.
        page.wait_for_load_state("load")
        try:
            found = Axe().run(page).response["violations"]
        except Error:  # the page was being replaced under axe's eyes: look at the new one
            page.wait_for_load_state("load")
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


@pytest.fixture
def open_edition(edition: Call) -> Call:
    """LIMIT'S 2024 as when it was open: a month is left to file."""
    now = timezone.now()
    Call.objects.update(opens_at=now - timedelta(days=30), closes_at=now + timedelta(days=30))
    edition.refresh_from_db()
    return edition


@pytest.fixture
def sound(
    faults: Callable[[Page], list[str]], overflow: Callable[[Page], int]
) -> Callable[[Page], None]:
    """Check the page shown: no fault of axe on a desk, no wider than a phone."""

    def check(page: Page) -> None:
        assert faults(page) == [], page.url
        page.set_viewport_size(PHONE)
        assert overflow(page) == 0, page.url
        page.set_viewport_size(DESK)

    return check


@pytest.fixture
def rib(tmp_path: Path) -> Path:
    """The town's bank details, as a PDF."""
    file = tmp_path / "RIB de Loos.pdf"
    file.write_bytes(pdf())
    return file
