"""People at their browser: they open pages, send what the page asks, and are answered."""

from typing import Any

from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.factories import make_second_factor


class Person:
    """Somebody logged in, as the portal knows them."""

    def __init__(self, user: User) -> None:
        self.user = user
        self.browser = Client()
        if user.is_agent:
            make_second_factor(user)
        self.browser.force_login(user)

    def opens(self, name: str, /, *args: Any, **query: str) -> Any:
        """Open a page that must be served; return the answer."""
        answer = self.browser.get(reverse(name, args=args), query)
        assert answer.status_code == 200, (name, args, answer.status_code)
        return answer

    def reads(self, name: str, /, *args: Any, **query: str) -> str:
        """Open a page and return its text, plain spaces for the unbreakable ones."""
        return plain(self.opens(name, *args, **query).content.decode())

    def sends(self, name: str, /, *args: Any, **data: Any) -> Any:
        """Send a form that must be taken; return the answer."""
        answer = self.browser.post(reverse(name, args=args), data)
        assert answer.status_code in (200, 302), (name, args, answer.status_code, answer.text)
        return answer

    def is_refused(self, name: str, /, *args: Any) -> bool:
        """Whether a page is closed to them."""
        return self.browser.get(reverse(name, args=args)).status_code in (403, 404)


def plain(text: str) -> str:
    """The same text with ordinary spaces."""
    return text.replace("\u00a0", " ").replace("\u202f", " ")
