"""CSV and XLSX that a spreadsheet opens as it should, and never runs (security.md, A14)."""

import csv
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from io import StringIO
from typing import IO, Any

import xlsxwriter
from django.http import StreamingHttpResponse

from limits_portal.french import PARIS

# A cell that starts so would be read as a formula, or as an order to another program.
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")
BYTE_ORDER_MARK = "\ufeff"
# Characters of a file sent at a time.
BLOCK = 65_536


def cell(value: Any) -> str:
    """One cell as text: French decimals, Paris time, formulas made harmless by an apostrophe."""
    if type(value) is str and value[:1].isalnum() and "\x00" not in value:
        return value  # nearly every text
    if value is None:
        return ""
    if isinstance(value, Decimal | int) and not isinstance(value, bool):
        return str(value).replace(".", ",")
    if isinstance(value, datetime):
        local = value.astimezone(PARIS)
        return f"{local:%d/%m/%Y %H:%M:%S}"
    text = str(value).replace("\x00", "")
    return f"'{text}" if text.lstrip(" \u00a0").startswith(DANGEROUS) else text


def csv_blocks(headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """A file with the semicolons and the byte order mark that French spreadsheets expect.

    Its headings come at once, then block after block: nothing waits for the last row.
    """
    buffer = StringIO()
    writer = csv.writer(buffer, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(headings)
    yield BYTE_ORDER_MARK + _emptied(buffer)
    for row in rows:
        writer.writerow([cell(value) for value in row])
        if buffer.tell() > BLOCK:
            yield _emptied(buffer)
    if buffer.tell():
        yield _emptied(buffer)


def _emptied(buffer: StringIO) -> str:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text


def csv_response(
    name: str, headings: Sequence[str], rows: Iterable[Sequence[Any]]
) -> StreamingHttpResponse:
    """A file to download, sent as its rows are read."""
    return StreamingHttpResponse(
        csv_blocks(headings, rows),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def as_xlsx(headings: Sequence[str], rows: Iterable[Sequence[Any]], *, title: str) -> IO[bytes]:
    """A whole workbook of one sheet, written row by row to a temporary file, ready to be read.

    Amounts stay numbers and instants dates (Paris time); a text is a text, whatever it begins
    with: no cell is ever a formula or a link.
    """
    file: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 – given to the response, that closes it
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(file, options) as book:
        sheet = book.add_worksheet(title[:31])
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        money = book.add_format({"num_format": "#,##0.00"})
        moment = book.add_format({"num_format": "dd/mm/yyyy hh:mm"})
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, max(len(headings) - 1, 0), 18)
        for column, heading in enumerate(headings):
            sheet.write_string(0, column, heading, bold)
        last = 0
        for last, row in enumerate(rows, start=1):
            for column, value in enumerate(row):
                if value is None:
                    continue
                if isinstance(value, Decimal):
                    sheet.write_number(last, column, float(value), money)
                elif isinstance(value, int) and not isinstance(value, bool):
                    sheet.write_number(last, column, value)
                elif isinstance(value, datetime):
                    local = value.astimezone(PARIS).replace(tzinfo=None)
                    sheet.write_datetime(last, column, local, moment)
                else:
                    sheet.write_string(last, column, _printable(str(value)))
        if headings:
            sheet.autofilter(0, 0, last, len(headings) - 1)
    file.seek(0)
    return file


# What XML cannot hold; a cell holds 32 767 characters.
CONTROLS = {code: None for code in range(32) if code not in (9, 10, 13)}


def _printable(text: str) -> str:
    return text.translate(CONTROLS)[:32_767]
