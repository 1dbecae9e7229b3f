"""The live page of the room, its drawer, its projected view (screens.md, Session).

A page asks every second or two whether the revision moved: one small query, and 204 when it did
not. What is sent by script answers with the live part of the page; sent by a plain form, it leads
back to the page.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST, require_safe

from accounts.access import acting, only
from accounts.enums import Role
from reviews import room, scenarios
from reviews import room_charts as charts
from reviews.enums import SittingStatus
from reviews.forms.sittings import ProposalForm
from reviews.models import Scenario, Sitting
from reviews.permissions import as_instructor
from reviews.room import SORTS, Room
from reviews.room_rows import Rows, Trouble
from reviews.sitting_life import SITTING
from reviews.views.drawer import dossier_of, is_live
from reviews.views.polling import moved_revision, number
from reviews.views.sittings import room_only, sitting_of
from workflow.engine import Refused

NUMERIC = {"note", "cofin", "demande", "propose"}


def page_of(
    request: HttpRequest, sitting: Sitting, trouble: Trouble | None = None, **more: Any
) -> dict[str, Any]:
    """What the live page shows to this person."""
    user = acting(request)
    shown = room.read(
        sitting,
        user,
        scenario=more.get("scenario") or number(request.GET, "scenario"),
        sort=request.GET.get("tri", "rang"),
    )
    can_write = as_instructor(None, user) is not None and sitting.status in scenarios.WRITTEN
    return {
        "sitting": sitting,
        "room": shown,
        "rows": Rows(shown, can_write, _token(request), trouble),
        "sorts": _sorts(shown),
        "can_write": can_write,
        "is_operator": as_instructor(None, user) is not None,
        "steps": [s for s in SITTING.open_to(sitting, user) if s.name not in ("sign", "reopen")],
        "trouble": trouble,
        "distribution": charts.distribution(line.mean for line in shown.lines),
        "balances": {
            "departements": charts.balance(shown.by_departement),
            "axes": charts.balance(shown.by_axis),
        },
        "threshold": shown.terms.threshold,
    }


def _token(request: HttpRequest) -> SafeString:
    """The hidden field of the forms, one token for the page; its script sends it as a header."""
    if is_live(request):
        return SafeString("")
    return format_html(
        '<input type="hidden" name="csrfmiddlewaretoken" value="{}">', get_token(request)
    )


def _sorts(shown: Room) -> list[dict[str, Any]]:
    return [
        {
            "key": key,
            "label": label,
            "is_current": key == shown.sort,
            "is_number": key in NUMERIC,
            "is_descending": key in NUMERIC or key == "ecart",
        }
        for key, (label, _) in SORTS.items()
        if key != "odj"
    ]


@require_safe
@room_only
def sitting(request: HttpRequest, pk: int) -> HttpResponse:
    """The room: quorum, envelope, ranking; to a member the agenda before it opens."""
    user = acting(request)
    shown = sitting_of(user, pk)
    is_member = not user.has_role(Role.INSTRUCTOR, Role.PRESIDENT)
    if is_member and shown.status == SittingStatus.CONVENED:
        lines = room.read(shown, user, sort="odj").lines
        return render(request, "reviews/sitting/agenda.html", {"sitting": shown, "lines": lines})
    if is_member and shown.status in SittingStatus.OVER:
        return redirect("reviews:minutes", pk)
    return render(request, "reviews/sitting/room.html", page_of(request, shown))


@require_safe
@room_only
def changes(request: HttpRequest, pk: int) -> HttpResponse:
    """Nothing (204) while the session has not moved, else the live part of the page."""
    if moved_revision(request, pk) is None:
        return HttpResponse(status=204)
    shown = sitting_of(acting(request), pk)
    is_member = not acting(request).has_role(Role.INSTRUCTOR, Role.PRESIDENT)
    if is_member and shown.status != SittingStatus.OPEN:
        return HttpResponse(status=205)
    return render(request, "reviews/sitting/live.html", page_of(request, shown))


def place_of(pk: int, scenario: int, reference: str) -> str:
    """Address of a dossier's line in the page."""
    return f"{reverse('reviews:sitting', args=[pk])}?scenario={scenario}#d-{reference}"


@require_POST
@only(Role.INSTRUCTOR)
def proposal(request: HttpRequest, pk: int, scenario: int, reference: str) -> HttpResponse:
    """Write what a scenario gives a dossier."""
    user = acting(request)
    shown = sitting_of(user, pk)
    chosen = get_object_or_404(
        Scenario.objects.select_related("sitting__call"),
        pk=scenario,
        sitting=shown,
        deleted_at=None,
    )
    line = dossier_of(user, shown, reference)
    form = ProposalForm(request.POST)
    trouble = None
    status = 200
    if not form.is_valid():
        said = [error for errors in form.errors.values() for error in errors]
        trouble, status = _trouble(form, reference, said), 422
    else:
        outcome, amount = form.meant
        try:
            scenarios.give(
                chosen,
                line.application,
                outcome=outcome,
                amount=amount,
                version=form.cleaned_data["version"],
                by=user,
            )
        except scenarios.StaleProposal as refusal:
            trouble, status = _trouble(form, reference, refusal.reasons, is_conflict=True), 409
        except Refused as refusal:
            trouble, status = _trouble(form, reference, refusal.reasons), 409
    if trouble is None and not is_live(request):
        return redirect(place_of(pk, scenario, reference))
    shown.refresh_from_db(fields=["revision"])
    template = "reviews/sitting/live.html" if is_live(request) else "reviews/sitting/room.html"
    context = page_of(request, shown, trouble, scenario=scenario)
    return render(request, template, context, status=status)


def _trouble(
    form: ProposalForm, reference: str, reasons: list[str], *, is_conflict: bool = False
) -> Trouble:
    amount = form.data.get("amount", "")[:40]
    return Trouble(reference, amount, form.chosen, reasons, is_conflict)
