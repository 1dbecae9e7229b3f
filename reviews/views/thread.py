"""The thread between a holder's team and the instruction, and its files."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import acting
from accounts.models import User
from applications import documents
from applications.models import Application
from applications.models.document import ScanStatus
from applications.views.documents import FILE_POLICY
from limits_portal.forms import sent_with_files
from reviews import thread
from reviews.forms.instruction import MessageForm
from reviews.models import Message, MessageFile
from reviews.permissions import as_instructor
from reviews.views.sheet import thread_of
from workflow.attempts import Attempt


def _dossier(user: User, reference: str) -> Application:
    """A dossier of which the person reads the thread. Raises Http404."""
    readable = Application.objects.of_team(user)
    if as_instructor(None, user):
        readable = readable | Application.objects.read_as_agent_even_withdrawn(user)
    return get_object_or_404(
        readable.select_related("call", "holder", "departement"), reference=reference
    )


@require_http_methods(["GET", "HEAD", "POST"])
def messages_page(request: HttpRequest, reference: str) -> HttpResponse:
    """Read the thread and write in it."""
    user = acting(request)
    application = _dossier(user, reference)
    can_write = thread.writes_as(application, user) is not None and thread.is_open(application)
    is_holder = Application.objects.of_team(user).filter(pk=application.pk).exists()
    form = MessageForm(*sent_with_files(request))
    attempt = Attempt(form)
    try:
        if attempt.done(
            lambda values: thread.send(
                application, text=values["text"], files=values["files"], by=user
            )
        ):
            messages.success(request, "Votre message est envoyé.")
            return redirect(_back(application, is_holder))
        reasons, status = attempt.reasons, attempt.status
    except documents.StorageFull:
        reasons, status = ["Le portail n’a plus assez d’espace pour ces fichiers."], 507
    context = {
        "application": application,
        "thread": thread_of(application, user),
        "message_form": form,
        "can_write": can_write,
        "is_holder": is_holder,
        "reasons": reasons,
    }
    return render(request, "reviews/thread/page.html", context, status=status)


def _back(application: Application, is_holder: bool) -> str:
    if is_holder:
        return reverse("reviews:thread", args=[application.reference])
    return reverse("reviews:sheet", args=[application.reference]) + "?volet=messages"


@require_safe
def message_file(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """A file of a message, to keep; infected, never; not scanned yet, to who sent it alone."""
    user = acting(request)
    if pk > 2**63 - 1:
        raise Http404
    file = get_object_or_404(
        MessageFile.objects.filter(
            message__in=Message.objects.visible_to(user),
            message__application__reference=reference,
        ),
        pk=pk,
    )
    is_waiting = file.scan_status == ScanStatus.PENDING and file.uploaded_by_id != user.pk
    data = None
    if file.scan_status != ScanStatus.INFECTED and not is_waiting:
        data = documents.read(file)
    if data is None:
        words = {
            ScanStatus.INFECTED: "L’antivirus a trouvé un programme malveillant dans ce fichier.",
            ScanStatus.PENDING: "L’antivirus examine encore ce fichier : réessayez dans un instant.",
        }
        reason = words.get(ScanStatus(file.scan_status), "Ce fichier n’est pas lisible.")
        messages.error(request, f"« {file.name} » : {reason}")
        return redirect("reviews:thread", reference)
    response = HttpResponse(data, content_type=file.content_type)
    response["Content-Disposition"] = content_disposition_header(True, file.name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = FILE_POLICY
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "no-store"
    return response
