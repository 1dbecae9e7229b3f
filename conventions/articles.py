"""The articles of a call's convention as one document (C-4.2e)."""

from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    TypeAdapter,
    model_validator,
)

from applications.call_content import Code
from applications.call_file import CallShare
from applications.models import Call
from conventions.models import ArticleTemplate
from conventions.placeholders import known_names

MAX_BODY = 12_000  # characters of an article


class ArticleData(BaseModel):
    """An article as the data file gives it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: Code
    title: Annotated[str, Field(min_length=1, max_length=200)]
    body: Annotated[str, Field(min_length=1), AfterValidator(known_names)]
    is_locked: bool = False
    needs_legal_check: bool = False
    clause: Annotated[str, Field(max_length=60)] = ""


class Model(BaseModel):
    """All the articles of a call, in order."""

    articles: list[ArticleData]

    @model_validator(mode="after")
    def codes_are_unique(self) -> "Model":
        """An article is known by its code."""
        codes = [a.code for a in self.articles]
        if len(set(codes)) < len(codes):
            raise ValueError("deux articles ont le même code")
        return self


FIELDS = tuple(name for name in ArticleData.model_fields if name != "code")


def check(data: Any) -> list[ArticleData]:
    """Type plain data. Raises pydantic's ValidationError."""
    articles = TypeAdapter(list[ArticleData]).validate_python(data)
    return Model(articles=articles).articles


def read(call: Call) -> list[dict[str, Any]]:
    """The articles of a call as plain data, in order."""
    return [
        {"code": row.code} | {name: getattr(row, name) for name in FIELDS}
        for row in call.article_templates.order_by("position", "id")
    ]


def write(call: Call, articles: list[ArticleData]) -> None:
    """Make these the call's articles: the same code keeps its row, an absent one is removed."""
    rows = {row.code: row for row in call.article_templates.all()}
    for position, data in enumerate(articles, start=1):
        row = rows.pop(data.code, None) or ArticleTemplate(call=call, code=data.code)
        for name in FIELDS:
            setattr(row, name, getattr(data, name))
        row.position = position
        row.save()
    ArticleTemplate.objects.filter(pk__in=[row.pk for row in rows.values()]).delete()


SHARE = CallShare(key="articles", label="articles", check=check, write=write, read=read)
