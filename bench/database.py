"""A database of a measure's own, made anew and dropped at the end."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

NAME = "limits_bench"


@contextmanager
def database(address: str, name: str = NAME) -> Iterator[str]:
    """Name of an empty database on this server; it is dropped at the end."""
    drop = f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"
    with psycopg.connect(address, autocommit=True) as line:
        line.execute(drop)
        line.execute(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'")
        try:
            yield name
        finally:
            line.execute(drop)


def address_of(server: str, name: str) -> str:
    """The DATABASE_URL of a database, from that of another of the same server."""
    address, _, options = server.partition("?")
    return f"{address.rpartition('/')[0]}/{name}" + (f"?{options}" if options else "")
