"""What every content is made of: immutable typed values, lines, people, amounts by year."""

from decimal import Decimal
from typing import Annotated
from uuid import uuid4

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

# Longest project the form can hold, one year above the call's own limit, so that the rule on
# duration can explain itself on real input (C-3f).
MAX_YEARS = 4

Money = Annotated[
    Decimal,
    Field(ge=0, max_digits=12, decimal_places=2),
    AfterValidator(lambda v: v.quantize(Decimal("0.01"))),
]
Years = Annotated[list[Money], Field(max_length=MAX_YEARS)]


def new_id() -> str:
    """Identifier of a line, stable through reordering."""
    return uuid4().hex[:12]


class Content(BaseModel):
    """Base of every section and line: immutable, no unknown key."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Line(Content):
    """A repeated line of a section."""

    id: str = Field(default_factory=new_id)


class Person(Content):
    """A named person of the collectivité, in their function."""

    last_name: str = ""
    first_name: str = ""
    function: str = ""
    phone: str = ""
    email: str = ""

    @property
    def full_name(self) -> str:
        """First and last name."""
        return f"{self.first_name} {self.last_name}".strip()
