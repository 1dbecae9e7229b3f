"""Lines of the instruction's board, each a stencil filled (ADR 0010)."""

from collections.abc import Iterable
from datetime import datetime

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from applications.enums import ApplicationStatus
from limits_portal import french
from limits_portal.stencil import Stencil
from reviews.board_rows import Row

register = template.Library()

ROW = Stencil(
    "reviews/instruction/board_row.html",
    *("reference", "holder", "title", "departement", "badge", "status", "alerts", "asked"),
    *("rules", "points", "opinion", "readers", "event", "event_at"),
)
MISSING = SafeString('<span class="fr-text--xs">manquant</span>')
SMALL = '<br><span class="fr-text--xs">{}</span>'
LATE = '<br><span class="fr-text--xs board-late">{}</span>'
# Rules to look at that a line names; it counts the others.
NAMED = 2


@register.simple_tag
def board_rows(rows: Iterable[Row]) -> SafeString:
    """The dossiers of a page of the board."""
    return SafeString("".join(_row(row) for row in rows))


def _row(row: Row) -> SafeString:
    a, status = row.application, row.status
    return ROW.fill(
        reference=a.reference,
        holder=a.holder.name,
        title=a.title,
        departement=a.departement_id,
        badge=f" fr-badge--{status.badge}" if status.badge else "",
        status=status.label,
        alerts=_alerts(row),
        asked=french.euros(a.requested_amount),
        rules=row.rules,
        points=_points(row.points),
        opinion=row.opinion or MISSING,
        readers=a.readers or 0,
        event=row.event,
        event_at=_day(row.event_at) if row.event_at else "",
    )


def _day(instant: datetime) -> SafeString:
    return format_html(SMALL, f"{instant.astimezone(french.PARIS):%d/%m/%Y}")


def _alerts(row: Row) -> SafeString:
    a = row.application
    said = SafeString("")
    if a.status == ApplicationStatus.WITHDRAWN:
        return said  # nothing is left to do on it
    if a.due_on:
        words = "en retard depuis le" if row.is_late else "avant le"
        said += format_html(LATE if row.is_late else SMALL, f"{words} {a.due_on:%d/%m}")
    if a.awaits_answer:
        said += format_html(LATE, "message sans réponse")
    if a.has_problem:
        said += format_html(LATE, "problème relevé")
    return said


def _points(points: list[str]) -> SafeString:
    said = SafeString("")
    for point in points[:NAMED]:
        said += format_html(SMALL, point)
    if len(points) > NAMED:
        said += format_html(SMALL, f"et {len(points) - NAMED} de plus")
    return said
