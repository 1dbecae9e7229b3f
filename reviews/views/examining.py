"""Writing on a dossier: checks, notes, comments on a point, the request to complete."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import acting
from applications import completion
from applications.enums import ApplicationStatus
from applications.forms.outline import Filing, label_of, outline_of, words_of
from applications.models import Application, Remark
from limits_portal.forms import sent
from reviews import instructing
from reviews.checklist import CLAUSES
from reviews.forms.instruction import (
    CheckForm,
    CommentForm,
    NoteForm,
    ReasonForm,
    RequestForm,
)
from reviews.models import Check, Note
from reviews.models.instruction import Verdict
from reviews.views.board import instructors_only
from reviews.views.sheet import dossier_of, snapshot_of
from workflow.attempts import Attempt

LARGEST = 2**63 - 1


def _sheet(application: Application, panel: str, anchor: str = "") -> str:
    place = reverse("reviews:sheet", args=[application.reference])
    return f"{place}?volet={panel}{anchor}"


def _page(request: HttpRequest, name: str, attempt: Attempt, **context: Any) -> HttpResponse:
    context |= {"form": attempt.form, "reasons": attempt.reasons}
    template = f"reviews/instruction/{name}.html"
    return render(request, template, context, status=attempt.status)


@require_http_methods(["GET", "HEAD", "POST"])
@instructors_only
def check(request: HttpRequest, reference: str, clause: str) -> HttpResponse:
    """Say what was found on one point; a colleague's finding is never overwritten unseen."""
    application = dossier_of(acting(request), reference)
    point = CLAUSES.get(clause)
    if point is None:
        raise Http404
    known = Check.objects.filter(application=application, clause=clause).first()
    initial = {
        "version": known.version if known else 0,
        "verdict": known.verdict if known else Verdict.UNCHECKED,
        "note": known.note if known else "",
    }
    form = CheckForm(sent(request), initial=initial)
    attempt = Attempt(form)
    if attempt.done(
        lambda values: instructing.set_check(
            application, clause=clause, by=acting(request), **values
        )
    ):
        return redirect(_sheet(application, "verification", f"#point-{clause}"))
    if isinstance(attempt.refusal, instructing.Stale):
        current = attempt.refusal.current
        known = current if isinstance(current, Check) else known
        form.data = form.data.copy()
        form.data["version"] = known.version if known else 0
    return _page(request, "check", attempt, application=application, point=point, check=known)


@require_POST
@instructors_only
def note_add(request: HttpRequest, reference: str) -> HttpResponse:
    """Write an internal note on the whole dossier."""
    application = dossier_of(acting(request), reference)
    attempt = Attempt(NoteForm(request.POST))
    if attempt.done(
        lambda values: instructing.add_note(application, text=values["text"], by=acting(request))
    ):
        messages.success(request, "La note est enregistrée.")
        return redirect(_sheet(application, "notes"))
    return _page(request, "note", attempt, application=application, note=None)


