"""Row 11: the document of a convention beside WeasyPrint alone on the same HTML (W)."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import timedelta
from decimal import Decimal
from multiprocessing import get_context
from statistics import median

from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from weasyprint import HTML

from applications.models import Application
from bench.effort import Effort
from bench.measures import Goal, Row, p95
from bench.seed import World
from bench.sessions import browser_of
from conventions import articles, document, terms
from conventions.enums import Party
from conventions.models import Act, Convention, Issue, Version
from conventions.opening import visas_for
from conventions.signing import marks, seal
from conventions.state import state_of
from limits_portal import pdf
from reviews.models import Award, Decision

GOAL = Goal(ratio=1.2, queries=10)
AT_ONCE = 10  # documents, while the list of dossiers is asked for
# The list may slow down so much while documents are drawn.
SLOWED = 3


def issue_of(application: Application) -> Issue:
    """An issue of the dossier's convention, in memory: a document writes nothing."""
    yearly = [Decimal(50_000), Decimal(40_000), Decimal(30_000)]
    convention = Convention(
        application=application,
        award=Award(decision=Decision(number=1, validated_at=timezone.now())),
        reference=f"{application.reference}-C",
        agreed_amount=sum(yearly, Decimal(0)),
        yearly_amounts=yearly,
    )
    version = Version(
        act=Act(convention=convention, number=0),
        number=1,
        state=state_of(convention),
        visas=visas_for(convention),
        articles=articles.read(application.call),
        made_at=timezone.now(),
    )
    return Issue(
        act=version.act,
        version=version,
        number=1,
        order=terms.of(application.call).signing_order,
        issued_at=timezone.now() - timedelta(hours=1),
    )


def html_of(issue: Issue) -> str:
    """The page that the document is laid out from."""
    mark = marks.fingerprint(issue)
    values = document.values(issue.version, list(Party), number=issue.number, mark=mark)
    shell = {"made_at": "", "faces": pdf.faces()}
    return pdf.printable(render_to_string(document.TEMPLATE, values | shell))


def alone(html: str) -> None:
    """WeasyPrint alone: no tags, no archive, no metadata."""
    HTML(string=html, base_url="portal:/", url_fetcher=pdf.PackagedFiles()).write_pdf()


def rows(world: World, port: int, size: int, effort: Effort) -> Iterator[Row]:
    """The document drawn, then sealed, then several at once."""
    application = Application.objects.select_related("call", "holder", "departement").get(
        pk=world.model.pk
    )
    issue = issue_of(application)
    html = html_of(issue)
    with CaptureQueriesContext(connection) as asked:
        document.unsigned(issue_of(application))
    drawn, floors = _in_turn(lambda: document.unsigned(issue), lambda: alone(html), effort)
    content = document.unsigned(issue).content
    sealing = [_timed(lambda: seal.certify(content)) for _ in range(3)]
    ratio = round(median(drawn) / median(floors), 2)
    queries = len(asked.captured_queries)
    yield Row(
        operation="11 · Convention, le document",
        kind="document",
        n=size,
        median_ms=round(median(drawn), 1),
        p95_ms=round(p95(drawn), 1),
        sql=queries,
        bytes=len(content),
        ratio_to_floor=ratio,
        floor="W",
        goal=GOAL.text("W"),
        met=GOAL.is_met(ratio, queries),
        more={
            "floor_median_ms": round(median(floors), 1),
            "seal_ms": round(median(sealing), 1),
        },
    )
    yield from _at_once(world, port, size, issue)


def _in_turn(
    ours: Callable[[], object], floor: Callable[[], object], effort: Effort
) -> tuple[list[float], list[float]]:
    """Milliseconds of both, by turns: a document takes seconds, a few rounds are enough."""
    floor(), ours()
    pairs = [(_timed(floor), _timed(ours)) for _ in range(min(effort.rounds, 7))]
    return [b for _, b in pairs], [a for a, _ in pairs]


def _timed(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return (time.perf_counter() - start) * 1000


def _own_connection() -> None:
    """A process forgets the connection it was born with, which is its parent's."""
    connection.connection = None


def _at_once(world: World, port: int, size: int, issue: Issue) -> Iterator[Row]:
    """Documents a second with one and two processes; the list of dossiers meanwhile."""
    browser = browser_of(world.writer, port)

    def listed() -> float:
        return _timed(lambda: browser.get("/dossiers/"))

    idle = median([listed() for _ in range(15)])
    for workers in (1, 2):
        with ProcessPoolExecutor(workers, get_context("fork"), _own_connection) as pool:
            start = time.perf_counter()
            waiting = [pool.submit(document.unsigned, issue) for _ in range(AT_ONCE)]
            meanwhile = [listed()]
            while not all(job.done() for job in waiting):
                meanwhile.append(listed())
            elapsed = time.perf_counter() - start
        ratio = round(median(meanwhile) / idle, 2)
        plural = "s" if workers > 1 else ""
        yield Row(
            operation=f"11 · Liste pendant {AT_ONCE} documents, {workers} ouvrier{plural}",
            kind="document",
            n=size,
            median_ms=round(median(meanwhile), 1),
            ratio_to_floor=ratio,
            floor="× au repos",
            goal=f"≤ {SLOWED} × au repos",
            met=ratio <= SLOWED,
            more={"documents_per_second": round(AT_ONCE / elapsed, 2), "idle_ms": round(idle, 1)},
        )
