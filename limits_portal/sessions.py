"""Sessions in PostgreSQL, written once when they are opened.

Django asks whether the key it drew is free, inserts an empty session, then writes it again with
its content. A key is 32 characters drawn at random and the insertion itself refuses a taken one:
the first two are not needed.
"""

from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import VALID_KEY_CHARS, CreateError
from django.utils.crypto import get_random_string


class SessionStore(db.SessionStore):
    """Django's database session, that waits for its content to be inserted."""

    is_new = False  # a key is drawn, no row has it yet

    def _get_new_session_key(self) -> str:
        return get_random_string(32, VALID_KEY_CHARS)

    def create(self) -> None:
        """Draw a key; `save` will insert the row."""
        self._session_key = self._get_new_session_key()
        self.is_new = self.modified = True

    def save(self, must_create: bool = False) -> None:
        """Insert a new session, under another key if its own is taken, or update a known one."""
        if self.session_key is None:
            self.create()
        try:
            super().save(must_create=must_create or self.is_new)
        except CreateError:
            if must_create:
                raise
            self.create()
            super().save(must_create=True)
        self.is_new = False

    def delete(self, session_key: str | None = None) -> None:
        """Delete a session, this one by default, whether or not it is still there."""
        key = session_key or self.session_key
        if key is not None:
            self.model.objects.filter(session_key=key).delete()

    @classmethod
    def get_model_class(cls) -> Any:
        """Django's own table."""
        return db.SessionStore.get_model_class()
