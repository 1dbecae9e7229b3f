"""A version as it reads: its articles once filled, their fingerprints (C-5f). Pure."""

from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import Any

from applications.snapshot import as_text
from conventions.filling import Filled, blanks, fill, plain
from conventions.models import Version
from conventions.state import State, thawed

Article = dict[str, Any]
VISAS = ""  # the code under which the visas and the preamble are read


@dataclass(frozen=True)
class Reading:
    """The articles of a version with the values of its state in place of the `[[names]]`."""

    version: Version

    @cached_property
    def state(self) -> State:
        """The data of the version, typed once."""
        return thawed(self.version)

    @property
    def codes(self) -> list[str]:
        """The articles' codes, in order."""
        return [article["code"] for article in self.version.articles]

    def article(self, code: str) -> Article | None:
        """An article by its code."""
        return article_of(self.version, code)

    def blocks(self, code: str) -> list[Filled]:
        """What an article (or the visas and the preamble) says: paragraphs, lists, tables."""
        return [block for blocks in self.parts(code).values() for block in blocks]

    def parts(self, code: str) -> dict[str, list[Filled]]:
        """The same by heading: none for an article, whose title says it."""
        if code == VISAS:
            bodies = [visa["body"] for visa in self.version.visas]
            # An amendment has no preamble.
            preamble = "" if self.state.act else self.state.preamble
            return {
                "Visas": [block for body in bodies for block in fill(body, self.state)],
                "Préambule": fill(preamble, self.state),
            }
        article = self.article(code)
        return {"": fill(article["body"], self.state) if article else []}

    def text(self, code: str) -> str:
        """The same as plain text."""
        return plain(self.blocks(code))

    def titled(self, code: str) -> str:
        """The title and the text: what is compared, as what is agreed to."""
        article = self.article(code)
        parts = [article["title"], self.text(code)] if article else [self.text(code)]
        return "\n\n".join(filter(None, parts))

    def words(self, body: str) -> str:
        """Another wording, filled with this version's values."""
        return plain(fill(body, self.state))

    @property
    def blanks(self) -> list[str]:
        """The names that nothing fills, in the whole text: « élu référent »."""
        return blanks(block for code in (VISAS, *self.codes) for block in self.blocks(code))

    @cached_property
    def fingerprints(self) -> dict[str, str]:
        """SHA-256 of each article as it reads: a figure that changes changes it, as a word does."""
        return {
            article["code"]: sha256(
                as_text([article["title"], self.text(article["code"])]).encode()
            ).hexdigest()
            for article in self.version.articles
        }


def article_of(version: Version, code: str) -> Article | None:
    """An article of a version by its code."""
    return next((article for article in version.articles if article["code"] == code), None)
