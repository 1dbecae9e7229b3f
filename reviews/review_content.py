"""What a reader writes of a dossier: a mark and a word by criterion, a general appreciation (C-4.3f)."""

from typing import Annotated

from pydantic import Field

from applications.content import Content
from reviews.scoring import HIGHEST_MARK


class MarkLine(Content):
    """What is said on one criterion; the mark is None until it is given, never zero by default."""

    id: str  # code of the criterion
    value: Annotated[int, Field(ge=0, le=HIGHEST_MARK)] | None = None
    comment: str = ""


class ReviewContent(Content):
    """A reading in progress."""

    marks: list[MarkLine] = []
    comment: str = ""

    def mark_of(self, code: str) -> MarkLine:
        """What is said on a criterion."""
        return next((line for line in self.marks if line.id == code), MarkLine(id=code))
