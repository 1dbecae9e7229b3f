"""A dossier's drawer in the room: its marks, the debate, second marks and votes; projecting it."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import acting, only
from accounts.enums import Role
from accounts.models import User
from applications.models import Application
from limits_portal.forms import sent
from reviews import attending, debating, quorum
from reviews.enums import SittingStatus
from reviews.forms.sittings import DeliberationForm
from reviews.models import Deliberation, Opinion, Sitting
from reviews.moving import Stale
from reviews.permissions import as_instructor
from reviews.reading_marks import marks_of
from reviews.views.sittings import room_only, sitting_of
from workflow.attempts import Attempt
from workflow.engine import Refused


def is_live(request: HttpRequest) -> bool:
    """Whether the page's script asks: it wants the live part alone."""
    return request.headers.get("X-Live") == "1"


def dossier_of(user: User, shown: Sitting, reference: str) -> Deliberation:
    """A dossier of the agenda, from those this person may read. Raises Http404."""
    return get_object_or_404(
        Deliberation.objects.filter(
            sitting=shown, application__in=Application.objects.visible_to(user)
        ).select_related(
            "sitting",
            "application__call",
            "application__holder",
            "application__departement",
            "application__standing",
        ),
        application__reference=reference,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@room_only
def deliberation(request: HttpRequest, pk: int, reference: str) -> HttpResponse:
    """A dossier's drawer: its marks, what is said of it, second marks, votes."""
    user = acting(request)
    shown = sitting_of(user, pk)
    is_member = not user.has_role(Role.INSTRUCTOR, Role.PRESIDENT)
    if is_member and shown.status != SittingStatus.OPEN:
        raise Http404
    line = dossier_of(user, shown, reference)
    seats = list(shown.call.seats.filter(left_at=None).select_related("person"))
    recused = attending.recused_seats(shown).get(line.application_id, set())
    heard = quorum.voices(attending.members(shown), recused)
    in_person = {seat for seat, speaker in heard.items() if seat == speaker}
    can_write = as_instructor(None, user) is not None and shown.status == SittingStatus.OPEN
    if request.method == "POST" and as_instructor(None, user) is None:
        raise PermissionDenied
    data = sent(request)
    form = DeliberationForm(
        data,
        heard=[seat for seat in seats if seat.pk in heard],
        in_person=in_person,
        initial=_said(line),
    )
    attempt = Attempt(form)
    if attempt.done(
        lambda values: debating.note(
            line,
            notes=values["notes"],
            marks=form.marks,
            votes=form.votes,
            is_discussed=values["is_discussed"],
            version=values["version"],
            by=user,
        )
    ):
        if is_live(request):
            return HttpResponse(status=204)
        return redirect(f"{reverse('reviews:sitting', args=[pk])}#d-{reference}")
    names = {seat.pk: str(seat) for seat in seats}
    context = {
        "sitting": shown,
        "line": line,
        "standing": getattr(line.application, "standing", None),
        "marks": marks_of(line.application),
        "opinion": Opinion.objects.visible_to(user)
        .standing()
        .filter(application=line.application)
        .first(),
        "form": form,
        "voters": _voters(form, heard, names),
        "recused": [names[seat] for seat in sorted(recused) if seat in names],
        "quorum": attending.quorum_of(shown, recused),
        "reasons": attempt.reasons,
        # What a colleague wrote meanwhile is shown beside what was typed here.
        "theirs": line if isinstance(attempt.refusal, Stale) else None,
        "tally": _tally(line),
        "can_write": can_write,
        "is_live": is_live(request),
    }
    template = "reviews/sitting/drawer.html" if is_live(request) else "reviews/sitting/dossier.html"
    return render(request, template, context, status=attempt.status)


def _said(line: Deliberation) -> dict[str, Any]:
    said: dict[str, Any] = {
        "notes": line.notes,
        "is_discussed": line.discussed_at is not None,
        "version": line.version,
    }
    said |= {f"vote_{vote.seat_id}": vote.choice for vote in line.votes.all()}
    return said | {f"mark_{mark.seat_id}": mark.value for mark in line.second_marks.all()}


def _voters(
    form: DeliberationForm, heard: dict[int, int], names: dict[int, str]
) -> list[dict[str, Any]]:
    return [
        {
            "name": str(seat),
            "bearer": names.get(heard[seat.pk], "") if heard[seat.pk] != seat.pk else "",
            "vote": form[f"vote_{seat.pk}"],
            "mark": form[f"mark_{seat.pk}"] if seat.pk in form.in_person else None,
        }
        for seat in form.heard
    ]


def _tally(line: Deliberation) -> list[tuple[str, int]]:
    counts: dict[str, int] = {}
    for vote in line.votes.all():
        label = vote.get_choice_display()
        counts[label] = counts.get(label, 0) + 1
    return list(counts.items())


@require_POST
@only(Role.INSTRUCTOR)
def speak_of(request: HttpRequest, pk: int, reference: str) -> HttpResponse:
    """Project this dossier."""
    user = acting(request)
    line = dossier_of(user, sitting_of(user, pk), reference)
    try:
        debating.speak_of(line, by=user)
    except Refused as refusal:
        return HttpResponse(" ".join(refusal.reasons), status=409, content_type="text/plain")
    if is_live(request):
        return HttpResponse(status=204)
    return redirect(f"{reverse('reviews:sitting', args=[pk])}#d-{reference}")
