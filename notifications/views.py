"""A person's notices; in demo mode, where no mail leaves, the page where mails are read."""

from dataclasses import dataclass
from itertools import groupby

from csp.constants import SELF
from csp.decorators import csp_update
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from limits_portal.french import PARIS, long_date
from notifications import delivery
from notifications.models import Email, Notice

PAGE_SIZE = 20
# A mail carries its style inline, as mail programs ask; it runs and loads nothing.
MAIL_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'self'"


@dataclass(frozen=True)
class Day:
    """The notices of one day in Paris."""

    label: str
    notices: list[Notice]


@require_safe
def notice_list(request: HttpRequest) -> HttpResponse:
    """The person's own notices, day by day, newest first. Reading the page marks nothing."""
    notices = Notice.objects.filter(recipient=request.user)
    page = Paginator(notices, PAGE_SIZE).get_page(request.GET.get("page"))
    by_day = groupby(page, key=lambda n: n.created_at.astimezone(PARIS).date())
    context = {
        "page": page,
        "days": [Day(long_date(day), list(some)) for day, some in by_day],
        "unread": notices.filter(read_at=None).count(),
    }
    return render(request, "notifications/list.html", context)


@require_POST
def mark_read(request: HttpRequest) -> HttpResponse:
    """Mark one notice as read (`notice`), one and go where it leads (`open`), or all of them."""
    notices = Notice.objects.filter(recipient=request.user)
    chosen = request.POST.get("open") or request.POST.get("notice") or ""
    if chosen:
        is_number = chosen.isascii() and chosen.isdecimal() and len(chosen) < 19
        notices = notices.filter(pk=int(chosen)) if is_number else notices.none()
    notices.filter(read_at=None).update(read_at=timezone.now())
    if request.POST.get("open"):
        opened = notices.first()
        if opened is not None and opened.url:
            return redirect(opened.url)  # written by the portal itself, never typed
    return redirect("notifications:list")


@login_not_required
@require_safe
def demo_mails(request: HttpRequest) -> HttpResponse:
    """Every mail that would have left, newest first; 404 outside demo mode."""
    if not settings.DEMO:
        raise Http404
    mails = Email.objects.defer("html_body").order_by("-id")
    page = Paginator(mails, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "notifications/demo_mails.html", {"page": page})


@login_not_required
@csp_update({"frame-src": [SELF]})
@require_safe
def demo_mail(request: HttpRequest, pk: int) -> HttpResponse:
    """One mail, as it would have been received; 404 outside demo mode."""
    if not settings.DEMO:
        raise Http404
    mail = get_object_or_404(Email, pk=pk)
    message = delivery.message_of(mail)
    headers = [
        ("De", message.from_email),
        ("À", mail.to),
        *(("Répondre à", address) for address in message.reply_to),
        *message.extra_headers.items(),
    ]
    return render(request, "notifications/demo_mail.html", {"mail": mail, "headers": headers})


@login_not_required
@require_safe
def demo_mail_html(request: HttpRequest, pk: int) -> HttpResponse:
    """The HTML of one mail alone, for the frame of the page above: its own style, and nothing else."""
    if not settings.DEMO:
        raise Http404
    mail = get_object_or_404(Email.objects.exclude(html_body=""), pk=pk)
    response = HttpResponse(mail.html_body)
    response["Content-Security-Policy"] = MAIL_POLICY
    response["X-Frame-Options"] = "SAMEORIGIN"
    return response
