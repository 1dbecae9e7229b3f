"""A person's notices; in demo mode, where no mail leaves, the page where mails are read."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from notifications.models import Email, Notice

PAGE_SIZE = 20


@require_safe
def notice_list(request: HttpRequest) -> HttpResponse:
    """The person's own notices, newest first. Reading the page marks nothing: a button does."""
    notices = Notice.objects.filter(recipient=request.user)
    page = Paginator(notices, PAGE_SIZE).get_page(request.GET.get("page"))
    unread = notices.filter(read_at=None).count()
    return render(request, "notifications/list.html", {"page": page, "unread": unread})


@require_POST
def mark_read(request: HttpRequest) -> HttpResponse:
    """Mark one notice as read (`notice`), or all of them."""
    notices = Notice.objects.filter(recipient=request.user, read_at=None)
    chosen = request.POST.get("notice", "")
    if chosen:
        notices = (
            notices.filter(pk=int(chosen))
            if chosen.isdecimal() and len(chosen) < 19
            else notices.none()
        )
    notices.update(read_at=timezone.now())
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
@require_safe
def demo_mail(request: HttpRequest, pk: int) -> HttpResponse:
    """One mail, as it would have been received; 404 outside demo mode."""
    if not settings.DEMO:
        raise Http404
    mail = get_object_or_404(Email, pk=pk)
    return render(request, "notifications/demo_mail.html", {"mail": mail})


@login_not_required
@require_safe
def demo_mail_html(request: HttpRequest, pk: int) -> HttpResponse:
    """The HTML of one mail alone, under the portal's own strict policy."""
    if not settings.DEMO:
        raise Http404
    return HttpResponse(get_object_or_404(Email.objects.exclude(html_body=""), pk=pk).html_body)
