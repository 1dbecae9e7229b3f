"""The default cache, in PostgreSQL: one statement a write, where Django's takes five.

Rate limits and the single use of one-time codes count on `add` being decided by the database
itself: of two requests at once, one wins. Expired rows are deleted by an hourly task, so no write
has to count them.
"""

import base64
import pickle
from datetime import UTC, datetime
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.db import DatabaseCache
from django.db import connections, router
from psycopg import sql

FOREVER = datetime(9999, 12, 31, tzinfo=UTC)
STATEMENTS = {
    "set": """
        INSERT INTO {table} (cache_key, value, expires) VALUES (%(key)s, %(value)s, %(expires)s)
        ON CONFLICT (cache_key) DO UPDATE SET value = EXCLUDED.value, expires = EXCLUDED.expires
    """,
    "add": """
        INSERT INTO {table} AS former (cache_key, value, expires)
        VALUES (%(key)s, %(value)s, %(expires)s)
        ON CONFLICT (cache_key) DO UPDATE SET value = EXCLUDED.value, expires = EXCLUDED.expires
        WHERE former.expires < %(now)s
    """,
    "touch": "UPDATE {table} SET expires = %(expires)s WHERE cache_key = %(key)s",
}


class PostgresCache(DatabaseCache):
    """Django's database cache, writing with PostgreSQL's own « insert or update »."""

    _table: str  # set by Django's base

    def _base_set(self, mode: str, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT) -> bool:
        instant = self.get_backend_timeout(timeout)
        row: dict[str, Any] = {
            "key": key,
            "value": base64.b64encode(pickle.dumps(value, self.pickle_protocol)).decode("ascii"),
            "expires": FOREVER if instant is None else datetime.fromtimestamp(instant, UTC),
            "now": datetime.now(UTC),
        }
        statement = sql.SQL(STATEMENTS[mode]).format(table=sql.Identifier(self._table))
        with connections[router.db_for_write(self.cache_model_class)].cursor() as cursor:
            cursor.execute(statement, row)
            return bool(cursor.rowcount)

    def delete_expired(self) -> int:
        """Delete the rows past their time; return how many."""
        statement = sql.SQL("DELETE FROM {table} WHERE expires < %(now)s")
        with connections[router.db_for_write(self.cache_model_class)].cursor() as cursor:
            cursor.execute(
                statement.format(table=sql.Identifier(self._table)), {"now": datetime.now(UTC)}
            )
            return int(cursor.rowcount)
