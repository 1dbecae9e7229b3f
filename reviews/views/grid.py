"""The scoring grid beside the dossier; an abstention; a reading reopened (C-4.3f, C-5d)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.access import acting, only
from accounts.enums import Role
from accounts.models import User
from applications.models import Application
from applications.views.editing import edit
from limits_portal.forms import sent
from reviews import reviewing
from reviews.forms.grid import GRID
from reviews.forms.readings import ReasonForm
from reviews.models import Review, Seat
from reviews.views.grid_editing import GridEditing
from workflow.attempts import Attempt

members_only = only(Role.COMMITTEE)


def _assigned(user: User, reference: str) -> tuple[Application, Seat]:
    """A dossier the person was given to read, and their seat. Raises Http404."""
    application = get_object_or_404(
        Application.objects.visible_to(user).select_related("call", "holder", "departement"),
        reference=reference,
    )
    seat = get_object_or_404(
        Seat.objects.select_related("person"),
        call=application.call_id,
        person=user,
        left_at=None,
        declared_at__isnull=False,
        assignments__application=application,
        assignments__ended_at=None,
    )
    return application, seat


def _editing(user: User, reference: str) -> GridEditing:
    application, seat = _assigned(user, reference)
    row = Review.objects.filter(application=application, seat=seat).first()
    row = row or reviewing.blank(application, seat)
    row.application, row.seat, row.saved_by = application, seat, user
    return GridEditing(
        application=application,
        key="lecture",
        row=row,
        kind=GRID,
        save=reviewing.save,
        title="Lecture",
        intro="",
        addresses={
            "stay": reverse("reviews:grid", args=[reference]),
            "next": reverse("reviews:readings"),
        },
        template="reviews/reading/write.html",
        read_only="reviews/reading/read.html",
        layout="reviews/reading/page.html",
        seat=seat,
        criteria=list(application.call.criteria.order_by("position", "id")),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def grid(request: HttpRequest, reference: str) -> HttpResponse:
    """Left the dossier, right the grid: saved as one marks, filed when it is whole."""
    return edit(request, _editing(acting(request), reference))


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def abstain(request: HttpRequest, reference: str) -> HttpResponse:
    """Abstain from a dossier, with the reason: never counted as a zero."""
    user = acting(request)
    application, seat = _assigned(user, reference)
    label = "Pourquoi vous vous abstenez"
    form = ReasonForm(sent(request), label=label)
    attempt = Attempt(form)
    if attempt.done(
        lambda values: reviewing.abstain_unread(application, seat, by=user, reason=values["reason"])
    ):
        messages.success(request, "Votre abstention est enregistrée.")
        return redirect("reviews:readings")
    context = {"application": application, "form": form, "reasons": attempt.reasons}
    return render(request, "reviews/reading/abstain.html", context, status=attempt.status)


@require_http_methods(["GET", "HEAD", "POST"])
@only(Role.INSTRUCTOR)
def reopen(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Give a filed reading, or an abstention, back to its reader, with the reason."""
    user = acting(request)
    review = get_object_or_404(
        Review.objects.filter(application__in=Application.objects.visible_to(user)).select_related(
            "application__call", "application__holder", "seat__person"
        ),
        application__reference=reference,
        pk=number,
    )
    label = "Pourquoi la lecture est rouverte"
    form = ReasonForm(sent(request), label=label)
    attempt = Attempt(form)
    if attempt.done(
        lambda values: reviewing.step(review, "reopen", by=user, reason=values["reason"])
    ):
        messages.success(request, f"La lecture est rendue à {review.seat.person}.")
        return redirect("reviews:dossier_reviews", reference)
    context = {"review": review, "form": form, "reasons": attempt.reasons}
    return render(request, "reviews/committee/reopen.html", context, status=attempt.status)
