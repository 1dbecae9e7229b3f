"""CSV that a spreadsheet opens as it should, and never runs (security.md, A14)."""

import csv
from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from io import StringIO
from typing import Any

from limits_portal.french import PARIS

# A cell that starts so would be read as a formula, or as an order to another program.
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")
BYTE_ORDER_MARK = "\ufeff"


def cell(value: Any) -> str:
    """One cell as text: French decimals, Paris time, formulas made harmless by an apostrophe."""
    if value is None:
        return ""
    if isinstance(value, Decimal | int) and not isinstance(value, bool):
        return str(value).replace(".", ",")
    if isinstance(value, datetime):
        return value.astimezone(PARIS).strftime("%d/%m/%Y %H:%M:%S")
    text = str(value).replace("\x00", "")
    return f"'{text}" if text.lstrip(" \u00a0").startswith(DANGEROUS) else text


def as_csv(headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """A whole file: semicolons and the byte order mark that French spreadsheets expect."""
    buffer = StringIO()
    writer = csv.writer(buffer, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(headings)
    writer.writerows([cell(value) for value in row] for row in rows)
    return BYTE_ORDER_MARK + buffer.getvalue()
