"""How long each operation is measured, and the two floors it is measured beside."""

import json
from dataclasses import dataclass

from bench.browser import Browser
from bench.measures import Ask

NOTE = json.dumps({"texte": ["Ligne de dix mille octets environ."] * 260}).encode()


@dataclass(frozen=True)
class Effort:
    """How long each operation is measured."""

    rounds: int
    seconds: float


def floor_page(port: int) -> Ask:
    """Ask for the floor F."""
    browser = Browser(port)
    return lambda: browser.get("/bench/table/77/")


def floor_insert(port: int) -> Ask:
    """Ask for the floor I."""
    browser = Browser(port)
    return lambda: browser.raw("/bench/insert/", NOTE, 201)
