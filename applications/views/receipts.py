"""After a filing: the receipt, its documents, the whole dossier to read, the journal."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from accounts.access import acting
from accounts.enums import MembershipStatus, Role
from accounts.models import User
from applications import dossier, journal
from applications.enums import ApplicationStatus
from applications.guards import is_late
from applications.models import Application, Rendering, Snapshot
from applications.permissions import as_signatory
from applications.recap import recap as recap_of
from applications.receipt import receipt as receipt_of
from applications.snapshot import thaw
from applications.views.dossier_page import can_write, fetch
from limits_portal.arrival import received_at


def _snapshot(user: User, reference: str, number: int) -> Snapshot:
    """A filing of a dossier this person may see. Raises Http404."""
    return get_object_or_404(
        Snapshot.objects.filter(application__in=Application.objects.visible_even_withdrawn(user))
        .select_related("application__call", "application__holder", "application__departement")
        .prefetch_related("renderings"),
        application__reference=reference,
        number=number,
    )


@dataclass(frozen=True)
class Paper:
    """One document of a filing on the receipt's page."""

    kind: str
    label: str
    progress: str
    size: int | None  # bytes; None while the file is not there to be read


def _papers(snapshot: Snapshot) -> dict[str, Any]:
    """Context of the list of documents: in their order, and whether one is still to come."""
    made = sorted(snapshot.renderings.all(), key=lambda r: Rendering.Kind.values.index(r.kind))
    return {
        "papers": [Paper(r.kind, str(r.get_kind_display()), r.progress, _size(r)) for r in made],
        "is_pending": any(r.progress == Rendering.Status.PENDING for r in made),
    }


def _size(rendering: Rendering) -> int | None:
    try:
        return int(rendering.file.size) if rendering.file else None
    except OSError:  # a lost file never breaks the receipt
        return None


def _copies(snapshot: Snapshot) -> list[str]:
    """Addresses the confirmation goes to: the collectivité's team, and who filed."""
    team = User.objects.filter(
        is_active=True,
        memberships__organisation=snapshot.application.holder_id,
        memberships__status=MembershipStatus.VALIDATED,
        memberships__role__in=Role.HOLDER_ROLES,
    )
    filer = User.objects.filter(pk=snapshot.filed_by_id)
    return sorted({*team.values_list("email", flat=True).union(filer.values_list("email"))})


@require_safe
def receipt(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """The receipt, at once: its PDFs follow when a worker has made them."""
    if number > 32767:
        raise Http404
    user = acting(request)
    snapshot = _snapshot(user, reference, number)
    application = snapshot.application
    closes_at = dossier.deadline_of(application)
    may_sign = as_signatory(application, user) is not None
    is_standing = application.status in ApplicationStatus.FILED
    late = is_late(received_at(request), closes_at)
    context = {
        "application": application,
        "snapshot": snapshot,
        "receipt": receipt_of(snapshot, application.call.texts),
        **_papers(snapshot),
        "copies": _copies(snapshot),
        "is_standing": is_standing,
        "is_ours": user.role_in(application.holder_id, pending=True) is not None,
        "can_take_back": may_sign
        and application.status == ApplicationStatus.SUBMITTED
        and not late,
        "can_withdraw": may_sign and application.status in ApplicationStatus.BEFORE_DECISION,
        "is_late": late,
    }
    return render(request, "applications/filing/receipt.html", context)


@require_safe
def renderings(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """The list of a filing's documents and their progress: a fragment, asked again until done."""
    if number > 32767:
        raise Http404
    snapshot = _snapshot(acting(request), reference, number)
    context = {
        "application": snapshot.application,
        "snapshot": snapshot,
        **_papers(snapshot),
    }
    return render(request, "applications/filing/renderings.html", context)


@require_safe
def rendering(request: HttpRequest, reference: str, number: int, kind: str) -> HttpResponse:
    """One PDF of a filing, to download; back to the receipt while it is not there."""
    if number > 32767 or kind not in Rendering.Kind.values:
        raise Http404
    snapshot = _snapshot(acting(request), reference, number)
    made = get_object_or_404(snapshot.renderings, kind=kind)
    if made.progress != Rendering.Status.DONE:
        messages.info(request, "Ce document est en préparation. Il sera sur cette page.")
        return redirect("applications:receipt", reference, number)
    try:
        content = made.file.open("rb")
    except OSError:
        messages.error(
            request,
            "Ce document n’est pas lisible pour le moment. Prévenez la MILDECA.",
        )
        return redirect("applications:receipt", reference, number)
    names = {"receipt": "accuse-de-reception", "recap": "dossier"}
    response = FileResponse(
        content,
        as_attachment=True,
        filename=f"{snapshot.receipt_number}-{names[kind]}.pdf",
        content_type="application/pdf",
    )
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
def recap(request: HttpRequest, reference: str) -> HttpResponse:
    """The whole dossier to read: a draft as it stands, a filed one as it was filed."""
    user = acting(request)
    application = fetch(user, reference, even_withdrawn=True)
    last = application.snapshots.last()
    is_filed = application.status != ApplicationStatus.DRAFT and last is not None
    content = thaw(last) if is_filed and last else dossier.read(application)
    context = {
        "application": application,
        "recap": recap_of(content, application.call.texts),
        "snapshot": last if is_filed else None,
        "can_write": can_write(application, user),
        "is_ours": user.role_in(application.holder_id, pending=True) is not None,
    }
    return render(request, "applications/recap/page.html", context)


@require_safe
def journal_page(request: HttpRequest, reference: str) -> HttpResponse:
    """The journal of a dossier, for its team."""
    user = acting(request)
    application = fetch(user, reference)
    if user.role_in(application.holder_id, pending=True) not in Role.HOLDER_ROLES:
        raise PermissionDenied
    context = {"application": application, "lines": journal.lines(application)}
    return render(request, "applications/filing/journal.html", context)
