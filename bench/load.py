"""Rows 7 and 12: whole filings by new applicants, alone, then many at once."""

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from statistics import median

from django.db import connection
from django.db.models import Count

from accounts.models import Organisation, User
from applications.models import Action, Application, Document, Section, Snapshot
from bench.applicant import Applicant, Typed, file_dossier
from bench.browser import Answer, Browser, OutOfTime, Unexpected
from bench.measures import Row, p95
from bench.seed import World, required_documents
from bench.server import Server
from bench.sessions import browser_of

PEER = 2  # submissions a second of the best tool of its kind
TIMES = 3
DRAIN = 10.0  # seconds left to those who were filing when the time was up


class Applicants:
    """Makes new applicants, each in a commune of its own; safe between threads."""

    def __init__(self, world: World, port: int, typed: Typed, holders: list[Organisation],
                 file: bytes) -> None:  # fmt: skip
        self.world, self.port, self.typed, self.file = world, port, typed, file
        self.documents = required_documents(world.call)
        self._holders = iter(holders)
        self._lock = threading.Lock()

    def next(self) -> Applicant:
        """The next one."""
        with self._lock:
            holder = next(self._holders)
        address = f"10.{10 + holder.pk // 62_500 % 200}.{holder.pk // 250 % 250}.{holder.pk % 250}"
        return Applicant(
            browser=Browser(self.port, address, answers=[]),
            email=f"nouveau-{holder.code.lower()}@bench.example.org",
            holder=holder,
            typed=self.typed,
            documents=self.documents,
            file=self.file,
            validator=self.world.committee.instructor,
        )


def whole_filing(applicants: Applicants, server: Server, n: int, times: int, seconds: float) -> Row:
    """Row 7: everything a new applicant asks of the server, from the sign-up to the receipt."""
    runs: list[tuple[Applicant, list[Answer], float]] = []
    until = time.monotonic() + seconds
    for done in range(times + 1):
        if done >= 2 and time.monotonic() > until:
            break
        applicant, before = applicants.next(), server.cpu()
        applicant.apply()
        answers = applicant.browser.answers or []
        runs.append((applicant, answers, server.cpu() - before))
        applicant.browser.close()
    runs = runs[1:]  # the first one warms the pages up
    works = [sum(a.cpu - a.hashing for a in answers) * 1000 for _, answers, _ in runs]
    queries = round(median(sum(a.queries for a in answers) for _, answers, _ in runs))
    largest = max((a for _, answers, _ in runs for a in answers), key=lambda a: a.queries)
    times_ms = [sum(a.elapsed for a in answers) * 1000 for _, answers, _ in runs]
    applicant, answers, _ = runs[-1]
    posts = [a for a in answers if a.status == 302]
    work = median(works)
    return Row(
        operation="7 · Dépôt complet par un nouveau compte",
        kind="load",
        n=n,
        median_ms=round(median(times_ms), 1),
        p95_ms=round(p95(times_ms), 1),
        cpu_ms=round(work, 1),
        sql=queries,
        bytes=round(median(sum(len(a.body) for a in answers) for _, answers, _ in runs)),
        goal="≤ 250 ms de processeur hors hachage, ≤ 60 requêtes SQL en tout, aucune page > 15",
        met=work <= 250 and queries <= 60 and largest.queries <= 15,
        more={
            "requests": len(answers),
            "largest": {"path": _shape(largest.path), "sql": largest.queries},
            "saves": {"requests": len(posts), "sql": sum(a.queries for a in posts),
                      "cpu_ms": round(sum(a.cpu - a.hashing for a in posts) * 1000, 1)},
            "hashing_cpu_ms": round(sum(a.hashing for a in answers) * 1000, 1),
            "processes_cpu_ms": round(median(cpu for _, _, cpu in runs) * 1000, 1),
            "stages": {
                name: {
                    "requests": end - start,
                    "sql": sum(a.queries for a in answers[start:end]),
                    "cpu_ms": round(sum(a.cpu - a.hashing for a in answers[start:end]) * 1000, 1),
                }
                for name, (start, end) in applicant.stages.items()
            },
        },
    )  # fmt: skip


