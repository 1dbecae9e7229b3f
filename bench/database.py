"""A database of the benchmark's own, made anew and dropped at the end."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

NAME = "limits_bench"


@contextmanager
def database(address: str) -> Iterator[str]:
    """Name of an empty database on this server; it is dropped at the end."""
    drop = f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)"
    with psycopg.connect(address, autocommit=True) as line:
        line.execute(drop)
        line.execute(f"CREATE DATABASE {NAME} TEMPLATE template0 ENCODING 'UTF8'")
        try:
            yield NAME
        finally:
            line.execute(drop)
