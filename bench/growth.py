"""Guard rail (b): no page slows down as dossiers accumulate.

A constant number of queries hides a query that reads everything: this measures time. Each list
and form page is measured by turns with the floor at both sizes; the ratio to the floor may grow
by 1.3 at most. A page over it is measured again, twice, before it is called slow: noise comes and
goes, growth stays.
"""

from dataclasses import dataclass
from statistics import median, quantiles

from bench import seed
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


WHOLE, QUICK = Sizes(200, 2000, 12), Sizes(10, 40, 4)


def pages_of(world: seed.World, port: int) -> list[tuple[str, Browser, str]]:
    """Every page measured: name, reader, address."""
    writer = browser_of(world.writer, port)
    form = [(f"Formulaire : {name}", writer, at) for name, at in section_pages(world)]
    return [*form, *other_pages(world, port)]


def ratio(port: int, browser: Browser, address: str, rounds: int) -> float:
    """Time of a page over that of the floor, both when the machine left them in peace.

    The first quartile: other programs only ever make an answer slower, whereas a query that
    reads everything slows every answer.
    """
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
    measured = pages_of(world, port)
    # Three passes, not three times as many rounds: the noise of a minute would weigh on a page.
    passes = [
        {at: ratio(port, browser, at, rounds) for _, browser, at in measured}
        for _ in range(ATTEMPTS)
    ]
    before = {at: median(one[at] for one in passes) for _, _, at in measured}
    seed.grow(world, sizes.large)
    slow = []
    for name, _, at in measured:
        # Sessions are opened again: the first ones may have been left alone for long.
        browser = next(b for n, b, a in pages_of(world, port) if a == at)
        growth = 0.0
        for _ in range(ATTEMPTS):
            growth = ratio(port, browser, at, rounds) / before[at]
            if growth <= MOST:
                break
        print(
            f"  {name} : × {growth:.2f} de {sizes.small} à {sizes.large} dossiers".replace(".", ",")
        )
        if growth > MOST:
            slow.append(name)
    if slow:
        print(f"Trop lentes quand les dossiers s'accumulent (plus de × {MOST}) : {', '.join(slow)}")
    return 1 if slow else 0
