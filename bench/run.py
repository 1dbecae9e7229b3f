"""One run: the sizes in turn, each operation beside its floor."""

import os
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from bench import GROUPS, examination, load, pages, papers, report, seed
from bench.applicant import Typed
from bench.effort import Effort
from bench.files import pdf_of
from bench.measures import Measured, Row, judge_growth
from bench.server import Server
from bench.sessions import browser_of


@dataclass(frozen=True)
class Plan:
    """What, how large and how long."""

    groups: tuple[str, ...] = tuple(GROUPS)
    sizes: tuple[int, int] = (200, 1000)
    largest: int = 5000  # for the reviews alone
    effort: Effort = field(default_factory=lambda: Effort(rounds=25, seconds=4))
    filings: int = 4
    filings_seconds: float = 40
    clients: tuple[int, ...] = (8, 32, 64)
    load_seconds: float = 20
    drafts: int = 900

    @classmethod
    def quick(cls, groups: tuple[str, ...]) -> "Plan":
        """Tiny, to see that everything works."""
        return cls(groups, (50, 100), 150, Effort(3, 1), 1, 5, (2, 4), 4, 60)


# What growing to the largest size and measuring it may take, and what the documents may: a row
# of theirs draws some twenty, eleven seconds each on a busy machine.
LARGEST_SECONDS = 180
PAPERS_SECONDS = 300


def measure(
    world: seed.World, server: Server, plan: Plan, until: float, measured: Measured
) -> None:
    """Add every row, as long as there is time (`time.monotonic()`)."""
    for row in _rows(world, server, plan, until, measured.ended):
        done = f"{row.ratio_to_floor} {row.floor}" if row.ratio_to_floor else row.more
        print(f"  {row.operation} ({row.n}) : {done}", flush=True)
        measured.rows.append(row)
        if time.monotonic() > until:
            print("  Le temps accordé est écoulé : le reste n'est pas mesuré.", flush=True)
            break


def _rows(
    world: seed.World, server: Server, plan: Plan, until: float, ended: list[str]
) -> Iterator[Row]:
    port = server.port
    for size in plan.sizes:
        seed.grow(world, size)
        if "form" in plan.groups:
            yield from _of("form", pages.form_rows(world, port, size, plan.effort))
            yield from _of("form", pages.save_rows(world, port, size, plan.effort))
            yield from _of("form", pages.list_rows(world, port, size, plan.effort))
        if "reviews" in plan.groups:
            yield from _of("reviews", examination.rows(world, port, size, plan.effort))
    if "form" in plan.groups:
        ended.append("form")
    if "papers" in plan.groups:
        if time.monotonic() > until - PAPERS_SECONDS:
            print("  Le temps manque pour les documents : make bench ARGS=papers.")
        else:
            yield from _of("papers", papers.rows(world, port, plan.sizes[-1], plan.effort))
            ended.append("papers")
    if "load" in plan.groups:
        yield from _of("load", _load_rows(world, server, plan))
        ended.append("load")
    if "reviews" in plan.groups:
        if time.monotonic() > until - LARGEST_SECONDS:
            print(f"  Le temps manque pour {plan.largest} dossiers : make bench ARGS=reviews.")
            return
        seed.grow(world, plan.largest)
        yield from _of("reviews", examination.rows(world, port, plan.largest, plan.effort))
        ended.append("reviews")


def _of(group: str, rows: Iterable[Row]) -> Iterator[Row]:
    for row in rows:
        row.group = group
        yield row


def _load_rows(world: seed.World, server: Server, plan: Plan) -> Iterator[Row]:
    port, size = server.port, plan.sizes[-1]
    yield pages.login_row(seed.people(60), port, size, replace(plan.effort, seconds=20))
    actions = [action.pk for action in world.draft.actions.all()]
    typed = Typed.of(browser_of(world.writer, port), world.draft.reference, actions)
    holders = seed.communes(seed.APPLICANTS_FROM, 2000)
    applicants = load.Applicants(world, port, typed, holders, pdf_of(100_000))
    whole = load.whole_filing(applicants, server, size, plan.filings, plan.filings_seconds)
    yield whole
    ready = iter(seed.ready(world, seed.READY_FROM, plan.drafts))
    for clients in plan.clients:
        stop = time.monotonic() + plan.load_seconds + load.DRAIN
        work = load.whole_work(applicants, lambda until=stop: time.monotonic() > until)
        yield load.at_once(
            f"12 · {clients} nouveaux porteurs à la fois, du compte au dépôt",
            clients, plan.load_seconds, work, server, size, int(whole.more["requests"]),
        )  # fmt: skip
        yield load.at_once(
            f"12 · {clients} porteurs à la fois, relecture et dépôt seuls",
            clients, plan.load_seconds, load.filing_work(ready, port), server, size, 3,
        )  # fmt: skip


def run(world: seed.World, server: Server, plan: Plan, until: float) -> None:
    """Measure and write the results: of a run that was stopped, the groups that had ended."""
    started, loads = datetime.now(UTC), [os.getloadavg()[0]]
    measured = Measured()
    try:
        measure(world, server, plan, until, measured)
    finally:
        if measured.whole:
            judge_growth(measured.whole)
            loads.append(os.getloadavg()[0])
            report.write(measured.whole, report.meta(started, loads), measured.ended)
