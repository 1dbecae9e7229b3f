"""Rows 1 to 5 and 8 to 10: what the instruction and the committee open, save and take away."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from random import Random

from django.urls import reverse

from bench import SEED
from bench.browser import Answer, Browser, Pairs, form_with
from bench.committee import WAITING, read_as
from bench.effort import Effort, floor_insert, floor_page
from bench.measures import WARM_UP, Goal, Row, in_turn, row_of
from bench.seed import World
from bench.sessions import browser_of
from reviews import reviewing
from reviews.models import Assignment, Review

RANKING = Goal(6, 8, exponent=0.1)
ROOM = Goal(40, 8, row_cpu=0.12)
BOARD = Goal(6, 8, kilobytes=120)
DOSSIER = Goal(6, 12, exponent=0.1)
REVIEW = Goal(8, 12, exponent=0.1)
FIGURES = Goal(6, 8, exponent=0.3)
NOTHING_ASKED = Goal()
# The longest page that shows every dossier: nobody examines more of them in one session.
WHOLE = 1000
# The ratios of exports are those of this many dossiers; their memory is judged at the largest size.
EXPORTED = 1000
OWN = {"version", "base", "opened", "go"}


def rows(world: World, port: int, n: int, effort: Effort) -> Iterator[Row]:
    """Every row of the reviews at this size."""
    yield from _pages(world, port, n, effort)
    yield from _exports(world, port, n, effort)
    yield from _saves(world, port, n, effort)


@dataclass(frozen=True)
class Page:
    """A page of the examination: who opens it, where, what is asked of it."""

    name: str
    reader: str  # "instructor", "president", "member"
    address: str
    goal: Goal
    is_whole: bool = False  # shows every dossier, not a page of them


def pages(world: World) -> list[Page]:
    """The pages of the reviews: the lists, then one dossier."""
    call = [world.call.slug]
    sitting = reverse("reviews:sitting", args=[world.committee.sitting.pk])
    one = [world.model.reference]
    waiting = [_waiting(world)[0].application.reference]

    def at(name: str, args: Sequence[str] = ()) -> str:
        return reverse(f"reviews:{name}", args=args)

    return [
        Page(
            "1 · Classement, 50 lignes, cinq critères", "instructor", at("ranking", call), RANKING
        ),
        Page("2 · Classement de tous les dossiers, en séance", "instructor", sitting, ROOM, True),
        Page("3 · Tableau de l'instruction, 50 lignes", "instructor", at("board"), BOARD),
        Page("4 · Fiche d'instruction d'un dossier", "instructor", at("sheet", one), DOSSIER),
        Page("4 · Grille, dossier à côté", "member", at("grid", waiting), DOSSIER),
        Page("4 · Lectures d'un dossier", "instructor", at("dossier_reviews", one), DOSSIER),
        Page("10 · Statistiques d'une édition", "president", at("statistics", call), FIGURES),
        Page("10 · Éditions", "president", at("editions"), FIGURES),
        Page("10 · Avancement des lectures", "instructor", at("progress", call), FIGURES),
        Page("Avis des préfectures, tous", "instructor", at("opinion_wall"), NOTHING_ASKED, True),
        Page("Mes lectures", "member", at("readings"), NOTHING_ASKED),
    ]


def browsers(world: World, port: int) -> dict[str, Browser]:
    """Who opens the pages, logged in."""
    committee = world.committee
    return {
        "instructor": browser_of(committee.instructor, port),
        "president": browser_of(committee.president, port),
        "member": browser_of(committee.reader.person, port),
    }


def _pages(world: World, port: int, n: int, effort: Effort) -> Iterator[Row]:
    floor, people = floor_page(port), browsers(world, port)
    for page in pages(world):
        if page.is_whole and n > WHOLE:
            continue
        browser = people[page.reader]
        answers = in_turn(lambda p=page, b=browser: b.get(p.address), floor, **vars(effort))
        goal = page.goal
        if goal is RANKING and n > WHOLE:
            goal = replace(goal, ratio=7)
        elif goal is ROOM and n < WHOLE:  # the page's own frame weighs on few lines
            goal = replace(goal, row_cpu=None)
        lines = n if page.is_whole else 0
        yield row_of(page.name, "page", n, answers, "F", goal, lines=lines)


def _exports(world: World, port: int, n: int, effort: Effort) -> Iterator[Row]:
    """Rows 8 and 9, and the memory that each takes from the worker that answers."""
    call, queries = world.call.slug, 8 + n // 1000
    reviews = reverse("reviews:reviews_export", args=[call])
    is_asked = n <= EXPORTED
    asked = [
        ("8 · CSV de toutes les lectures", reviews,
         Goal(70 if is_asked else None, queries, 5, memory=30, exponent=1)),
        ("9 · CSV de tous les dossiers", reverse("reviews:board_export", args=["csv"]),
         Goal(70 if is_asked else None, queries, memory=60, exponent=1)),
    ]  # fmt: skip
    if is_asked:
        address = reverse("reviews:board_export", args=["xlsx"])
        asked.append(
            ("9 · XLSX de tous les dossiers", address, Goal(500, queries, memory=60, exponent=1))
        )
    browser, floor = browsers(world, port)["instructor"], floor_page(port)
    for name, address, goal in asked:
        memory = _memory(world, port, address)
        answers = in_turn(lambda at=address: browser.get(at), floor, **vars(effort))
        yield row_of(name, "export", n, answers, "F", goal, memory=memory)


def _memory(world: World, port: int, address: str) -> int:
    """Megabytes that a worker grows by at most, over a few answers of both workers."""
    browser = browsers(world, port)["instructor"]
    browser.asks_memory = True
    most = max(browser.get(address).memory for _ in range(4))
    browser.close()
    return round(most / 1024)


def _waiting(world: World) -> list[Assignment]:
    """What the measured reader has still to read."""
    seat = world.committee.reader
    begun = Review.objects.filter(seat=seat)
    return list(
        Assignment.objects.filter(seat=seat)
        .exclude(application__in=begun.values("application"))
        .select_related("application__call")
        .order_by("-pk")
    )


def _saves(world: World, port: int, n: int, effort: Effort) -> Iterator[Row]:
    """Row 5: a reading saved again and again, then one dossier after another filed."""
    committee = world.committee
    browser, floor = browser_of(committee.reader.person, port), floor_insert(port)
    first, *others = _waiting(world)
    content = read_as(committee.criteria, Random(SEED))
    row = reviewing.blank(first.application, committee.reader)
    saved = reviewing.save(row, content, version=0, by=committee.reader.person)
    address = _grid(first)
    typed = [pair for pair in form_with(browser.get(address).text, "version") if pair[0] not in OWN]
    again = Filing(browser, typed, iter([address] * 10_000), saved.version, "stay")
    answers = in_turn(again, floor, **vars(effort))
    yield row_of("5 · Lecture enregistrée (notes et textes)", "save", n, answers, "I", REVIEW)
    filing = Filing(browser, typed, iter([_grid(row) for row in others]), 0, "file")
    rounds = min(effort.rounds, WAITING - 2 - WARM_UP)
    answers = in_turn(filing, floor, rounds=rounds, seconds=effort.seconds)
    name = "5 · Lecture rendue (notes, moyenne du dossier, journal)"
    yield row_of(name, "save", n, answers, "I", REVIEW)


def _grid(row: Assignment) -> str:
    return reverse("reviews:grid", args=[row.application.reference])


@dataclass
class Filing:
    """Readings sent to these addresses in turn, over this version, the next one when they stay."""

    browser: Browser
    pairs: Pairs
    addresses: Iterator[str]
    version: int
    go: str

    def __call__(self) -> Answer:
        """Send one."""
        own = [("version", str(self.version)), ("base", "{}"), ("go", self.go)]
        if self.go == "stay":
            self.version += 1
        return self.browser.post(next(self.addresses), [*self.pairs, *own])
