"""The scoring grid of a call: its criteria as one document (C-4.3f, C-4.3g)."""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, model_validator

from applications.call_content import Code
from applications.call_file import CallShare
from applications.models import Call
from reviews import standings
from reviews.models import Criterion, Mark
from workflow.engine import Refused

# A mark goes from 0 to 5, and each has its words.
MARKS = range(6)


class CriterionData(BaseModel):
    """A criterion as the data file gives it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: Code
    title: Annotated[str, Field(min_length=1, max_length=200)]
    help_text: str = ""
    weight: Annotated[int, Field(ge=1, le=100)]
    weight_is_proposed: bool = False
    levels: Annotated[list[str], Field(min_length=len(MARKS), max_length=len(MARKS))]
    is_bonus: bool = False
    clause: Annotated[str, Field(max_length=20)] = ""


class Grid(BaseModel):
    """All the criteria of a call, in order."""

    criteria: list[CriterionData]

    @model_validator(mode="after")
    def codes_are_unique(self) -> "Grid":
        """A criterion is known by its code."""
        codes = [c.code for c in self.criteria]
        if len(set(codes)) < len(codes):
            raise ValueError("deux critères ont le même code")
        return self


FIELDS = tuple(name for name in CriterionData.model_fields if name != "code")


def check(data: Any) -> list[CriterionData]:
    """Type plain data. Raises pydantic's ValidationError."""
    criteria = TypeAdapter(list[CriterionData]).validate_python(data)
    return Grid(criteria=criteria).criteria


def read(call: Call) -> list[dict[str, Any]]:
    """The criteria of a call as plain data, in order."""
    return [
        {"code": row.code} | {name: getattr(row, name) for name in FIELDS}
        for row in call.criteria.order_by("position", "id")
    ]


def write(call: Call, criteria: list[CriterionData]) -> None:
    """Make these the call's criteria: the same code keeps its row, an absent one is removed.

    Once a review is filed, the criteria that are marked stay: raises Refused otherwise. Another
    weight gives every filed review its new score.
    """
    rows = {row.code: row for row in call.criteria.all()}
    before = standings.weights_of(rows.values())
    after = {data.code: data.weight for data in criteria if not data.is_bonus}
    has_marks = before != after and Mark.objects.filter(review__application__call=call).exists()
    if has_marks and before.keys() != after.keys():
        raise Refused(
            "Des lectures sont déjà rendues : les critères notés ne s’ajoutent ni ne se retirent "
            "plus. Leurs poids et leurs textes se modifient encore."
        )
    for position, data in enumerate(criteria, start=1):
        row = rows.pop(data.code, None) or Criterion(call=call, code=data.code)
        for name in FIELDS:
            setattr(row, name, getattr(data, name))
        row.position = position
        row.save()
    Criterion.objects.filter(pk__in=[row.pk for row in rows.values()]).delete()
    if has_marks:
        standings.rescore(call)


SHARE = CallShare(key="criteria", label="critères", check=check, write=write, read=read)
