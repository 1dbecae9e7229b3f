"""Workbooks of more rows than a request should write: made by a worker, row after row, in plain sight."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.db import transaction
from django.http import QueryDict
from django.utils import timezone

from accounts.enums import Role
from accounts.models import User
from applications.models import Call
from limits_portal.drawn import Drawn
from limits_portal.printouts import Printout, Workshop
from limits_portal.spreadsheet import as_xlsx
from reviews import board, progress, standings
from reviews.board_rows import EXPORT_HEADINGS, Row
from reviews.models import Recusal, Workbook
from workflow.engine import NotAllowed, record

# Above this, the request only asks for it (performance.md, row 9).
MOST_AT_ONCE = 2000
VERSION = "2024-1"
LEASE = timedelta(minutes=10)
# Rows between two notes of progress.
STEP = 500


@dataclass(frozen=True)
class Table:
    """One kind of workbook; `count` and `rows` are given the person, the call, the filters."""

    title: str
    roles: tuple[str, ...]
    headings: Callable[[Call], Sequence[str]]
    count: Callable[[User, Call, str], int]
    rows: Callable[[User, Call, str], Iterable[Sequence[Any]]]


def filters_of(query: Mapping[str, str]) -> str:
    """The filters of the board that an address gives, and nothing else of it."""
    return urlencode(board.Wanted.of(query).as_query())


def _found(user: User, call: Call, query: str) -> Any:
    wanted = board.Wanted.of(QueryDict(query))
    return board.find(user, call, wanted, today=timezone.localdate())


def _dossiers(user: User, call: Call, query: str) -> Iterator[Sequence[Any]]:
    today = timezone.localdate()
    for application in _found(user, call, query).iterator(chunk_size=500):
        yield Row(application, today).export()


TABLES = {
    Workbook.Kind.DOSSIERS: Table(
        title="Dossiers",
        roles=(Role.INSTRUCTOR,),
        headings=lambda call: EXPORT_HEADINGS,
        count=lambda user, call, query: _found(user, call, query).count(),
        rows=_dossiers,
    ),
    Workbook.Kind.READINGS: Table(
        title="Lectures",
        roles=(Role.INSTRUCTOR, Role.PRESIDENT),
        headings=lambda call: progress.export_headings(standings.marked(call)),
        count=lambda user, call, query: progress.exported(user, call).count(),
        rows=lambda user, call, query: progress.export_rows(user, call, standings.marked(call)),
    ),
}


def ask(kind: str, call: Call, query: str, *, by: User) -> Workbook:
    """Ask for a workbook of what one may read; the one in preparation if there is one.

    Raises NotAllowed.
    """
    table = TABLES[Workbook.Kind(kind)]
    if not by.has_role(*table.roles):
        raise NotAllowed("Ce classeur est fait pour la MILDECA.")
    with transaction.atomic():
        User.objects.select_for_update(of=("self",)).get(pk=by.pk)
        waiting = _of(kind, call, query, by).filter(progress=Printout.Status.PENDING).first()
        if waiting is not None:
            return waiting
        made = Workbook.objects.create(
            kind=kind, call=call, query=query, reader=by, row_count=table.count(by, call, query)
        )
        payload = {"kind": kind, "call": call.slug, "rows": made.row_count}
        record("workbook.asked", subject=made, by=by, payload=payload)
    return made


def _of(kind: str, call: Call, query: str, user: User) -> Any:
    return Workbook.objects.filter(kind=kind, call=call, query=query, reader=user)


def last_of(kind: str, call: Call, query: str, user: User) -> Workbook | None:
    """The person's last workbook of this kind with these filters, unless one may not read it now.

    A dossier that closed to the person since it was asked for may be in it (A4).
    """
    last: Workbook | None = _of(kind, call, query, user).first()
    if last is None:
        return None
    closed = Recusal.objects.filter(
        person=user, application__call=call, declared_at__gte=last.asked_at
    )
    return None if closed.exists() else last


def draw(workbook: Workbook) -> Drawn:
    """Write the whole workbook as its reader may read it now, noting the rows as they come."""
    table = TABLES[Workbook.Kind(workbook.kind)]
    call, reader = workbook.call, workbook.reader

    def noted() -> Iterator[Sequence[Any]]:
        for done, row in enumerate(table.rows(reader, call, workbook.query), start=1):
            yield row
            if done % STEP == 0:
                Workbook.objects.filter(pk=workbook.pk).update(rows_done=done)

    with as_xlsx(table.headings(call), noted(), title=table.title) as file:
        return Drawn(file.read())


WORKSHOP = Workshop(
    rows=lambda: Workbook.objects.select_related("call", "reader"),
    draw=draw,
    folder="classeurs",
    version=VERSION,
    lease=LEASE,
    suffix="xlsx",
)
