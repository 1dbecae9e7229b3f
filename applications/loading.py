"""All that the pages ask of dossiers, in one query whose SQL is written once.

Django takes longer to write such a query than PostgreSQL to answer it, and it depends on nobody:
the text is kept, only the identifiers change. Who may read a dossier is decided before
(`Application.objects.visible_to`).
"""

import json
from collections.abc import Iterable
from functools import cache
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import (
    Case,
    F,
    Func,
    IntegerField,
    JSONField,
    Model,
    OuterRef,
    QuerySet,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.expressions import RawSQL
from django.db.models.functions import JSONObject
from django.utils.dateparse import parse_datetime

from accounts.models import Departement, User
from applications.call_content import CallContent
from applications.enums import ApplicationStatus, SectionKey
from applications.models import Action, Application, Call, Document, Extension, Section

# Stand in the text of the query for the dossiers' identifiers and for the versions of calls that this
# process has already read.
PLACES, KNOWN = -1, "known versions"
PERSON = ("id", "first_name", "last_name", "email")
VERSIONED = ("id", "content", "version", "saved_at", "saved_by_id")
JOINED = (
    "id", "category", "name", "size", "content_type", "sha256", "scan_status",
    "uploaded_at", "uploaded_by_id",
)  # fmt: skip
INSTANTS = ("saved_at", "uploaded_at")
# What the rules ask of the holder's other dossiers (applications.dossier).
OTHERS = ("call_id", "status", "reference", "title", "project")


def load(*applications: Application) -> None:
    """Read the dossiers' sections, actions and files, and what the rules ask around them.

    Their calls know their texts, their `sections` and `actions` answer from what was read, and
    `joined_documents`, `extended_to`, `other_dossiers` and `offered_departements` are set for
    applications.dossier and the forms.
    """
    asked = {application.pk: application for application in applications}
    if not asked:
        return
    if len(_TEXTS) > MOST_CALLS:
        _TEXTS.clear()
    given: dict[Any, Any] = {
        PLACES: list(asked),
        KNOWN: [version for version, _ in _TEXTS.values()],
    }
    sql, params = _statement()
    with connection.cursor() as cursor:
        cursor.execute(sql, [given.get(_mark(value), value) for value in params])
        for pk, said in cursor.fetchall():
            _give(asked[pk], json.loads(said))


def _mark(value: Any) -> Any:
    """A parameter, or the mark that stands for a list of them."""
    return value[0] if isinstance(value, list) else value


def _give(application: Application, said: dict[str, Any]) -> None:
    """Let the dossier answer with what was read of it."""
    call, read = application.call, said["call"]
    if read["content"] is not None:
        _TEXTS[call.pk] = (read["version"], CallContent.model_validate(read["content"]))
    call.know(_TEXTS[call.pk][1])
    _keep(application, "sections", _made(Section, said["sections"], application, "saved_by"))
    _keep(application, "actions", _made(Action, said["actions"], application, "saved_by"))
    application.__dict__.update(
        joined_documents=_made(Document, said["documents"], application, "uploaded_by"),
        extended_to=parse_datetime(said["extended_to"]) if said["extended_to"] else None,
        other_dossiers=said["others"],
        offered_departements=said["departements"],
    )


# Texts of the calls by identifier, each with the version it was read at: fifty kilobytes that
# change once a year and that every page needs.
MOST_CALLS = 20
_TEXTS: dict[int, tuple[str, Any]] = {}


@cache
def _statement() -> tuple[str, tuple[Any, ...]]:
    """Text of the query and its parameters."""
    extension = Extension.objects.filter(call=OuterRef("call"), holder=OuterRef("holder"))
    project = Section.objects.filter(application=OuterRef("pk"), key=SectionKey.PROJECT)
    others = (
        Application.objects.filter(holder=OuterRef("holder"), status__in=ApplicationStatus.OPEN)
        .exclude(pk=OuterRef("pk"))
        .annotate(project=Subquery(project.values("content")[:1]))
        .order_by("-created_at", "-id")
    )
    # An EPCI may straddle several départements: their names come with the dossier.
    codes = OuterRef("holder__departement_codes")
    rank = Func(codes, F("code"), function="array_position", output_field=IntegerField())
    departements = Departement.objects.alias(rank=rank).filter(rank__isnull=False).order_by("code")
    # PostgreSQL writes a row anew at each change: its place and transaction are its version.
    call = Call.objects.filter(pk=OuterRef("call")).annotate(
        version=RawSQL("xmin::text || ctid::text", (), output_field=TextField())
    )
    unless_known = Case(
        When(
            version__in=RawSQL("SELECT unnest(%s::text[])", ([KNOWN],)),
            then=Value(None, output_field=JSONField()),
        ),
        default=F("content"),
        output_field=JSONField(),
    )
    documents = Document.objects.filter(removed_at=None).order_by("category", "id")
    whole = JSONObject(
        call=Subquery(call.values(said=JSONObject(version="version", content=unless_known))),
        sections=_rows(Section.objects.order_by("id"), ("key", *VERSIONED), "saved_by"),
        actions=_rows(
            Action.objects.order_by("position", "id"), ("position", *VERSIONED), "saved_by"
        ),
        documents=_rows(documents, JOINED, "uploaded_by"),
        extended_to=Subquery(extension.values("closes_at")[:1]),
        others=ArraySubquery(others.values(said=JSONObject(**{name: name for name in OTHERS}))),
        departements=ArraySubquery(
            departements.values(said=JSONObject(code="code", of_name="of_name"))
        ),
    )
    asked = Application.objects.filter(
        pk__in=RawSQL("SELECT unnest(%s::bigint[])", ([PLACES],))
    ).order_by()
    sql, params = asked.values_list("pk", whole).query.sql_with_params()
    return sql, params


def _rows(rows: QuerySet[Any], names: Iterable[str], person: str) -> ArraySubquery:
    """These rows of the dossier as JSON, each with the person named by `person`."""
    author = JSONObject(**{name: f"{person}__{name}" for name in PERSON})
    said = JSONObject(**{name: name for name in names}, author=author)
    return ArraySubquery(rows.filter(application=OuterRef("pk")).values(said=said))


def _made(
    model: type[Model], rows: list[dict[str, Any]], application: Application, person: str
) -> list[Any]:
    """The rows as instances, each with its author."""
    people: dict[int, Any] = {}
    made = []
    for row in rows:
        author = row.pop("author")
        one = _instance(model, row)
        one.application = application
        if author["id"] is not None:
            if author["id"] not in people:
                people[author["id"]] = _instance(User, author)
            setattr(one, person, people[author["id"]])
        made.append(one)
    return made


def _instance(model: type[Model], said: dict[str, Any]) -> Any:
    """A row as it stands in the database; a column that was not read is deferred."""
    names = [field.attname for field in model._meta.concrete_fields if field.attname in said]
    values = [
        parse_datetime(said[name]) if name in INSTANTS and said[name] else said[name]
        for name in names
    ]
    return model.from_db(DEFAULT_DB_ALIAS, names, values)


def _keep(application: Application, name: str, rows: list[Model]) -> None:
    """Let the relation of this name answer with these rows, as after a prefetch."""
    relation = getattr(application, name).all()
    relation._result_cache, relation._prefetch_done = rows, True
    vars(application).setdefault("_prefetched_objects_cache", {})[name] = relation
