"""Sessions already open, for the pages whose measure does not start at the login."""

import time

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from accounts.adapter import OPENED_AT, SEEN_AT
from accounts.models import User
from bench.browser import Browser

TOKEN = "b" * 32


def browser_of(user: User, port: int) -> Browser:
    """A browser in which this person has just logged in."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session[OPENED_AT] = session[SEEN_AT] = int(time.time())
    session.create()
    cookies = {settings.SESSION_COOKIE_NAME: str(session.session_key), "csrf": TOKEN}
    return Browser(port, "10.1.0.1", cookies)