@require_http_methods(["GET", "HEAD", "POST"])
@instructors_only
def note(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Reword a note, or remove it."""
    user = acting(request)
    application = dossier_of(user, reference)
    if pk > LARGEST:
        raise Http404
    rows = Note.objects.visible_to(user).select_related("written_by")
    known = get_object_or_404(rows, application=application, pk=pk)
    initial = {"text": known.text, "version": known.version}
    is_removed = "remove" in request.POST
    form = NoteForm(sent(request), initial=initial)
    if is_removed:
        form.errors.pop("text", None)  # a note is removed whatever was typed in it
    attempt = Attempt(form)
    if attempt.done(
        lambda values: instructing.change_note(
            known,
            text="" if is_removed else values["text"],
            version=values["version"] if values["version"] is not None else -1,
            by=user,
        )
    ):
        messages.success(request, "La note est " + ("supprimée." if is_removed else "enregistrée."))
        return redirect(_sheet(application, "notes"))
    if isinstance(attempt.refusal, instructing.Stale):
        if attempt.refusal.current is None:
            messages.error(request, "Cette note vient d’être supprimée par un collègue.")
            return redirect(_sheet(application, "notes"))
        known = attempt.refusal.current
        form.data = form.data.copy()
        form.data["version"] = known.version
    return _page(request, "note", attempt, application=application, note=known)


@require_http_methods(["GET", "HEAD", "POST"])
@instructors_only
def comment(request: HttpRequest, reference: str) -> HttpResponse:
    """Comment on a point: an internal note, or something to ask of the holder."""
    user = acting(request)
    application = dossier_of(user, reference)
    section, unit = request.GET.get("section", ""), request.GET.get("unit", "")
    chapters = outline_of(Filing.of(application, snapshot_of(application, None)))
    label = label_of(chapters, section, unit)
    if label is None:
        raise Http404
    can_ask = application.status == ApplicationStatus.SUBMITTED
    form = CommentForm(sent(request), can_ask=can_ask)
    attempt = Attempt(form)

    def write(values: dict[str, Any]) -> str:
        """Return the panel where it is read."""
        point = {"section": section, "unit": unit, "label": label, "text": values["text"]}
        if values.get("kind") == CommentForm.ASK:
            completion.add_remark(application, by=user, **point)
            return "complement"
        instructing.add_note(application, by=user, **point)
        return "notes"

    if attempt.done(write):
        return redirect(_sheet(application, attempt.result))
    value = words_of(chapters).get((section, unit), ("", ""))[1]
    return _page(request, "comment", attempt, application=application, label=label, value=value)


@require_http_methods(["GET", "HEAD", "POST"])
@instructors_only
def remark(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Reword a point not sent yet, or drop it."""
    user = acting(request)
    application = dossier_of(user, reference)
    if pk > LARGEST:
        raise Http404
    known = get_object_or_404(Remark, application=application, pk=pk, request=None)
    initial = {"text": known.text, "version": known.version}
    form = NoteForm(sent(request), initial=initial)
    form.fields["text"].label = "Ce qui est demandé"
    form.fields["text"].help_text = "Le porteur lira ce texte tel quel."
    is_removed = "remove" in request.POST
    if is_removed:
        form.errors.pop("text", None)  # a point is dropped whatever was typed in it
    attempt = Attempt(form)

    def write(values: dict[str, Any]) -> None:
        if is_removed:
            completion.remove_remark(known, by=user)
        else:
            version = values["version"] if values["version"] is not None else -1
            completion.change_remark(known, text=values["text"], version=version, by=user)

    if attempt.done(write):
        return redirect(_sheet(application, "complement"))
    if attempt.refusal:
        known = Remark.objects.filter(pk=pk).first() or known
        form.data = form.data.copy()
        form.data["version"] = known.version
    return _page(request, "remark", attempt, application=application, remark=known)


@require_http_methods(["GET", "HEAD", "POST"])
@instructors_only
def ask(request: HttpRequest, reference: str) -> HttpResponse:
    """Read the request as the holder will, then send it."""
    user = acting(request)
    application = dossier_of(user, reference)
    waiting = list(application.remarks.filter(request=None))
    # What was read is what is sent: points added meanwhile by a colleague wait.
    read = {text for text in request.POST.getlist("points") if text.isascii() and text.isdigit()}
    remarks = [row.pk for row in waiting if str(row.pk) in read]
    attempt = Attempt(RequestForm(sent(request)))
    if attempt.done(lambda values: completion.ask(application, by=user, remarks=remarks, **values)):
        messages.success(request, "La demande est envoyée au porteur.")
        return redirect(_sheet(application, "complement"))
    return _page(request, "ask", attempt, application=application, waiting=waiting)


@require_http_methods(["GET", "HEAD", "POST"])
@instructors_only
def cancel(request: HttpRequest, reference: str) -> HttpResponse:
    """Close the request without its answer, and say why."""
    user = acting(request)
    application = dossier_of(user, reference)
    form = ReasonForm(
        sent(request),
        label="Pourquoi clore cette demande ?",
        is_required=True,
        help_text="Le porteur lira ce motif.",
    )
    attempt = Attempt(form)
    if attempt.done(
        lambda values: completion.cancel(application, reason=values["reason"], by=user)
    ):
        messages.success(request, "La demande est close. Le dossier est celui qui a été déposé.")
        return redirect(_sheet(application, "complement"))
    return _page(request, "cancel", attempt, application=application)
