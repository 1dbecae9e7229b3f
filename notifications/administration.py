"""The administrator's view of what did not leave: to whom, why, and try again.

Bodies are never shown: they hold links that open accounts.
"""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.access import acting, only
from accounts.enums import Role
from notifications import backlog, delivery, dispatch
from notifications.models import Email, Setback
from workflow.engine import Refused
from workflow.models import Event

PAGE_SIZE = 25
# Events that cannot be told are few, or all alike.
SETBACKS_SHOWN = 10
administrators_only = only(Role.ADMINISTRATOR)
STATES = (Email.Status.FAILED, Email.Status.HELD, Email.Status.WAITING)


@require_safe
@administrators_only
def mails(request: HttpRequest) -> HttpResponse:
    """Mails given up first, then those held, then those that wait, in the order they leave."""
    rows, wanted = chosen(request.GET.get("etat", ""), request.GET.get("raison", ""))
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    setbacks = list(Setback.objects.order_by("-attempts", "id")[:SETBACKS_SHOWN])
    events = Event.objects.in_bulk([setback.event_id for setback in setbacks])
    return render(
        request,
        "notifications/mails.html",
        {
            "page": page,
            "query": f"{urlencode(wanted)}&" if wanted else "",
            "wanted": wanted,
            "backlog": backlog.backlog(),
            "states": [(state.value, state.label) for state in STATES],
            "setbacks": [(events[setback.event_id], setback) for setback in setbacks],
            "setback_count": Setback.objects.count() if setbacks else 0,
        },
    )


def chosen(state: str, trouble: str) -> tuple[QuerySet[Email], dict[str, str]]:
    """The mails of a state and of a reason, and which of the two were known."""
    rows = Email.objects.defer("text_body", "html_body").filter(delivery__in=STATES)
    wanted: dict[str, str] = {}
    if state in STATES:
        rows, wanted["etat"] = rows.filter(delivery=state), state
    if trouble in Email.Trouble.values:
        rows, wanted["raison"] = rows.filter(trouble=trouble), trouble
    return rows.order_by("delivery", "next_attempt_at", "pk"), wanted


@require_POST
@administrators_only
def retry(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a mail given up back among those that wait."""
    mail = get_object_or_404(Email.objects.defer("text_body", "html_body"), pk=pk)
    try:
        delivery.try_again(mail, by=acting(request), now=timezone.now())
    except Refused as refusal:
        messages.error(request, " ".join(refusal.reasons))
    else:
        messages.success(request, f"Le courriel à {mail.to} va repartir.")
    return redirect("notifications:mails")


@require_POST
@administrators_only
def retry_all(request: HttpRequest) -> HttpResponse:
    """Put back among those that wait the mails given up for one reason."""
    trouble = request.POST.get("raison", "")
    count = delivery.try_all_again(trouble, by=acting(request), now=timezone.now())
    tell(request, count, "courriel va repartir", "courriels vont repartir")
    return redirect("notifications:mails")


@require_POST
@administrators_only
def retry_events(request: HttpRequest) -> HttpResponse:
    """Try at once the events that could not be told."""
    count = dispatch.hurry(now=timezone.now())
    tell(request, count, "événement va être réessayé", "événements vont être réessayés")
    return redirect("notifications:mails")


def tell(request: Any, count: int, one: str, several: str) -> None:
    """Say how many were put back, or that there was none."""
    if count:
        messages.success(request, f"{count} {several if count > 1 else one}.")
    else:
        messages.info(request, "Il n’y avait rien à faire repartir.")
