"""The floors: a bare Django view with one indexed query and 20 rows; a bare insert of JSON."""

import json

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from bench.models import Line, Note

LINES = 20_000
PER_CATEGORY = 20


def table(request: HttpRequest, category: int) -> HttpResponse:
    """Floor F: a table of 20 rows, found by an index among 20 000."""
    lines = Line.objects.filter(category=category).order_by("id")
    return render(request, "bench/floor.html", {"lines": lines})


def insert(request: HttpRequest) -> HttpResponse:
    """Floor I: one row of about 10 KB of JSON."""
    note = Note.objects.create(content=json.loads(request.body))
    return HttpResponse(str(note.pk), status=201)


def fill() -> None:
    """Make the floor's 20 000 rows."""
    Line.objects.bulk_create(
        Line(category=rank // PER_CATEGORY, name=f"Ligne {rank}", amount=rank * 7 % 1000)
        for rank in range(LINES)
    )