def _shape(path: str) -> str:
    return "/".join("…" if any(c.isdigit() for c in part) else part for part in path.split("/"))


@dataclass
class Tally:
    """What the clients saw, all threads together."""

    receipts: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    durations: list[float] = field(default_factory=list)
    requests: int = 0


def at_once(
    operation: str, clients: int, seconds: float, work: Callable[[], tuple[str, int]],
    server: Server, n: int, requests_each: int,
) -> Row:  # fmt: skip
    """Row 12: so many clients together, each starting again as soon as it has its receipt."""
    tally, lock, stop = Tally(), threading.Lock(), time.monotonic() + seconds

    def client() -> None:
        try:
            while time.monotonic() < stop:
                began = time.monotonic()
                receipt, requests = work()
                with lock:
                    tally.receipts.append(receipt)
                    tally.durations.append(time.monotonic() - began)
                    tally.requests += requests
        except OutOfTime as late:
            with lock:
                tally.requests += late.requests
        except StopIteration:
            pass
        except (Unexpected, OSError) as error:
            with lock:
                tally.errors.append(str(error)[:200])
        finally:
            connection.close()

    threads = [threading.Thread(target=client, daemon=True) for _ in range(clients)]
    before, started = server.cpu(), time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took, cpu = time.monotonic() - started, server.cpu() - before
    lost, doubled = checked(tally.receipts)
    rate = len(tally.receipts) / took
    served = tally.requests / took / requests_each
    wanted = TIMES * PEER
    return Row(
        operation=operation,
        kind="load",
        n=n,
        median_ms=round(median(tally.durations) * 1000) if tally.durations else None,
        p95_ms=round(p95(tally.durations) * 1000) if tally.durations else None,
        cpu_ms=round(cpu * 1000 / max(1, tally.requests), 1),
        goal=f"≥ {wanted} dépôts par seconde, 0 erreur, 0 perdu, 0 en double",
        met=max(rate, served) >= wanted and not (tally.errors or lost or doubled),
        more={
            "clients": clients,
            "seconds": round(took, 1),
            "submissions": len(tally.receipts),
            "submissions_per_s": round(rate, 2),
            "equivalent_per_s": round(served, 2),
            "requests_per_s": round(tally.requests / took, 1),
            "errors": len(tally.errors),
            "error_texts": tally.errors[:3],
            "lost": lost,
            "doubled": doubled,
        },
    )


def checked(receipts: list[str]) -> tuple[int, int]:
    """Receipts that the database does not hold whole, and dossiers filed more than once."""
    expected = set(receipts)
    found = Snapshot.objects.filter(receipt_number__in=expected).select_related("application")
    whole = [s for s in found if s.application.submitted_at and is_whole(s.application)]
    doubled = Application.objects.annotate(filings=Count("snapshots")).filter(filings__gt=1).count()
    return len(expected) - len(whole) + len(receipts) - len(expected), doubled


def is_whole(application: Application) -> bool:
    """Whether a filed dossier has everything that its applicant was told is saved."""
    saved = Section.objects.filter(application=application).exclude(content={}).count()
    actions = Action.objects.filter(application=application).count()
    return saved == 7 and actions > 0 and Document.objects.filter(application=application).exists()


def whole_work(applicants: Applicants, stop: Callable[[], bool]) -> Callable[[], tuple[str, int]]:
    """One whole filing; cut between two requests when the time is up."""

    def work() -> tuple[str, int]:
        applicant = applicants.next()
        applicant.browser.stop = stop
        try:
            receipt = applicant.apply()
        finally:
            applicant.browser.close()
        return receipt, len(applicant.browser.answers or [])

    return work


def filing_work(
    drafts: Iterator[tuple[Application, User]], port: int
) -> Callable[[], tuple[str, int]]:
    """One ready draft filed by its representative: reading, signing, receipt."""
    lock = threading.Lock()

    def work() -> tuple[str, int]:
        with lock:
            application, user = next(drafts)
        browser = browser_of(user, port)
        try:
            return file_dossier(browser, application.reference), 3
        finally:
            browser.close()

    return work
