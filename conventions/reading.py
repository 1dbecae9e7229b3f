"""A version as it reads: its articles once filled, their fingerprints (C-5f). Pure."""

from hashlib import sha256
from typing import Any

from applications.snapshot import as_text
from conventions.models import Version
from conventions.placeholders import placeholders_of

Article = dict[str, Any]


def filled(article: Article, state: dict[str, Any]) -> str:
    """The article's text with the values of the state in place of its `[[names]]`."""
    text: str = article["body"]
    for name in placeholders_of(text):
        if name in state:
            text = text.replace(f"[[{name}]]", str(state[name]))
    return text


def fingerprint(article: Article, state: dict[str, Any]) -> str:
    """SHA-256 of an article as it reads: a figure that changes changes it, as a word does."""
    read = as_text([article["title"], filled(article, state)])
    return sha256(read.encode()).hexdigest()


def fingerprints(version: Version) -> dict[str, str]:
    """The fingerprint of each article of a version, by its code."""
    return {article["code"]: fingerprint(article, version.state) for article in version.articles}


def article_of(version: Version, code: str) -> Article | None:
    """An article of a version by its code."""
    return next((article for article in version.articles if article["code"] == code), None)
