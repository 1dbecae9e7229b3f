"""The administrator's view of the mails that did not leave: to whom, why, and try again.

Bodies are never shown: they hold links that open accounts.
"""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.access import only
from accounts.enums import Role
from notifications import delivery
from notifications.models import Email
from workflow.engine import Refused

PAGE_SIZE = 25
administrators_only = only(Role.ADMINISTRATOR)


@require_safe
@administrators_only
def mails(request: HttpRequest) -> HttpResponse:
    """Mails given up first, then those that wait, oldest first."""
    rows = (
        Email.objects.defer("text_body", "html_body")
        .exclude(delivery=Email.Status.SENT)
        .order_by("delivery", "created_at", "pk")
    )
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "notifications/mails.html", {"page": page})


@require_POST
@administrators_only
def retry(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a mail given up back among those that wait."""
    mail = get_object_or_404(Email.objects.defer("text_body", "html_body"), pk=pk)
    try:
        delivery.try_again(mail, by=request.user, now=timezone.now())
    except Refused as refusal:
        messages.error(request, " ".join(refusal.reasons))
    else:
        messages.success(request, f"Le courriel à {mail.to} va repartir.")
    return redirect("notifications:mails")
