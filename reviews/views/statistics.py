"""The statistics: editions side by side, one edition by département and by axis, an export."""

from decimal import Decimal

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import acting, only
from accounts.enums import Role
from applications.models import Call
from limits_portal import french
from limits_portal.spreadsheet import csv_response
from reviews import statistics
from reviews.charts import Chart, bars

counted_for = only(Role.INSTRUCTOR, Role.PRESIDENT)
# Départements drawn; the table has them all.
DRAWN = 15


@require_safe
@counted_for
def editions(request: HttpRequest) -> HttpResponse:
    """The editions side by side."""
    rows = statistics.editions(acting(request))
    chart = bars(
        "editions",
        "Dossiers déposés et retenus, par édition",
        "La partie foncée compte les retenus.",
        [
            (
                str(call.year),
                f"{figures.filed} dont {figures.selected}",
                Decimal(figures.filed),
                Decimal(figures.selected),
            )
            for call, figures in rows
        ],
    )
    context = {"rows": rows, "chart": chart}
    return render(request, "reviews/statistics/editions.html", context)


@require_safe
@counted_for
def edition(request: HttpRequest, slug: str) -> HttpResponse:
    """One edition in figures."""
    found = statistics.edition(get_object_or_404(Call, slug=slug), acting(request))
    if not found.total.filed:
        raise Http404
    context = {"edition": found, "charts": [_by_departement(found), _by_axis(found)]}
    return render(request, "reviews/statistics/edition.html", context)


def _by_departement(found: statistics.Edition) -> Chart:
    return bars(
        "departements",
        "Dossiers déposés et retenus, par département",
        "La partie foncée compte les retenus."
        + (f" Les {DRAWN} premiers départements." if len(found.departements) > DRAWN else ""),
        [
            (d.label, f"{d.filed} dont {d.selected}", Decimal(d.filed), Decimal(d.selected))
            for d in found.departements[:DRAWN]
        ],
    )


def _by_axis(found: statistics.Edition) -> Chart:
    return bars(
        "axes",
        "Actions prévues, par axe",
        "Part des actions de tous les dossiers déposés.",
        [
            (
                axis.label,
                f"{axis.actions} ({french.percent(axis.share)})",
                Decimal(axis.actions),
                Decimal(0),
            )
            for axis in found.axes
        ],
    )


@require_safe
@counted_for
def export(request: HttpRequest, slug: str) -> HttpResponse:
    """One edition as a spreadsheet file."""
    found = statistics.edition(get_object_or_404(Call, slug=slug), acting(request))
    day = timezone.now().astimezone(french.PARIS).strftime("%Y-%m-%d")
    rows = statistics.export_rows(found)
    return csv_response(f"statistiques-{slug}-{day}.csv", statistics.EXPORT_HEADINGS, rows)
