"""Rows 6 and 13 and the pages shown for information: each page by turns with its floor."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse

from accounts.models import User
from applications.enums import SectionKey
from bench.applicant import Typed, hidden, section
from bench.browser import Answer, Browser, Pairs
from bench.copies import PASSWORD
from bench.effort import Effort, floor_insert, floor_page
from bench.measures import Goal, Row, in_turn, row_of
from bench.seed import World
from bench.sessions import browser_of

SECTION_GET = Goal(ratio=5, queries=8)
SECTION_SAVE = Goal(ratio=8, queries=10)
LIST = Goal(ratio=6, queries=8)
LOGIN = Goal(ratio=4, queries=6)


def section_pages(world: World) -> list[tuple[str, str]]:
    """Name and address of every page of the form."""
    reference = world.draft.reference
    action = world.draft.actions.first()
    assert action is not None
    pages = [(str(key.label), section(reference, key)) for key in SectionKey]
    return [*pages, ("Une action", reverse("applications:action", args=[reference, action.pk]))]


def other_pages(world: World, port: int) -> list[tuple[str, Browser, str]]:
    """Name, reader and address of the other pages: lists, public pages."""
    anyone, writer = Browser(port, "10.0.0.2"), browser_of(world.writer, port)
    reference = world.draft.reference
    return [
        ("Accueil", anyone, reverse("home")),
        ("Simulateur", anyone, reverse("simulator")),
        ("Bureau du porteur", writer, reverse("applications:list")),
        ("Récapitulatif", writer, reverse("applications:recap", args=[reference])),
        (
            "Dossiers déposés (25 lignes)",
            browser_of(world.committee.president, port),
            reverse("applications:filed"),
        ),
    ]


def form_rows(world: World, port: int, n: int, effort: Effort) -> Iterator[Row]:
    """Row 6, reading: every page of the form."""
    browser, floor = browser_of(world.writer, port), floor_page(port)
    for name, address in section_pages(world):
        answers = in_turn(lambda at=address: browser.get(at), floor, **vars(effort))
        yield row_of(f"6 · Formulaire, lecture : {name}", "page", n, answers, "F", SECTION_GET)


def save_rows(world: World, port: int, n: int, effort: Effort) -> Iterator[Row]:
    """Row 6, saving: a short section, the longest texts, the budget, an action."""
    browser, floor = browser_of(world.writer, port), floor_insert(port)
    reference = world.draft.reference
    actions = [action.pk for action in world.draft.actions.all()[:1]]
    typed = Typed.of(browser, reference, actions)
    shown = [
        (str(key.label), section(reference, key), typed.sections[key])
        for key in (SectionKey.IDENTITY, SectionKey.PROJECT, SectionKey.BUDGET)
    ]
    address = reverse("applications:action", args=[reference, actions[0]])
    shown.append(("Une action", address, typed.actions[0][1]))
    for name, address, pairs in shown:
        saving = Saving(browser, address, pairs, int(hidden(browser.get(address), "version")))
        answers = in_turn(saving, floor, **vars(effort))
        yield row_of(
            f"6 · Formulaire, enregistrement : {name}", "save", n, answers, "I", SECTION_SAVE
        )


@dataclass
class Saving:
    """One section saved again and again, each time over the last version."""

    browser: Browser
    address: str
    pairs: Pairs
    version: int

    def __call__(self) -> Answer:
        """Save once."""
        own = [("version", str(self.version)), ("base", "{}"), ("go", "stay")]
        self.version += 1
        return self.browser.post(self.address, [*self.pairs, *own])


def list_rows(world: World, port: int, n: int, effort: Effort) -> Iterator[Row]:
    """Pages shown for information, against the goal of row 3."""
    floor = floor_page(port)
    for name, browser, address in other_pages(world, port):
        answers = in_turn(lambda b=browser, at=address: b.get(at), floor, **vars(effort))
        yield row_of(name, "page", n, answers, "F", LIST)


def login_row(people: list[User], port: int, n: int, effort: Effort) -> Row:
    """Row 13: the form of the login sent by people who have just opened it."""
    address, floor = reverse("account_login"), floor_page(port)
    waiting = iter(people)

    def log_in() -> Answer:
        user = next(waiting)
        browser = Browser(port, f"10.2.{user.pk // 250 % 250}.{user.pk % 250}")
        browser.get(address)
        answer = browser.post(address, [("login", user.email), ("password", PASSWORD)])
        browser.close()
        return answer

    answers = in_turn(
        log_in, floor, rounds=min(effort.rounds, len(people) - 5), seconds=effort.seconds
    )
    row = row_of("13 · Connexion, hors hachage du mot de passe", "save", n, answers, "F", LOGIN,
                 without_hashing=True)  # fmt: skip
    hashing = sorted(answer.hashing_wall for answer in answers[0])
    row.more["hashing_median_ms"] = round(hashing[len(hashing) // 2] * 1000, 1)
    return row
