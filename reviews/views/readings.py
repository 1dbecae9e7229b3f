"""A committee member's pages: the desk, the declaration of interests, a conflict (C-5d, A4)."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import acting, only
from accounts.enums import Role
from accounts.models import User
from applications.models import Application
from limits_portal.forms import sent
from reviews import reading_desk, recusing, seating, stakes
from reviews.forms.readings import ConflictForm, DeclarationForm
from reviews.models import Seat
from reviews.review_guards import READ_IN
from workflow.attempts import Attempt

members_only = only(Role.COMMITTEE)


@require_safe
@members_only
def readings(request: HttpRequest) -> HttpResponse:
    """The dossiers to read, the one to read now first."""
    desks = reading_desk.desks(acting(request))
    context = {"desks": desks, "today": timezone.localdate()}
    return render(request, "reviews/reading/desk.html", context)


def _seat(user: User, slug: str) -> Seat:
    return get_object_or_404(reading_desk.seats_of(user).select_related("person"), call__slug=slug)


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def declaration(request: HttpRequest, slug: str) -> HttpResponse:
    """Declare one's interests before the first opening: names alone are shown, no content."""
    user = acting(request)
    seat = _seat(user, slug)
    known = stakes.recused(seat.call)
    dossiers = [a for a in stakes.to_read(seat.call) if (a.pk, user.pk) not in known]
    behind = {one.application: one for one in stakes.stakes(dossiers)}
    suspected = {s.application: s for s in stakes.suspicions([seat], behind.values())}
    form = DeclarationForm(
        sent(request),
        applications=dossiers,
        suspected=suspected,
    )
    attempt = Attempt(form)
    if attempt.done(lambda _: seating.sign(seat, by=user, conflicts=form.conflicts)):
        messages.success(request, "Votre déclaration d’intérêts est signée.")
        return redirect("reviews:readings")
    rows = [
        (application, behind[application.pk], suspected.get(application.pk), field)
        for application, field in zip(dossiers, form.answers(), strict=True)
    ]
    context = {"seat": seat, "form": form, "rows": rows, "reasons": attempt.reasons}
    return render(request, "reviews/reading/declaration.html", context, status=attempt.status)


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def conflict(request: HttpRequest, reference: str) -> HttpResponse:
    """« J’ai un conflit d’intérêts »: the dossier closes to this person at once, everywhere."""
    user = acting(request)
    application = get_object_or_404(
        Application.objects.visible_to(user)
        .filter(status__in=READ_IN)
        .select_related("call", "holder", "departement"),
        reference=reference,
    )
    seat = reading_desk.seat_in(application.call, user)
    if seat is None:
        raise Http404
    form = ConflictForm(sent(request))
    attempt = Attempt(form)
    if attempt.done(lambda values: recusing.declare(application, seat, by=user, **values)):
        messages.success(
            request, "Votre conflit d’intérêts est déclaré : ce dossier vous est fermé."
        )
        return redirect("reviews:readings")
    context = {"application": application, "form": form, "reasons": attempt.reasons}
    return render(request, "reviews/reading/conflict.html", context, status=attempt.status)
