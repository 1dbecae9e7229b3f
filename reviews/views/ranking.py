"""The ranking of a call, fifty dossiers a page, its readings being filed (C-4.3f, C-5d)."""

from collections.abc import Callable

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from accounts.access import acting, only
from accounts.enums import Role
from applications.models import Call
from limits_portal import french
from limits_portal.stencil import Stencil, address_of_each
from reviews import ranking as rankings
from reviews.permissions import as_instructor

PAGE_SIZE = 50
ROW = Stencil(
    "reviews/committee/rank_row.html",
    *("rank", "address", "holder", "reference", "title", "departement", "marks"),
    *("mean", "spread", "filed"),
)
TIED = SafeString(
    '<span title="à égalité : le comité dit qui passe devant" aria-hidden="true"> =</span>'
    '<span class="fr-sr-only"> à égalité</span>'
)
DIVERGENT = SafeString(
    '<br><span class="fr-badge fr-badge--sm fr-badge--warning fr-badge--no-icon">divergent</span>'
)
FRAGILE = SafeString('<br><span class="fr-hint-text">fragile</span>')


def grid_of(slug: str) -> rankings.Grid:
    """The call, its terms and its criteria. Raises Http404."""
    try:
        return rankings.grid(slug)
    except Call.DoesNotExist as error:
        raise Http404 from error


@require_safe
@only(Role.INSTRUCTOR, Role.PRESIDENT)
def ranking(request: HttpRequest, slug: str) -> HttpResponse:
    """The dossiers in order of merit, criterion by criterion."""
    user, grid = acting(request), grid_of(slug)
    found = rankings.find(user, grid)
    paginator = Paginator(found, PAGE_SIZE)
    paginator.count, ranked = rankings.counted(user, grid)
    page = paginator.get_page(request.GET.get("page"))
    lines = rankings.page(found, grid, (page.number - 1) * PAGE_SIZE, PAGE_SIZE)
    address = address_of_each("reviews:dossier_reviews")
    context = {
        "call": grid.call,
        "tab": "ranking",
        "is_instructor": as_instructor(None, user) is not None,
        "page": page,
        "query": "",
        "ranked": ranked,
        "criteria": list(enumerate(grid.criteria, start=1)),
        "rows": [_row(line, grid, address) for line in lines],
    }
    return render(request, "reviews/committee/ranking.html", context)


def _row(line: rankings.Line, grid: rankings.Grid, address: Callable[[str], str]) -> SafeString:
    tallies = [line.by_criterion.get(criterion.code) for criterion in grid.criteria]
    marks = "".join(
        f'<td data-label="Critère {place}" class="portal-number">'
        f"{'–' if tally is None else french.tenth(tally.mean)}</td>"
        for place, tally in enumerate(tallies, start=1)
    )
    is_fragile = line.mean is not None and line.filed < grid.terms.minimum_reviews
    mean = (
        SafeString(f"<strong>{french.tenth(line.mean)}</strong>") if line.mean is not None else "–"
    )
    return ROW.fill(
        rank=SafeString(f"{line.rank or '–'}{TIED if line.is_tied else ''}"),
        address=address(line.reference),
        holder=line.holder,
        reference=line.reference,
        title=line.title,
        departement=line.departement,
        marks=SafeString(marks),
        mean=mean + FRAGILE if is_fragile else mean,
        spread=_spread(line),
        filed=f"{line.filed} / {line.expected}",
    )


def _spread(line: rankings.Line) -> str:
    if line.spread is None or line.filed < 2:
        return "–"
    return SafeString(french.tenth(line.spread)) + (DIVERGENT if line.is_divergent else "")
