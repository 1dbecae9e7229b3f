"""Section 8 of the dossier: the attachments, joined, removed and served."""

from typing import Any

from django.contrib import messages
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import acting
from accounts.enums import Role
from accounts.models import User
from applications import documents
from applications.enums import SectionKey
from applications.forms.documents import AttachForm
from applications.loading import load
from applications.models import Application, Document
from applications.models.document import ScanStatus
from applications.snapshot import thaw
from applications.views.dossier_page import can_write, fetch, scope_read, surroundings
from applications.views.sections import addresses
from workflow.engine import Refused

KEY = SectionKey.DOCUMENTS.value
# A stored file opened in a browser by mistake may run nothing and fetch nothing.
FILE_POLICY = "sandbox; default-src 'none'; frame-ancestors 'none'; base-uri 'none'"


@require_GET
def section(request: HttpRequest, reference: str) -> HttpResponse:
    """List the attachments by category, with the form to join some."""
    application = fetch(acting(request), reference)
    return _page(request, application)


@require_POST
def add(request: HttpRequest, reference: str) -> HttpResponse:
    """Join the files received; each that is refused says why, the others are kept."""
    user = acting(request)
    application = fetch(user, reference)
    form = AttachForm(request.POST, request.FILES, categories=_open_categories(application))
    if not form.is_valid():
        return _page(request, application, form=form, status=422)
    refusals: list[str] = []
    joined, status = 0, 422
    for upload in form.cleaned_data["files"]:
        try:
            documents.attach(
                application, category=form.cleaned_data["category"], upload=upload, by=user
            )
            joined += 1
        except Refused as refused:
            refusals += refused.reasons
        except documents.StorageFull:
            status = 507
            refusals.append(
                f"« {upload.name} » : le portail n'a plus assez d'espace pour garder ce fichier. "
                "Vos autres pièces sont conservées ; réessayez plus tard."
            )
    if joined:
        many = "s" if joined > 1 else ""
        messages.success(request, f"{joined} pièce{many} jointe{many}.")
    if refusals:
        return _page(request, application, refusals=list(dict.fromkeys(refusals)), status=status)
    return redirect("applications:section", reference, KEY)


def _categories(application: Application) -> list[Any]:
    return application.call.texts.document_categories


def _open_categories(application: Application) -> list[Any]:
    """Those that a file may be joined in now; all of them when none may, which the verb then says."""
    scope = scope_read(application)
    if scope.is_closed:
        return _categories(application)
    return [c for c in _categories(application) if scope.covers(KEY, c.code)]


def _page(
    request: HttpRequest,
    application: Application,
    *,
    form: AttachForm | None = None,
    refusals: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    user = acting(request)
    categories = _categories(application)
    if request.method == "POST":
        load(application)  # some of the files may have been joined by this very request
    joined: list[Document] = application.__dict__["joined_documents"]
    known = {category.code for category in categories}
    for document in joined:
        document.can_go = scope_read(application).covers(KEY, document.category)
    groups = [
        (category, [document for document in joined if document.category == category.code])
        for category in categories
    ]
    context = surroundings(application, user, KEY) | {
        "form": form or AttachForm(categories=_open_categories(application)),
        "groups": groups,
        "others": [document for document in joined if document.category not in known],
        "joined": joined,
        "total_size": sum(document.size for document in joined),
        "refusals": refusals or [],
        "addresses": addresses(application.reference, KEY),
        "is_team": _is_team(application, user),
    }
    return render(request, "applications/documents/section.html", context, status=status)


def _is_team(application: Application, user: User) -> bool:
    return user.role_in(application.holder_id, pending=True) in Role.HOLDER_ROLES


def _visible(user: User, reference: str, pk: int) -> Document:
    """The document, even removed, from the dossiers this person may read. Raises Http404.

    Who reads for the State reads what was filed: a file joined since is its team's alone.
    """
    if pk > 2**63 - 1:
        raise Http404
    readable = Application.objects.visible_even_withdrawn(user).filter(
        pk=OuterRef("application"), reference=reference
    )
    document = get_object_or_404(
        Document.objects.filter(Exists(readable)).select_related(
            "application", "application__holder", "application__call", "application__departement"
        ),
        pk=pk,
    )
    if not _is_team(document.application, user) and not _was_filed(document):
        raise Http404
    return document


def _was_filed(document: Document) -> bool:
    return any(
        file.id == document.pk
        for snapshot in document.application.snapshots.all()
        for file in thaw(snapshot).documents
    )


@require_GET
def download(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Serve a file to those who may read the dossier, as a file to keep, never as a page.

    Infected: never. Not scanned yet: to the collectivité alone (ASVS 5.4.3).
    """
    user = acting(request)
    document = _visible(user, reference, pk)
    if document.removed_at is not None:
        raise Http404
    if document.scan_status == ScanStatus.INFECTED:
        return _unavailable(request, document, "infected", 403)
    if document.scan_status == ScanStatus.PENDING and not _is_team(document.application, user):
        return _unavailable(request, document, "pending", 409)
    data = documents.read(document)
    if data is None:
        return _unavailable(request, document, "lost", 404)
    response = HttpResponse(data, content_type=document.content_type)
    response["Content-Disposition"] = content_disposition_header(True, document.name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = FILE_POLICY
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "no-store"
    return response


def _unavailable(
    request: HttpRequest, document: Document, reason: str, status: int
) -> HttpResponse:
    context = {"document": document, "application": document.application, "reason": reason}
    return render(request, "applications/documents/unavailable.html", context, status=status)


@require_http_methods(["GET", "POST"])
def remove(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Ask once, then take the document out of the dossier."""
    user = acting(request)
    document = _visible(user, reference, pk)
    application = document.application
    back = reverse("applications:section", args=[reference, KEY])
    if document.removed_at is not None:
        return redirect(back)
    if not can_write(application, user, KEY):
        messages.error(request, "Ce dossier ne se modifie pas en ce moment.")
        return redirect(back)
    if request.method == "GET":
        context = {"document": document, "application": application, "back": back}
        return render(request, "applications/documents/remove.html", context)
    try:
        documents.remove(document, by=user)
    except Refused as refused:
        messages.error(request, " ".join(refused.reasons))
    else:
        messages.success(request, f"« {document.name} » est retirée du dossier.")
    return redirect(back)
