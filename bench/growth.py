"""Guard rail (b): no page slows down as dossiers accumulate.

A constant number of queries hides a query that reads everything: this measures time. Each list,
ranking and form page is measured by turns with the floor at both sizes; the ratio to the floor may
grow by 1.3 at most. A page that shows every dossier (the room, the opinions) is judged by line. A
page over it is measured again, twice, before it is called slow: noise comes and goes, growth stays.
"""

from dataclasses import dataclass
from statistics import median, quantiles

from bench import examination, seed
from bench.browser import Browser
from bench.effort import floor_page
from bench.measures import in_turn
from bench.pages import other_pages, section_pages
from bench.server import Server
from bench.sessions import browser_of

MOST = 1.3
ATTEMPTS = 3


@dataclass(frozen=True)
class Sizes:
    """How many dossiers, how many rounds."""

    small: int
    large: int
    rounds: int


WHOLE, QUICK = Sizes(200, 2000, 12), Sizes(60, 150, 4)


# Pages whose time may follow the number of dossiers.
COUNTED = frozenset(
    {
        "10 · Statistiques d'une édition",  # counts every dossier and its actions
        "10 · Avancement des lectures",  # corrects the severity from every mark
        "Mes lectures",  # shows every reading of a person
    }
)


@dataclass(frozen=True)
class Measured:
    """A page measured: name, reader, address; whether it has a line for every dossier."""

    name: str
    browser: Browser
    address: str
    is_whole: bool = False


def pages_of(world: seed.World, port: int) -> list[Measured]:
    """Every page measured."""
    writer = browser_of(world.writer, port)
    form = [Measured(f"Formulaire : {name}", writer, at) for name, at in section_pages(world)]
    others = [Measured(*page) for page in other_pages(world, port)]
    people = examination.browsers(world, port)
    reviews = [
        Measured(p.name, people[p.reader], p.address, p.is_whole or p.name in COUNTED)
        for p in examination.pages(world)
    ]
    return [*form, *others, *reviews]


def ratio(port: int, browser: Browser, address: str, rounds: int) -> float:
    """Time of a page over that of the floor, both when the machine left them in peace.

    The first quartile: other programs only ever make an answer slower, whereas a query that
    reads everything slows every answer.
    """
    browser.close()  # a connection left alone since the last pass may be closed at the other end
    ours, floors = in_turn(
        lambda: browser.get(address), floor_page(port), rounds=rounds, seconds=20
    )
    first, second = (
        quantiles((answer.elapsed for answer in answers), n=4)[0] for answers in (ours, floors)
    )
    return first / second


def check(world: seed.World, server: Server, sizes: Sizes) -> int:
    """Measure at both sizes; print each page; 1 when one of them grows too much."""
    port, rounds = server.port, sizes.rounds
    seed.grow(world, sizes.small)
    measured = {page.address: page for page in pages_of(world, port)}
    # Three passes, not three times as many rounds: the noise of a minute would weigh on a page.
    passes = [
        {at: ratio(port, page.browser, at, rounds) for at, page in measured.items()}
        for _ in range(ATTEMPTS)
    ]
    before = {at: median(one[at] for one in passes) for at in measured}
    seed.grow(world, sizes.large)
    slow = []
    # Sessions are opened again: the first ones may have been left alone for long. The reader's
    # first dossier is another one now, and as long: its address before is kept.
    browsers = {page.name: page.browser for page in pages_of(world, port)}
    for at, page in measured.items():
        by_line = sizes.large / sizes.small if page.is_whole else 1
        growth = 0.0
        for _ in range(ATTEMPTS):
            growth = ratio(port, browsers[page.name], at, rounds) / before[at] / by_line
            if growth <= MOST:
                break
        said = " par dossier" if page.is_whole else ""
        print(
            f"  {page.name} : × {growth:.2f}{said}".replace(".", ",")
            + f" de {sizes.small} à {sizes.large} dossiers"
        )
        if growth > MOST:
            slow.append(page.name)
    if slow:
        print(f"Trop lentes quand les dossiers s'accumulent (plus de × {MOST}) : {', '.join(slow)}")
    return 1 if slow else 0
