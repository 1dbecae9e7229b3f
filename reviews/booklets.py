"""The committee's booklet: all dossiers before it, each in two pages, with contents and bookmarks."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery

from accounts.enums import Role
from accounts.models import User
from applications.enums import ApplicationStatus
from applications.models import Application, Call, Snapshot
from applications.snapshot import thaw
from limits_portal import french, pdf
from limits_portal.printouts import Printout, Workshop
from reviews.models import Booklet, Opinion
from reviews.one_page import OnePage, one_page
from workflow.engine import NotAllowed, Refused, record

TEMPLATE_VERSION = "2024-2"
READERS = (Role.INSTRUCTOR, Role.PRESIDENT, Role.COMMITTEE)
# A whole edition takes minutes to lay out: nobody else takes it meanwhile.
LEASE = timedelta(minutes=25)
# Pages between two notes of progress.
STEP = 10


def dossiers(call: Call, user: User) -> QuerySet[Application]:
    """The dossiers before the committee that this person may read, by département then number."""
    return (
        Application.objects.visible_to(user)
        .filter(call=call, status=ApplicationStatus.IN_COMMITTEE)
        .select_related("holder", "departement")
        .order_by("departement__code", "reference")
    )


def ask(call: Call, *, by: User) -> Booklet:
    """Ask for a booklet as one may read the dossiers now; the one in preparation if there is one.

    Raises NotAllowed, or Refused when there is nothing to read.
    """
    if not by.has_role(*READERS):
        raise NotAllowed("Le livret est fait pour le comité et la MILDECA.")
    contents = list(dossiers(call, by).values_list("pk", flat=True))
    if not contents:
        raise Refused("Aucun dossier de cet appel n’est devant le comité, ou ne vous est ouvert.")
    with transaction.atomic():
        User.objects.select_for_update(of=("self",)).get(pk=by.pk)
        waiting = Booklet.objects.filter(call=call, reader=by, progress=Printout.Status.PENDING)
        booklet = waiting.first()
        if booklet is None:
            booklet = Booklet.objects.create(call=call, reader=by, contents=contents)
            record("booklet.asked", subject=booklet, by=by, payload={"dossiers": len(contents)})
    return booklet


@dataclass(frozen=True)
class Entry:
    """One dossier of the booklet."""

    key: str  # names its place in the document
    reference: str
    holder: str
    departement: str
    title: str
    asked: str
    page: OnePage
    opinion: str


def entries(call: Call, user: User, only: list[int]) -> list[Entry]:
    """These dossiers as this person may read them now, in three queries."""
    last = Snapshot.objects.filter(application=OuterRef("pk")).order_by("-number")
    rows = list(
        dossiers(call, user).filter(pk__in=only).annotate(filing=Subquery(last.values("pk")[:1]))
    )
    filings = Snapshot.objects.in_bulk([row.filing for row in rows])
    given = {
        opinion.application_id: opinion
        for opinion in Opinion.objects.visible_to(user).standing().filter(application__in=rows)
    }
    return [
        Entry(
            key=f"dossier-{row.pk}",
            reference=row.reference,
            holder=row.holder.name,
            departement=str(row.departement),
            title=row.title or "Projet sans titre",
            asked=french.euros(row.requested_amount),
            page=one_page(thaw(filings[row.filing]), filings[row.filing].findings),
            opinion=_opinion(given.get(row.pk)),
        )
        for row in rows
    ]


def _opinion(opinion: Opinion | None) -> str:
    if opinion is None:
        return ""
    rank = f", rang {opinion.rank} dans le département" if opinion.rank else ""
    return f"{opinion.get_stance_display()}{rank}"


def values(booklet: Booklet) -> dict[str, Any]:
    """What the document says, as its reader may read it at the moment of drawing."""
    return {
        "brand": settings.BRAND,
        "operator": settings.OPERATOR,
        "call": booklet.call.title,
        "reader": str(booklet.reader),
        "day": french.moment(booklet.asked_at),
        "entries": entries(booklet.call, booklet.reader, booklet.contents),
    }


def draw(booklet: Booklet) -> pdf.Document:
    """Lay the whole booklet out, noting its pages as they come."""

    def note(page: int) -> None:
        if page % STEP == 0:
            Booklet.objects.filter(pk=booklet.pk).update(pages_done=page)

    return pdf.render(
        "reviews/pdf/booklet.html",
        values(booklet),
        reference=f"livret/{booklet.pk}/{TEMPLATE_VERSION}",
        made_at=booklet.asked_at,
        on_page=note,
    )


WORKSHOP = Workshop(
    rows=lambda: Booklet.objects.select_related("call", "reader"),
    draw=draw,
    folder="livrets",
    version=TEMPLATE_VERSION,
    lease=LEASE,
)


def last_of(call: Call, user: User) -> Booklet | None:
    """The person's last booklet of this call."""
    return Booklet.objects.filter(call=call, reader=user).first()


def is_current(booklet: Booklet, user: User) -> bool:
    """Whether it holds exactly what the person may read now: nothing closed or come since."""
    return set(booklet.contents) == set(dossiers(booklet.call, user).values_list("pk", flat=True))


def may_be_read(booklet: Booklet, user: User) -> bool:
    """Whether nothing in it was closed to the person since it was made (A4)."""
    readable = set(
        Application.objects.visible_to(user)
        .filter(pk__in=booklet.contents)
        .values_list("pk", flat=True)
    )
    return readable >= set(booklet.contents)
