"""One run: the sizes in turn, each operation beside its floor."""

import os
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from bench import load, pages, report, seed
from bench.applicant import Typed
from bench.files import pdf_of
from bench.measures import Row, exponent
from bench.pages import Effort
from bench.server import Server
from bench.sessions import browser_of


@dataclass(frozen=True)
class Plan:
    """How large and how long."""

    sizes: tuple[int, int] = (200, 1000)
    effort: Effort = field(default_factory=lambda: Effort(rounds=25, seconds=4))
    filings: int = 4
    filings_seconds: float = 40
    clients: tuple[int, ...] = (8, 32, 64)
    load_seconds: float = 20
    drafts: int = 900

    @classmethod
    def quick(cls) -> "Plan":
        """Tiny, to see that everything works."""
        return cls((10, 30), Effort(3, 1), 1, 5, (2, 4), 4, 60)


def measure(world: seed.World, server: Server, plan: Plan, until: float) -> list[Row]:
    """Every row, as long as there is time (`time.monotonic()`)."""
    rows: list[Row] = []
    for row in _rows(world, server, plan):
        done = f"{row.ratio_to_floor} {row.floor}" if row.ratio_to_floor else row.more
        print(f"  {row.operation} ({row.n}) : {done}", flush=True)
        rows.append(row)
        if time.monotonic() > until:
            print("  Le temps accordé est écoulé : le reste n'est pas mesuré.", flush=True)
            break
    _judge_growth(rows)
    return rows


def _rows(world: seed.World, server: Server, plan: Plan) -> Iterator[Row]:
    port = server.port
    for size in plan.sizes:
        seed.grow(world, size)
        yield from pages.form_rows(world, port, size, plan.effort)
        yield from pages.save_rows(world, port, size, plan.effort)
        yield from pages.list_rows(world, port, size, plan.effort)
    size = plan.sizes[-1]
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
        work = load.whole_work(applicants, lambda until=stop: time.monotonic() > until)  # type: ignore[misc]
        yield load.at_once(
            f"12 · {clients} nouveaux porteurs à la fois, du compte au dépôt",
            clients, plan.load_seconds, work, server, size, int(whole.more["requests"]),
        )  # fmt: skip
        yield load.at_once(
            f"12 · {clients} porteurs à la fois, relecture et dépôt seuls",
            clients, plan.load_seconds, load.filing_work(ready, port), server, size, 3,
        )  # fmt: skip


def _judge_growth(rows: list[Row]) -> None:
    """Add the exponent of growth to the operations measured at both sizes."""
    first: dict[str, Row] = {}
    for row in rows:
        if row.ratio_to_floor is None:
            continue
        small = first.setdefault(row.operation, row)
        if small is not row:
            row.more["exponent"] = exponent(small, row)


def run(world: seed.World, server: Server, plan: Plan, until: float) -> None:
    """Measure and write the results."""
    started, loads = datetime.now(UTC), [os.getloadavg()[0]]
    rows = measure(world, server, plan, until)
    loads.append(os.getloadavg()[0])
    report.write(rows, report.meta(started, loads))
